import { TallyError } from '../../kernel/error.ts'
import type { KeyEpoch, KeyRing } from '../../kernel/key-ring.ts'
import type { KeyUse, SigningKey, Suite, SuiteName } from '../../kernel/suite.ts'
import { remember } from '../remember.ts'
import { p256Suite } from '../suite-p256/p256-suite.ts'
import { checkTenant, deriveSecret } from './derive-secret.ts'
import { type CheckedEpoch, checkKeyMaterial, isLiveAt, type KeyMaterial, suitesNamed } from './key-material.ts'

/** Enough for a thousand tenants' warm keys; beyond that the oldest is derived again (about 10 µs; a key pair 0.5 ms). */
const CACHED_AT_MOST = 4096

function remembering<T>(): (key: string, make: () => T) => T {
  const known = new Map<string, T>()
  return (key, make) => known.get(key) ?? remember(known, key, make(), CACHED_AT_MOST)
}

/**
 * Opens key material for use.
 *
 * Not checked: whether the material is the one the store was written with; another pepper finds no person.
 *
 * @param material as `generateKeys` made it, possibly read back from JSON.
 * @param options.suites beside P-256, which is always there: `[smSuite]` of `@tallystick/core/token/sm`.
 * @returns a ring whose methods throw TallyError `keys_no_active_epoch`, `keys_epoch_unknown`, `tenant_malformed`.
 * @throws TallyError `keys_malformed` with `detail {path, rule}`, `keys_version_unsupported`, `keys_suite_missing` (its
 *   keys are of a suite that was not given).
 * @example const keys = openKeys(JSON.parse(text))
 */
export function openKeys(material: KeyMaterial, options: { readonly suites?: readonly Suite[] } = {}): KeyRing {
  const checked = checkKeyMaterial(material)
  const { epochs, pepper, data, session } = checked
  const suites = Object.freeze([p256Suite, ...(options.suites ?? [])])
  for (const name of suitesNamed(checked)) suiteNamed(name)
  const lasting = suiteNamed(checked.suite)
  const byNumber = new Map(epochs.map((entry) => [entry.epoch, entry]))
  const secrets = remembering<Uint8Array>()
  const pairs = remembering<SigningKey>()
  const listedEpochs = Object.freeze(epochs.map(withoutSecret))

  function suiteNamed(name: SuiteName): Suite {
    const found = suites.find((suite) => suite.name === name)
    if (found) return found
    throw new TallyError('keys_suite_missing', `These keys are of the suite ${name}, which was not given.`, {
      detail: { suite: name },
    })
  }
  function entryOf(epoch: number): CheckedEpoch {
    const entry = byNumber.get(epoch)
    if (entry === undefined)
      throw new TallyError('keys_epoch_unknown', 'No epoch has this number.', { detail: { epoch } })
    return entry
  }
  function from(suite: Suite, root: Uint8Array, label: string, tenant: string, epoch?: number): Uint8Array {
    const known = `${suite.name} ${label}\0${tenant}\0${epoch ?? ''}`
    // A copy, so that a caller who wipes what it was given does not wipe the ring's.
    return secrets(known, () => deriveSecret(suite, root, label, tenant, epoch)).slice()
  }

  const ring: KeyRing = {
    derive(label, tenant, epoch) {
      checkTenant(tenant)
      if (label.includes('\0')) throw new TallyError('keys_label_malformed', 'A label has no NUL character.')
      const root = epoch === undefined ? pepper : entryOf(epoch).secret
      return from(ring.suite(tenant, epoch), root, `derive/${label}`, tenant, epoch)
    },
    epochAt(nowMs) {
      const active = epochs.findLast((entry) => entry.activeFrom <= nowMs && isLiveAt(entry, nowMs))
      if (active === undefined) throw new TallyError('keys_no_active_epoch', 'No key epoch is in use at this time.')
      return active.epoch
    },
    epochs: () => listedEpochs,
    suites,
    suite(tenant, epoch) {
      if (epoch === undefined) return lasting
      const { suite, tenantSuites } = entryOf(epoch)
      return suiteNamed(tenantSuites.get(tenant) ?? suite ?? checked.suite)
    },
    pepper(tenant) {
      checkTenant(tenant)
      return from(lasting, pepper, 'pepper', tenant)
    },
    dataKey(tenant) {
      checkTenant(tenant)
      return from(lasting, data, 'data', tenant)
    },
    sessionKey(tenant, suite = 'p256') {
      if (tenant !== undefined) checkTenant(tenant)
      return from(suiteNamed(suite), session, 'session', tenant ?? '')
    },
    signingKey(tenant, epoch, use = 'sig') {
      checkTenant(tenant)
      const suite = ring.suite(tenant, epoch)
      return pairs(`${use}\0${tenant}\0${epoch}`, () =>
        suite.signingKey(deriveSecret(suite, entryOf(epoch).secret, `sign/${use}`, tenant, epoch, 48), use),
      )
    },
    publicKeys(tenant, nowMs) {
      const published = epochs.filter((entry) => entry.publishedAt <= nowMs)
      const listed = (use: KeyUse, isListed: (entry: CheckedEpoch) => boolean) =>
        published.filter(isListed).map((entry) => ring.signingKey(tenant, entry.epoch, use).publicJwk)
      return {
        keys: [
          ...listed('sig', (entry) => isLiveAt(entry, nowMs)),
          ...listed('tally-mark', (entry) => entry.marksRetiredAt === undefined || nowMs < entry.marksRetiredAt),
        ],
      }
    },
  }
  return Object.freeze(ring)
}

function withoutSecret({ secret: _secret, suite: _suite, tenantSuites: _tenants, ...times }: CheckedEpoch): KeyEpoch {
  return Object.freeze(times)
}
