import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'
import { REFERENCE_OWNER } from '../../kernel/reference-ref.ts'
import type { TriesState } from '../wrong-tries.ts'

/** From so many wrong secrets on a card is sought after: strangers get one try each. Marks are locked for good and all within the hour. */
export const TRIES = { secret: 20, mark: 10 } as const

/** Wrong secrets of a card, whoever types them: a guesser with many accounts is still one guesser. */
export const secretTriesEntity = defineEntity<TriesState>({ kind: 23, name: 'secretTries', version: 1 })

export function secretTriesRef(place: { readonly owner: number; readonly n: number }): Ref<TriesState> {
  return ref(secretTriesEntity, place.owner, place.n)
}

/** Wrong marks shown for a serial. */
export const markTriesEntity = defineEntity<TriesState>({ kind: 26, name: 'markTries', version: 1 })

/**
 * Anyone may check any serial, produced or not, so tries are kept in 65,536 keyed buckets: a flood of made-up
 * serials fills no disk, and a serial that exists is counted exactly like one that does not.
 */
export function markTriesRef(keys: KeyRing, tenant: string, serialNumber: number): Ref<TriesState> {
  const digest = keyedHex(keys, 'card-mark-tries', tenant, String(serialNumber))
  const bucket = Number.parseInt(digest.slice(0, 4), 16)
  return ref(markTriesEntity, REFERENCE_OWNER, bucket, bucket)
}
