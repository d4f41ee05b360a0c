import { cohortEntity } from '../domain/batch/batch-entity.ts'
import { unclaimedEntity } from '../domain/batch/unclaimed.ts'
import { cardCaseEntity } from '../domain/card/card-case.ts'
import { cardFiguresEntity } from '../domain/card/card-figures.ts'
import { markTriesEntity } from '../domain/card/card-tries.ts'
import { donationEntity } from '../domain/card/donation.ts'
import { digitsEntity } from '../domain/digits/digits-entity.ts'
import { drawEntryEntity, drawLaneEntity } from '../domain/draw/draw-entity.ts'
import { guessesBeside, guessesEntity } from '../domain/guess/guess-origins.ts'
import { listingEntity } from '../domain/offline/offline-listing-entity.ts'
import { holdEntity } from '../domain/reservation/hold-entity.ts'
import { gatheredEntity, shopVisitsEntity } from '../domain/risk/shop-visits.ts'
import { heldEntity } from '../domain/settlement/held-entity.ts'
import { statementCursorEntity, statementEntity } from '../domain/statement/statement-entity.ts'
import { storedReply } from '../engine/replies.ts'
import type { StoredRow } from '../engine/store-port.ts'
import { allotmentStripe } from '../kernel/allotment.ts'
import type { EntityKind } from '../kernel/entity.ts'
import { accountEntity } from '../kernel/ledger-account.ts'
import { REFERENCE_OWNER } from '../kernel/reference-ref.ts'

interface ReadRow<S> {
  readonly owner: number
  readonly n: number
  readonly state: S
}

/**
 * What becomes of a row when the number of lanes changes. `beside`: it lies beside this number. `share`: each lane has a part, and
 * only their sum counts. `cohort`: each lane counts its own vouchers. `cursor`: how far one lane was read; the new lanes are unread.
 */
export type RowPlace = { readonly beside: number } | 'share' | 'cohort' | 'cursor'

const places = new Map<number, (row: StoredRow) => RowPlace>()

function beside<S>(entity: EntityKind<S>, number: (row: ReadRow<S>) => number): void {
  places.set(entity.kind, ({ owner, n, state }) => ({ beside: number({ owner, n, state: JSON.parse(state) }) }))
}

beside(storedReply, ({ owner, state }) => state.beside ?? owner)
beside(holdEntity, ({ state }) => state.holder)
beside(heldEntity, ({ state }) => state.holder)
beside(listingEntity, ({ n: index }) => index)
beside(drawEntryEntity, ({ n: holder }) => holder)
beside(digitsEntity, ({ n: bucket }) => bucket)
beside(markTriesEntity, ({ n: bucket }) => bucket)
beside(guessesEntity, guessesBeside)
beside(cardCaseEntity, ({ state }) => state.block)
beside(donationEntity, () => REFERENCE_OWNER)
beside(shopVisitsEntity, () => REFERENCE_OWNER)
for (const { kind } of [
  accountEntity,
  allotmentStripe,
  unclaimedEntity,
  cardFiguresEntity,
  drawLaneEntity,
  statementEntity,
])
  places.set(kind, () => 'share')
places.set(cohortEntity.kind, () => 'cohort')
for (const { kind } of [gatheredEntity, statementCursorEntity]) places.set(kind, () => 'cursor')

/** Where a row lies; with its owner, unless its kind says otherwise. */
export function placeOfRow(row: StoredRow): RowPlace {
  return places.get(row.kind)?.(row) ?? { beside: row.owner }
}

/** Whether a kind is known here; others lie with their owner. */
export function hasPlace({ kind }: Pick<StoredRow, 'kind'>): boolean {
  return places.has(kind)
}
