import type { Ref, Span } from '../../kernel/entity.ts'
import { defineEntity, ref, span } from '../../kernel/entity.ts'

/** A block of a batch, once it is produced. */
export interface CardBlockState {
  readonly block: number
  readonly batch: number
  readonly producedAt: number
  readonly producedBy: string
  /** How often its print file was taken. */
  readonly prints: number
}

export const cardBlockEntity = defineEntity<CardBlockState>({ kind: 22, name: 'cardBlock', version: 1 })

export function cardBlockRef(owner: number): Ref<CardBlockState> {
  return ref(cardBlockEntity, owner)
}

/** Points from a holder to a card: `n` is the card's serial number, so that the list lies beside the holder. */
export interface HeldCardState {
  readonly since: number
}

export const heldCardEntity = defineEntity<HeldCardState>({ kind: 21, name: 'heldCard', version: 1 })

export const HELD_CARDS_A_PAGE = 200

export function heldCardRef(holder: number, serialNumber: number): Ref<HeldCardState> {
  return ref(heldCardEntity, holder, serialNumber)
}

export function heldCards(holder: number, afterSerial: number): Span<HeldCardState> {
  return span(heldCardEntity, holder, { from: afterSerial + 1, limit: HELD_CARDS_A_PAGE })
}

/** One payment with a card. */
export interface CardSpendState {
  readonly card: number
  readonly fund: number
  readonly amountMinor: number
  readonly balanceMinor: number
  readonly currency: string
  readonly merchantId: string
  readonly terminalId?: string | undefined
  readonly by: string
  readonly orderNumber: string
  readonly at: number
}

export const cardSpendEntity = defineEntity<CardSpendState>({
  kind: 20,
  name: 'cardSpend',
  version: 1,
  idPrefix: 'csp',
})

/** Spends of one card are numbered; each takes a code of its own, and there are not 2^32 half minutes. */
const SPENDS_A_CARD = 2 ** 32

export function cardSpendRef(
  place: { readonly owner: number; readonly n: number },
  spend: number,
): Ref<CardSpendState> {
  return ref(cardSpendEntity, place.owner, place.n * SPENDS_A_CARD + spend)
}

/** Spends that a card's history shows. */
const SPENDS_SHOWN = 200

/** The payments of one card in their order; rows of its neighbours may follow, each says whose it is. */
export function spendsOfCard(place: { readonly owner: number; readonly n: number }): Span<CardSpendState> {
  return span(cardSpendEntity, place.owner, { from: place.n * SPENDS_A_CARD, limit: SPENDS_SHOWN })
}
