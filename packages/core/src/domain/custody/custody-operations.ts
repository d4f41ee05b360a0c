import type { EntityKind } from '../../kernel/entity.ts'
import { cardRecallEntity } from './card-recall.ts'
import { closeHandOver } from './close-hand-over.ts'
import { getCustody } from './get-custody.ts'
import { getInventory } from './get-inventory.ts'
import { handOverCards } from './hand-over.ts'
import { listHandOvers } from './list-hand-overs.ts'
import { liftRecall, listRecalls, recallCards } from './recall-operations.ts'
import { takeOverCards } from './take-over.ts'
import { takeStock } from './take-stock.ts'

/** Who has which cards, by name. */
export const custodyOperations = {
  'card.handOver': handOverCards,
  'card.takeOver': takeOverCards,
  'card.closeHandOver': closeHandOver,
  'card.handOvers': listHandOvers,
  'card.custody': getCustody,
  'card.inventory': getInventory,
  'card.takeStock': takeStock,
  'card.recall': recallCards,
  'card.liftRecall': liftRecall,
  'card.recalls': listRecalls,
} as const

/** What the engine holds in memory by name. */
export const custodyReferenceKinds: readonly EntityKind<unknown>[] = [cardRecallEntity]
