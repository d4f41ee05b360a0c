import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { BLOCK_SIZE, serialText } from '../../values/serial.ts'
import { blockOwner } from './block-owner.ts'
import type { DonationKey } from './donation.ts'

export const cardStatuses = ['accepted', 'stored', 'activated', 'spent', 'void'] as const
export type CardStatus = (typeof cardStatuses)[number]

/** One physical card. It lies in its block of serials for ever; the holder is a field. */
export interface CardState {
  readonly serialNumber: number
  /** The batch it was produced in. */
  readonly batch: number
  readonly status: CardStatus
  /** Of the code under the scratch layer; see `card-secret.ts`. */
  readonly secretHash: string
  /** What it is worth: its face until somebody spends, 0 when void. */
  readonly balanceMinor: number
  /** Goes up when the card goes back to the stock, so that its last holder's codes die; codes carry it modulo 16. */
  readonly version: number
  readonly stationId?: string | undefined
  /** What it was worth when it was activated. */
  readonly loadedMinor?: number | undefined
  /** A spare card's money lies on the accounts of the batch it was first bought in, not on the spare's own. */
  readonly fund?: number | undefined
  readonly donation?: DonationKey | undefined
  readonly activatedAt?: number | undefined
  /** Who of the station's staff. */
  readonly activatedBy?: string | undefined
  readonly holder?: number | undefined
  readonly boundAt?: number | undefined
  /** Step of the last code that was accepted: each works once. */
  readonly usedStep?: number | undefined
  readonly spends?: number | undefined
  /** What was written off when it was voided. */
  readonly voidMinor?: number | undefined
  readonly voidedAt?: number | undefined
  /** Serial numbers of the card this spare stands for, and of the spare that stands for this card. */
  readonly replaces?: number | undefined
  readonly replacedBy?: number | undefined
  readonly checks?: number | undefined
  readonly firstCheckedAt?: number | undefined
  readonly lastCheckedAt?: number | undefined
}

/** Kind 15 travels in rotating codes; `n` is the index in the block, 0 to 99. */
export const cardEntity = defineEntity<CardState>({ kind: 15, name: 'card', version: 1, idPrefix: 'crd' })

export interface CardPlace {
  readonly serialNumber: number
  /** The block's owner number. */
  readonly owner: number
  /** 0 to 99. */
  readonly n: number
}

export function cardRef(place: { readonly owner: number; readonly n: number }): Ref<CardState> {
  return ref(cardEntity, place.owner, place.n)
}

export function placeOf(keys: KeyRing, tenant: string, serialNumber: number): CardPlace {
  const block = Math.floor(serialNumber / BLOCK_SIZE)
  return { serialNumber, owner: blockOwner(keys, tenant, block), n: serialNumber % BLOCK_SIZE }
}

/** As printed: `0000 0010 0014`. */
export function printedSerial(serialNumber: number): string {
  return serialText(Math.floor(serialNumber / BLOCK_SIZE), serialNumber % BLOCK_SIZE)
}

/** Twelve digits without spaces, as a card mark signs them. */
export function serialDigits(serialNumber: number): string {
  return printedSerial(serialNumber).replaceAll(' ', '')
}

/** The batch on whose accounts the card's money lies. */
export function fundOf(card: CardState): number {
  return card.fund ?? card.batch
}

export function spentOf(card: CardState): number {
  return (card.loadedMinor ?? card.balanceMinor) - card.balanceMinor
}
