import type { KeyRing } from '../../kernel/key-ring.ts'
import { createKeySet } from './create-key-set.ts'
import type { KeySet } from './key-set.ts'

/** The issuer's own public keys, as it would publish them now: what it verifies its own tokens and marks with. */
export function ownKeySet(keys: KeyRing, tenant: string, nowMs: number): KeySet {
  return createKeySet(keys.publicKeys(tenant, nowMs), { suites: keys.suites.filter(({ name }) => name !== 'p256') })
}
