import { parseSerial } from '../../values/serial.ts'
import { checkUrl } from '../key-set/check-url.ts'
import { fetchText } from '../key-set/fetch-text.ts'
import type { KeySet } from '../key-set/key-set.ts'
import { type KeySetFetch, platform } from '../platform.ts'
import { remember } from '../remember.ts'
import { placeInStatusLists } from './status-list.ts'
import type { StatusList } from './verify-bits.ts'
import { verifyStatusList } from './verify-status-list.ts'

const COOLDOWN_MS = 30_000
const LISTS_AT_MOST = 1000
const BYTES_AT_MOST = 4096

export interface RemoteCardStatusOptions {
  readonly keys: KeySet
  /** Exactly the issuer's `iss`: `urn:tallystick:` and the tenant. */
  readonly issuer: string
  /** Instead of the platform's `fetch`; must not follow redirects when told `redirect: 'manual'`. */
  readonly fetch?: KeySetFetch
  /** Epoch milliseconds; the system's clock unless given. */
  readonly now?: () => number
  /** Key ids the issuer has told you to refuse at once. */
  readonly deniedKids?: readonly string[]
}

export interface CardStatuses {
  /**
   * Whether a card was withdrawn, known at most five minutes ago. `unavailable`: no fresh list could be had; refuse then.
   *
   * @param serialNumber as `verifyCardMark` answers it, or as printed.
   */
  find(serialNumber: string): Promise<'live' | 'void' | 'unavailable'>
}

interface Known {
  readonly list: StatusList | undefined
  readonly triedAt: number
}

/**
 * Follows the issuer's lists of voided cards. A list covers a thousand cards, so the issuer does not learn which was asked
 * for; it is kept while it is fresh (five minutes at most), and an address that fails is asked at most once in 30 seconds
 * for each list.
 *
 * Not checked: the mark (`verifyCardMark` does), and whether the card was made, given out or spent.
 *
 * @param url of the lists without their number, e.g. `https://vouchers.example/tally/v1/gaoxian/card-statuses`; https, or
 *   http on loopback.
 * @throws TallyError `key_set_url_refused`.
 * @example const statuses = createRemoteCardStatuses('https://vouchers.example/tally/v1/gaoxian/card-statuses', { keys, issuer })
 */
export function createRemoteCardStatuses(
  url: string | { readonly href: string },
  options: RemoteCardStatusOptions,
): CardStatuses {
  const href = checkUrl(url).replace(/\/$/, '')
  const clock = options.now ?? Date.now
  const known = new Map<number, Promise<Known>>()

  async function read(list: number): Promise<Known> {
    const triedAt = clock()
    try {
      const token = await fetchText(
        `${href}/${list}`,
        options.fetch ?? platform.fetch,
        'application/statuslist+jwt',
        BYTES_AT_MOST,
      )
      const checked = await verifyStatusList(token, { ...options, list, now: new Date(triedAt) })
      return { list: checked.ok ? checked.value : undefined, triedAt }
    } catch {
      return { list: undefined, triedAt }
    }
  }
  function mayServe({ list, triedAt }: Known): boolean {
    const now = clock()
    // A clock that was set back ends what is known instead of prolonging it.
    return now >= triedAt && (list === undefined ? now - triedAt < COOLDOWN_MS : now / 1000 < list.freshUntil)
  }
  async function listOf(number: number): Promise<StatusList | undefined> {
    const before = known.get(number)
    const found = await before
    if (found && mayServe(found)) return found.list
    // Another call may have begun to read while this one looked.
    const pending = known.get(number)
    const reading = pending && pending !== before ? pending : remember(known, number, read(number), LISTS_AT_MOST)
    return (await reading).list
  }

  return {
    async find(serialNumber) {
      const serial = parseSerial(serialNumber)
      // Only what has no status here can be spelled otherwise: a genuine mark carries a serial as printed.
      if (!serial.ok) return 'unavailable'
      const { list, index } = placeInStatusLists(serial.value.serialNumber)
      const found = await listOf(list)
      return found === undefined ? 'unavailable' : found.isVoid(index) ? 'void' : 'live'
    },
  }
}
