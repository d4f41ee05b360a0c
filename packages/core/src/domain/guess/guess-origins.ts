import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'
import type { Ports } from '../../kernel/ports.ts'
import { REFERENCE_OWNER } from '../../kernel/reference-ref.ts'
import type { TriesState } from '../wrong-tries.ts'

/** What is guessed at: the secret under a card's scratch layer, the mark of a serial, or the code that a till shows. */
export type Guessed = 'secret' | 'mark' | 'challenge'

/** Where guesses come from: the person who is signed in, the device the host vouches for, the network address. */
export const originKinds = ['person', 'device', 'address'] as const
export type OriginKind = (typeof originKinds)[number]

export interface Origin {
  readonly of: OriginKind
  readonly guessed: Guessed
  readonly row: Ref<TriesState>
}

/** Wrong guesses from one origin, at whatever cards or tills. */
export const guessesEntity = defineEntity<TriesState>({ kind: 35, name: 'guesses', version: 1, idPrefix: 'lck' })

/**
 * Devices and addresses are kept as 20 bits of a keyed hash: a flood of made-up ones fills no disk, the rows lie spread over
 * all lanes, and no row leads back to an address.
 */
const BUCKETS = 2 ** 20

/** Which number a pair has is stored: new ones come at the end. */
const bases: readonly (readonly [OriginKind, Guessed])[] = [
  ...originKinds.flatMap((of) => [[of, 'secret'] as const, [of, 'mark'] as const]),
  ...originKinds.map((of) => [of, 'challenge'] as const),
]

function baseOf(of: OriginKind, guessed: Guessed): number {
  return bases.findIndex((base) => base[0] === of && base[1] === guessed)
}

/** The origins that a call says of itself. The one that is the person's own alone comes first. */
export function originsOf(guessed: Guessed, { keys, actor }: Pick<Ports, 'keys' | 'actor'>): Origin[] {
  const { tenant, owner, facts, address } = actor
  const hashed = (of: OriginKind, name: unknown): Origin[] => {
    if (typeof name !== 'string' || name === '') return []
    const bucket = Number.parseInt(keyedHex(keys, `card-guesses-${of}`, tenant, name).slice(0, 5), 16)
    return [{ of, guessed, row: hashedRow(baseOf(of, guessed) * BUCKETS + bucket) }]
  }
  const person: Origin[] =
    owner === undefined ? [] : [{ of: 'person', guessed, row: ref(guessesEntity, owner, baseOf('person', guessed)) }]
  return [...person, ...hashed('device', facts?.['device.id']), ...hashed('address', address)]
}

/** The number that a row lies beside: a person, or the bucket of a device or an address. */
export function guessesBeside({ owner, n }: { readonly owner: number; readonly n: number }): number {
  return owner === REFERENCE_OWNER ? n % BUCKETS : owner
}

function hashedRow(n: number): Ref<TriesState> {
  return ref(guessesEntity, REFERENCE_OWNER, n, guessesBeside({ owner: REFERENCE_OWNER, n }))
}

/** The id of a lock, for the person to tell the staff; it names nobody. */
export function lockIdOf({ row }: Origin, { ids }: Pick<Ports, 'ids'>): string {
  return ids.encode(guessesEntity, { owner: row.owner, n: row.n })
}

export function originBehind(lockId: string, { ids }: Pick<Ports, 'ids'>): Origin | undefined {
  const found = ids.decode(guessesEntity, lockId)
  if (!found) return undefined
  const { owner, n } = found
  const base = bases[owner === REFERENCE_OWNER ? Math.floor(n / BUCKETS) : n]
  if (!base) return undefined
  const [of, guessed] = base
  return { of, guessed, row: owner === REFERENCE_OWNER ? hashedRow(n) : ref(guessesEntity, owner, n) }
}
