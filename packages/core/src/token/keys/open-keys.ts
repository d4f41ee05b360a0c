import { TallyError } from '../../kernel/error.ts'
import type { KeyEpoch, KeyRing, KeyUse, SigningKey } from '../../kernel/key-ring.ts'
import { remember } from '../remember.ts'
import { checkTenant, deriveSecret } from './derive-secret.ts'
import { type CheckedEpoch, checkKeyMaterial, isLiveAt, type KeyMaterial } from './key-material.ts'
import { signingKeyOf } from './signing-key.ts'

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
 * @returns a ring whose methods throw TallyError `keys_no_active_epoch`, `keys_epoch_unknown`, `tenant_malformed`.
 * @throws TallyError `keys_malformed` with `detail {path, rule}`, `keys_version_unsupported`.
 * @example const keys = openKeys(JSON.parse(text))
 */
export function openKeys(material: KeyMaterial): KeyRing {
  const { epochs, pepper, data, session } = checkKeyMaterial(material)
  const byNumber = new Map(epochs.map((entry) => [entry.epoch, entry]))
  const secrets = remembering<Uint8Array>()
  const pairs = remembering<SigningKey>()
  const listedEpochs = Object.freeze(epochs.map(withoutSecret))

  function secretOf(epoch: number): Uint8Array {
    const entry = byNumber.get(epoch)
    if (entry === undefined)
      throw new TallyError('keys_epoch_unknown', 'No epoch has this number.', { detail: { epoch } })
    return entry.secret
  }
  function from(root: Uint8Array, label: string, tenant: string, epoch?: number): Uint8Array {
    // A copy, so that a caller who wipes what it was given does not wipe the ring's.
    return secrets(`${label}\0${tenant}\0${epoch ?? ''}`, () => deriveSecret(root, label, tenant, epoch)).slice()
  }

  const ring: KeyRing = {
    derive(label, tenant, epoch) {
      checkTenant(tenant)
      if (label.includes('\0')) throw new TallyError('keys_label_malformed', 'A label has no NUL character.')
      return from(epoch === undefined ? pepper : secretOf(epoch), `derive/${label}`, tenant, epoch)
    },
    epochAt(nowMs) {
      const active = epochs.findLast((entry) => entry.activeFrom <= nowMs && isLiveAt(entry, nowMs))
      if (active === undefined) throw new TallyError('keys_no_active_epoch', 'No key epoch is in use at this time.')
      return active.epoch
    },
    epochs: () => listedEpochs,
    pepper(tenant) {
      checkTenant(tenant)
      return from(pepper, 'pepper', tenant)
    },
    dataKey(tenant) {
      checkTenant(tenant)
      return from(data, 'data', tenant)
    },
    sessionKey(tenant) {
      if (tenant !== undefined) checkTenant(tenant)
      return from(session, 'session', tenant ?? '')
    },
    signingKey(tenant, epoch, use = 'sig') {
      checkTenant(tenant)
      return pairs(`${use}\0${tenant}\0${epoch}`, () =>
        signingKeyOf(deriveSecret(secretOf(epoch), `sign/${use}`, tenant, epoch, 48), use),
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

function withoutSecret({ secret: _secret, ...times }: CheckedEpoch): KeyEpoch {
  return Object.freeze(times)
}
