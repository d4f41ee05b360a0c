import { z } from 'zod'
import type { CardState } from '../card/card-entity.ts'

/** Who has a card: exactly one at any time. A card in a hand-over is with the one who hands it over until it is taken. */
export const custodyView = z.strictObject({
  place: z.enum(['printer', 'station', 'donor', 'withdrawn']),
  /** The station that has it, or that gave it out. */
  stationId: z.string().optional(),
})
export type Custody = z.output<typeof custodyView>

const places = {
  accepted: 'printer',
  stored: 'station',
  activated: 'donor',
  spent: 'donor',
  void: 'withdrawn',
} as const satisfies Record<CardState['status'], Custody['place']>

export function custodyOf({ status, stationId }: CardState): Custody {
  return { place: places[status], ...(stationId === undefined ? {} : { stationId }) }
}

/** True for a card in the stock of a station. */
export function isInStock(card: CardState | undefined, stationId: string): card is CardState {
  return card?.status === 'stored' && card.stationId === stationId
}
