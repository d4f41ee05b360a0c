import type { VerifyingSuite } from '../../kernel/suite.ts'
import { type KeySetFetch, platform } from '../platform.ts'
import { p256Verifying } from '../suite-p256/verify-p256.ts'
import { checkUrl } from './check-url.ts'
import { fetchText } from './fetch-text.ts'
import type { KeySet } from './key-set.ts'
import { findKey, type KeyIndex, readJwks } from './read-jwks.ts'

const ACCEPT = 'application/jwk-set+json, application/json'
const CACHE_MS = 600_000
const COOLDOWN_MS = 30_000
const BYTES_AT_MOST = 262_144

export interface RemoteKeySetOptions {
  /** Instead of the platform's `fetch`; must not follow redirects when told `redirect: 'manual'`. */
  readonly fetch?: KeySetFetch
  /** Epoch milliseconds; the system's clock unless given. */
  readonly now?: () => number
  /** Beside P-256, which is always understood: `[smSuite]` of `@tallystick/core/token/sm`. */
  readonly suites?: readonly VerifyingSuite[]
}

/** Whether `at` is less than `lengthMs` ago. A clock that was set back ends a cache instead of prolonging it. */
function isWithin(at: number | undefined, lengthMs: number, now: number): boolean {
  return at !== undefined && now >= at && now - at < lengthMs
}

/**
 * Reads the issuer's public keys from its address: when first needed, when what is known is ten minutes old, and when a
 * token names a key that is not known; but never more than once in 30 seconds, however many such tokens arrive
 * (threat D3). When the address does not answer, known keys serve until they are ten minutes old; then verification
 * answers "unavailable" instead of guessing.
 *
 * Not checked: the certificate beyond what the platform's `fetch` checks.
 *
 * @param url https, or http on loopback; no redirect is followed, at most 256 KiB are read, five seconds are waited.
 * @returns a set for `verifyVoucherToken` and `verifyCardMark`; keep one for the life of the process.
 * @throws TallyError `key_set_url_refused`.
 * @example const keys = createRemoteKeySet('https://vouchers.example/tally/v1/gaoxian/keys')
 */
export function createRemoteKeySet(url: string | { readonly href: string }, options: RemoteKeySetOptions = {}): KeySet {
  const href = checkUrl(url)
  const clock = options.now ?? Date.now
  const suites = [p256Verifying, ...(options.suites ?? [])]
  let index: KeyIndex | undefined
  let readAt: number | undefined
  let triedAt: number | undefined
  let pending: Promise<void> | undefined

  async function read(): Promise<void> {
    const startedAt = clock()
    triedAt = startedAt
    try {
      const text = await fetchText(href, options.fetch ?? platform.fetch, ACCEPT, BYTES_AT_MOST)
      index = readJwks(JSON.parse(text), suites)
      readAt = startedAt
    } catch {
      // What is known stays; without it the caller is told "unavailable". The cooldown keeps a dead address from being hammered.
    } finally {
      pending = undefined
    }
  }
  function known(): KeyIndex | undefined {
    return isWithin(readAt, CACHE_MS, clock()) ? index : undefined
  }

  return {
    suites,
    async find(use, id) {
      const before = known()
      const found = before === undefined ? undefined : await findKey(before, use, id)
      if (found !== undefined) return found
      if (pending === undefined && !isWithin(triedAt, COOLDOWN_MS, clock())) pending = read()
      await pending
      const after = known()
      if (after === undefined) return 'unavailable'
      return (await findKey(after, use, id)) ?? 'unknown'
    },
  }
}
