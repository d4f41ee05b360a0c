import type { Loaded } from '../../kernel/entity.ts'
import type { Ports } from '../../kernel/ports.ts'
import type { CardPlace } from '../card/card-entity.ts'
import { cardRef } from '../card/card-entity.ts'
import { recallOf } from './card-recall.ts'
import { isInStock } from './custody-of.ts'

/** Of some places the cards that a station may hand over: those in its stock that are not recalled. Both people count these. */
export function cardsToHandOver(
  places: readonly CardPlace[],
  fromStation: string,
  loaded: Loaded,
  { reference }: Pick<Ports, 'reference'>,
): readonly CardPlace[] {
  return places.filter(
    (place) => isInStock(loaded.get(cardRef(place)), fromStation) && !recallOf(reference, place.serialNumber),
  )
}
