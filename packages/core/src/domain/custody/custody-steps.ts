import type { Loaded, Ref, Span, Write } from '../../kernel/entity.ts'
import { defineEntity, ref, span, write } from '../../kernel/entity.ts'
import type { CardPlace } from '../card/card-entity.ts'
import type { Run } from './serial-runs.ts'
import { runsOf } from './serial-runs.ts'

/** One change of custody of cards of a block: a row for the block and call, not for the card. */
export interface CustodyStepState {
  /** `noted`: activated by a station that did not have it, where the programme lets that pass. */
  readonly kind: 'delivered' | 'handedOver' | 'noted'
  /** Indices in the block. */
  readonly cards: readonly Run[]
  /** Undefined for what comes from the printer. */
  readonly fromStation?: string | undefined
  readonly toStation: string
  readonly handedBy?: string | undefined
  readonly takenBy: string
  readonly at: number
}

export const custodyStepEntity = defineEntity<CustodyStepState>({ kind: 33, name: 'custodyStep', version: 1 })

/** Of a block the newest so many are kept; the journal has them all. */
const STEPS_KEPT = 200

/** The steps of a block in their order. */
export function custodySteps(block: number): Span<CustodyStepState> {
  return span(custodyStepEntity, block, { limit: STEPS_KEPT })
}

/** The spans that `noteMoves` needs: one a block. */
export function stepTouches(places: readonly CardPlace[]): Span<CustodyStepState>[] {
  return [...new Set(places.map(({ owner }) => owner))].map(custodySteps)
}

/** A card that changes its station. */
export interface Move {
  readonly place: CardPlace
  readonly fromStation: string | undefined
}

/** Writes a step into each block that has some of the cards, one for each station they come from. */
export function noteMoves(
  loaded: Loaded,
  moves: readonly Move[],
  step: Omit<CustodyStepState, 'cards' | 'fromStation'>,
): { readonly writes: Write[]; readonly removes: Ref<unknown>[] } {
  const writes: Write[] = []
  const removes: Ref<unknown>[] = []
  for (const block of new Set(moves.map(({ place }) => place.owner))) {
    const before = loaded.all(custodySteps(block))
    const here = moves.filter(({ place }) => place.owner === block)
    const stations = [...new Set(here.map(({ fromStation }) => fromStation))]
    for (const [at, fromStation] of stations.entries()) {
      const cards = runsOf(here.filter((move) => move.fromStation === fromStation).map(({ place }) => place.n))
      const n = (before.at(-1)?.n ?? 0) + 1 + at
      writes.push(write(ref(custodyStepEntity, block, n), { ...step, fromStation, cards }))
    }
    const over = before.slice(0, Math.max(0, before.length + stations.length - STEPS_KEPT))
    removes.push(...over.map(({ n }) => ref(custodyStepEntity, block, n) as Ref<unknown>))
  }
  return { writes, removes }
}

/** The steps that one card went. */
export function stepsOfCard(loaded: Loaded, { owner, n }: Pick<CardPlace, 'owner' | 'n'>): CustodyStepState[] {
  return loaded
    .all(custodySteps(owner))
    .map(({ state }) => state)
    .filter(({ cards }) => cards.some(([first, last]) => n >= first && n <= last))
}
