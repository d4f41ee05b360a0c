import { z } from 'zod'
import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import { TallyError } from '../../kernel/error.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ids, Reference } from '../../kernel/ports.ts'
import { REFERENCE_OWNER } from '../../kernel/reference-ref.ts'
import { BLOCK_SIZE } from '../../values/serial.ts'
import type { CardBenefit } from '../programme/document-schema.ts'
import type { FoundBenefit } from '../programme/programme-entity.ts'
import { findBenefit, versionName } from '../programme/programme-entity.ts'

/** One purchase of cards of one face value. Its serials fill whole blocks; only the last block may be part empty. */
export interface CardBatchState {
  readonly owner: number
  readonly programme: string
  /** The version whose terms hold for these cards for ever. */
  readonly programmeVersion: number
  readonly benefit: string
  /** 0 for spare cards, which carry what a lost card was worth. */
  readonly faceMinor: number
  readonly currency: string
  readonly count: number
  /** Serials run from `firstBlock × 100` on. */
  readonly firstBlock: number
  readonly supplier: string
  readonly freeText?: string | undefined
  readonly spare: boolean
  readonly purchasedAt: number
  readonly purchasedBy: string
}

/** Card batches are reference data: few, read by every call about a card, named by their owner number. */
export const cardBatchEntity = defineEntity<CardBatchState>({
  kind: 16,
  name: 'cardBatch',
  version: 1,
  idPrefix: 'cbt',
  nameOf: (state) => String(state.owner),
})

export const cardBatchId = z.string().min(1).max(64)

/** The first block of serials that no purchase has taken. */
export interface CardSeriesState {
  readonly nextBlock: number
}

export const cardSeriesEntity = defineEntity<CardSeriesState>({ kind: 25, name: 'cardSeries', version: 1 })
export const cardSeriesRef: Ref<CardSeriesState> = ref(cardSeriesEntity, REFERENCE_OWNER)
/** Serial 0000 0000 0000 stays unused: an empty field must never be somebody's card. */
export const FIRST_BLOCK = 1

export function blocksOf(batch: Pick<CardBatchState, 'count'>): number {
  return Math.ceil(batch.count / BLOCK_SIZE)
}

/** Whether some batch has bought this block. */
export function isBoughtBlock(block: number, reference: Reference): boolean {
  return reference
    .list(cardBatchEntity)
    .some((batch) => block >= batch.firstBlock && block < batch.firstBlock + blocksOf(batch))
}

/** Serial numbers of the cards in a batch's block, the block counted from 1: `from` to `to` inclusive. */
export function serialsOf(batch: CardBatchState, block: number): { readonly from: number; readonly to: number } {
  const from = (batch.firstBlock + block - 1) * BLOCK_SIZE
  const last = batch.firstBlock * BLOCK_SIZE + batch.count - 1
  return { from, to: Math.min(from + BLOCK_SIZE - 1, last) }
}

/** The batch behind an id. */
export function cardBatchBehind(
  id: string,
  { ids, reference }: { readonly ids: Ids; readonly reference: Reference },
): Outcome<CardBatchState, 'card_batch_unknown'> {
  const found = ids.decode(cardBatchEntity, id)
  const batch = found && reference.find(cardBatchEntity, String(found.owner))
  return batch ? accepted(batch) : refused('card_batch_unknown')
}

/** @throws TallyError `card_batch_missing`: a card points to a batch that is not there. */
export function batchOf(reference: Reference, owner: number): CardBatchState {
  const batch = reference.find(cardBatchEntity, String(owner))
  if (!batch) throw new TallyError('card_batch_missing', 'A card points to a batch that is not there.')
  return batch
}

/**
 * The benefit as it was when the batch was bought. Published versions are kept for ever, so it is there.
 * @throws TallyError `programme_version_missing`
 */
export function cardTerms(reference: Reference, batch: CardBatchState): FoundBenefit<CardBenefit> {
  const found = findBenefit(reference, `${versionName(batch.programme, batch.programmeVersion)}/${batch.benefit}`)
  if (found?.benefit.kind !== 'card') {
    throw new TallyError('programme_version_missing', 'A card points to a programme version that is not there.')
  }
  return { ...found, benefit: found.benefit }
}
