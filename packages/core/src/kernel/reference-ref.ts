import { number48, sha256Hex } from './digest.ts'
import type { EntityKind, Ref } from './entity.ts'
import { ref } from './entity.ts'

/** Reference data of a tenant lies with this owner, in lane 0. */
export const REFERENCE_OWNER = 0

/** Names come again with every call (accounts, benefits, programmes); so many are kept at hand. */
const REMEMBERED = 8192
const numbers = new Map<string, number>()

/** The first 48 bits of SHA-256: the `n` of rows that are addressed by a name. */
export function nameNumber(name: string): number {
  const known = numbers.get(name)
  if (known !== undefined) return known
  if (numbers.size >= REMEMBERED) numbers.clear()
  const number = number48(sha256Hex(name))
  numbers.set(name, number)
  return number
}

/** The row of a named piece of reference data. Its state carries the name; compare it before trusting a hit. */
export function referenceRef<S>(entity: EntityKind<S>, name: string): Ref<S> {
  return ref(entity, REFERENCE_OWNER, nameNumber(`${entity.name}/${name}`))
}
