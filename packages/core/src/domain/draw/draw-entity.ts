import type { Ref, Span } from '../../kernel/entity.ts'
import { defineEntity, ref, span } from '../../kernel/entity.ts'
import type { Ids } from '../../kernel/ports.ts'
import { holderEntity } from '../holder/holder-entity.ts'

/** One person's entry in one draw; it lies beside the person, under their number. */
export interface DrawEntryState {
  readonly at: number
  /** The ordinal of the voucher that was claimed with it. */
  readonly voucher?: number | undefined
}

export const drawEntryEntity = defineEntity<DrawEntryState>({ kind: 90, name: 'drawEntry', version: 1 })

/** Entries of one draw in one lane; once it is closed, no more can come. */
export interface DrawLaneState {
  readonly entries: number
  readonly closed: boolean
}

export const emptyDrawLane: DrawLaneState = { entries: 0, closed: false }

export const drawLaneEntity = defineEntity<DrawLaneState>({ kind: 91, name: 'drawLane', version: 1 })

export function drawEntryRef(batch: number, holder: number): Ref<DrawEntryState> {
  return ref(drawEntryEntity, batch, holder, holder)
}

/** Entries in the lane of `beside`, by the holders' numbers, from `from` on. */
export function drawEntriesOf(batch: number, beside: number, from: number, limit: number): Span<DrawEntryState> {
  return span(drawEntryEntity, batch, { from, limit, beside })
}

export function drawLaneRef(batch: number, beside: number): Ref<DrawLaneState> {
  return ref(drawLaneEntity, batch, 0, beside)
}

function audienceOf(batch: number): string {
  return `draw:${batch}`
}

/** The name under which a person stands in the list of one draw; in no other list do they have the same. */
export function entryId(batch: number, holder: number, ids: Ids): string {
  return ids.encode(holderEntity, { owner: holder, n: 0 }, audienceOf(batch))
}

/** The person behind such a name, or undefined where it is none of this draw. */
export function holderBehind(batch: number, id: string, ids: Ids): number | undefined {
  return ids.decode(holderEntity, id, audienceOf(batch))?.owner
}
