import type { EventDraft } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import { batchOf, cardTerms } from '../card/card-batch-entity.ts'
import type { CardPlace, CardState } from '../card/card-entity.ts'
import { byBlock } from '../card/card-range.ts'
import type { CardStack } from '../card/card-stack.ts'
import type { Move } from './custody-steps.ts'
import { noteMoves } from './custody-steps.ts'

/** True for a card in another station's stock whose programme lets its activation pass. */
export function isNoted(card: CardState, { reference }: Pick<Ports, 'reference'>): boolean {
  return card.status === 'stored' && cardTerms(reference, batchOf(reference, card.batch)).benefit.elsewhere === 'note'
}

/** The cards of a call whose change of custody will be noted. */
export function elsewhere({ places, read }: CardStack, ports: Ports): readonly CardPlace[] {
  return places.filter(({ serialNumber }) => {
    const card = read.get(serialNumber)
    return card !== undefined && card.stationId !== ports.actor.stationId && isNoted(card, ports)
  })
}

/** What it leaves behind that a station activated cards it did not have: a step in their course, and an event. */
export function noteElsewhere(loaded: Loaded, moves: readonly Move[], { actor, now }: Context<unknown>) {
  const { stationId = '', id: by = '' } = actor
  const step = { kind: 'noted', toStation: stationId, takenBy: by, at: now } as const
  const events: EventDraft[] = []
  for (const fromStation of new Set(moves.map((move) => move.fromStation))) {
    const places = moves.filter((move) => move.fromStation === fromStation).map(({ place }) => place)
    for (const where of byBlock(places)) {
      events.push({ type: 'card.activatedElsewhere', data: { ...where, fromStation, stationId, by } })
    }
  }
  return { ...noteMoves(loaded, moves, step), events }
}
