import type { EntityKind } from '../../kernel/entity.ts'
import { cardRecallEntity } from './card-recall.ts'
import { liftRecall, listRecalls, recallCards } from './recall-operations.ts'

/** Who has which cards, by name. */
export const custodyOperations = {
  'card.recall': recallCards,
  'card.liftRecall': liftRecall,
  'card.recalls': listRecalls,
} as const

/** What the engine holds in memory by name. */
export const custodyReferenceKinds: readonly EntityKind<unknown>[] = [cardRecallEntity]
