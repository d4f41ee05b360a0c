import type { KeyRing } from '../../kernel/key-ring.ts'
import type { Suite } from '../../kernel/suite.ts'

/** Owner numbers below this stand for lanes and for the engine's own rows. */
const FIRST_OWNER = 4096
const HALF = 2 ** 24
const ROUNDS = 6

/**
 * The owner of a block of 100 serials, for ever: a keyed permutation of 48 bits (Feistel, HMAC as its round
 * function), so blocks spread over all lanes and no two of a tenant ever share an owner.
 *
 * @param block 0 to 999,999,999.
 * @see Luby and Rackoff, How to construct pseudorandom permutations (1988)
 */
export function blockOwner(keys: KeyRing, tenant: string, block: number): number {
  const [suite, key] = [keys.suite(tenant), keys.derive('card-block', tenant)]
  // Walking on from a reserved number keeps it a permutation: the walk starts and ends outside the reserved ones.
  let owner = permute(suite, key, block + FIRST_OWNER)
  while (owner < FIRST_OWNER) owner = permute(suite, key, owner)
  return owner
}

function permute(suite: Suite, key: Uint8Array, value: number): number {
  let left = Math.floor(value / HALF)
  let right = value % HALF
  for (let round = 0; round < ROUNDS; round += 1) {
    const [a = 0, b = 0, c = 0] = suite.mac(key, Uint8Array.of(round, right >>> 16, right >>> 8, right))
    const mixed = left ^ ((a << 16) | (b << 8) | c)
    left = right
    right = mixed
  }
  return left * HALF + right
}
