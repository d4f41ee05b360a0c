import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'

/** How much of a batch's stock nobody claimed in one lane, after claiming ended and its money returned. */
export interface UnclaimedState {
  readonly count: number
}

export const unclaimedEntity = defineEntity<UnclaimedState>({ kind: 24, name: 'unclaimed', version: 1 })

export function unclaimedRef(batchOwner: number, lane: number): Ref<UnclaimedState> {
  return ref(unclaimedEntity, batchOwner, 0, lane)
}
