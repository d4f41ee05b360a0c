import { defineEntity } from '../../kernel/entity.ts'
import type { Reference } from '../../kernel/ports.ts'

/** A range of cards that is called back: a stolen box, a printer's mistake. One row for the range, none for its cards. */
export interface CardRecallState {
  readonly owner: number
  /** Serial numbers, both included. */
  readonly from: number
  readonly to: number
  readonly reason: string
  readonly by: string
  readonly at: number
  readonly lifted?: { readonly by: string; readonly at: number; readonly reason: string } | undefined
}

/** Reference data: few, and asked at every call about a card. */
export const cardRecallEntity = defineEntity<CardRecallState>({
  kind: 31,
  name: 'cardRecall',
  version: 1,
  idPrefix: 'rcl',
  nameOf: (state) => String(state.owner),
})

/** Recalls in force that have a serial number between the two, both included. */
export function recallsWithin(reference: Reference, first: number, last: number): readonly CardRecallState[] {
  return reference
    .list(cardRecallEntity)
    .filter(({ from, to, lifted }) => lifted === undefined && from <= last && to >= first)
}

/** The recall that a card is under, the earliest of several. */
export function recallOf(reference: Reference, serialNumber: number): CardRecallState | undefined {
  const [first, ...more] = recallsWithin(reference, serialNumber, serialNumber)
  return more.reduce((earliest, each) => (earliest && earliest.at <= each.at ? earliest : each), first)
}
