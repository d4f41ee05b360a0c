import type { EntityKind } from '../../kernel/entity.ts'
import { activateCards } from './activate-cards.ts'
import { bindCard } from './bind-card.ts'
import { approveBulk, bulkStatus, requestBulk } from './bulk-activation.ts'
import { cardBatchEntity } from './card-batch-entity.ts'
import { closeCardCase, listCardCases } from './case-operations.ts'
import { checkCard } from './check-card.ts'
import { getCardBalance } from './get-card-balance.ts'
import { getCardStatuses } from './get-card-statuses.ts'
import { getCardStock } from './get-card-stock.ts'
import { liftLock } from './lift-lock.ts'
import { listCardBatches } from './list-card-batches.ts'
import { listCards } from './list-cards.ts'
import { mintCardCodes } from './mint-card-codes.ts'
import { printCards } from './print-cards.ts'
import { produceCards } from './produce-cards.ts'
import { purchaseCards } from './purchase-cards.ts'
import { receiveCards } from './receive-cards.ts'
import { replaceCard } from './replace-card.ts'
import { reverseActivation } from './reverse-activation.ts'
import { spendCard } from './spend-card.ts'
import { voidCards } from './void-cards.ts'

/** Every operation on cards, by name. */
export const cardOperations = {
  'card.purchase': purchaseCards,
  'card.produce': produceCards,
  'card.print': printCards,
  'card.batches': listCardBatches,
  'card.stock': getCardStock,
  'card.receive': receiveCards,
  'card.activate': activateCards,
  'card.requestBulk': requestBulk,
  'card.approveBulk': approveBulk,
  'card.bulkStatus': bulkStatus,
  'card.reverseActivation': reverseActivation,
  'card.void': voidCards,
  'card.replace': replaceCard,
  'card.check': checkCard,
  'card.cases': listCardCases,
  'card.closeCase': closeCardCase,
  'card.statuses': getCardStatuses,
  'card.bind': bindCard,
  'card.liftLock': liftLock,
  'card.list': listCards,
  'card.balance': getCardBalance,
  'card.codes': mintCardCodes,
  'card.spend': spendCard,
} as const

/** What the engine holds in memory by name. */
export const cardReferenceKinds: readonly EntityKind<unknown>[] = [cardBatchEntity]
