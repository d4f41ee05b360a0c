import type { KeyRing } from '../../kernel/key-ring.ts'
import { remember } from '../remember.ts'
import { createKeySet } from './create-key-set.ts'
import type { KeySet } from './key-set.ts'

/** Of so many tenants the keys that they publish now. */
const SETS_AT_MOST = 1000
/** By the ring's list of suites, which is another one when other keys are loaded. */
const setsOf = new WeakMap<KeyRing['suites'], Map<string, KeySet>>()

/**
 * The issuer's own public keys, as it would publish them now: what it verifies its own tokens and marks with. Asked for with
 * every token that is handed in, so each key is read and imported once. A kid is its key's thumbprint: equal names, equal sets.
 */
export function ownKeySet(keys: KeyRing, tenant: string, nowMs: number): KeySet {
  const { suites } = keys
  const published = keys.publicKeys(tenant, nowMs)
  const sets = setsOf.get(suites) ?? new Map<string, KeySet>()
  setsOf.set(suites, sets)
  const name = published.keys.map(({ use, kid }) => `${use} ${kid}`).join()
  const others = () => suites.filter((suite) => suite.name !== 'p256')
  return sets.get(name) ?? remember(sets, name, createKeySet(published, { suites: others() }), SETS_AT_MOST)
}
