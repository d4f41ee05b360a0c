import type { Loaded, Touch } from '../../kernel/entity.ts'
import type { Ports } from '../../kernel/ports.ts'
import type { CardPlace, CardState } from './card-entity.ts'
import { cardRef, fundOf } from './card-entity.ts'
import { cardFiguresRef } from './card-figures.ts'
import { sameDonation } from './donation.ts'

/**
 * The cards a call is about, as they were read before it got its lanes: enough to name every row it will touch (the
 * batch's figures, the holder's list, the donation). Whether they have moved since is asked under the lock.
 */
export interface CardStack {
  readonly places: readonly CardPlace[]
  readonly read: ReadonlyMap<number, CardState>
}

export async function readStack(places: readonly CardPlace[], ports: Ports): Promise<CardStack> {
  const loaded = await ports.read(places.map(cardRef))
  const read = new Map<number, CardState>()
  for (const place of places) {
    const card = loaded.get(cardRef(place))
    if (card) read.set(place.serialNumber, card)
  }
  return { places, read }
}

/** The cards first, so that a call's idempotency key lies with its first card. */
export function stackTouches({ places, read }: CardStack, { lanes }: { readonly lanes: number }): Touch[] {
  const figures = new Map<string, Touch>()
  for (const place of places) {
    const card = read.get(place.serialNumber)
    const lane = place.owner % lanes
    for (const batch of card ? [card.batch, fundOf(card)] : []) {
      figures.set(`${batch}/${lane}`, cardFiguresRef(batch, lane) as Touch)
    }
  }
  return [...places.map((place) => cardRef(place) as Touch), ...figures.values()]
}

/** True when what was read to name the touched rows is no longer so; then `again()`. */
export function hasMoved({ places, read }: CardStack, loaded: Loaded): boolean {
  return places.some((place) => differs(read.get(place.serialNumber), loaded.get(cardRef(place))))
}

function differs(before: CardState | undefined, now: CardState | undefined): boolean {
  return (
    before?.batch !== now?.batch ||
    before?.fund !== now?.fund ||
    before?.holder !== now?.holder ||
    before?.stationId !== now?.stationId ||
    !sameDonation(before?.donation, now?.donation)
  )
}
