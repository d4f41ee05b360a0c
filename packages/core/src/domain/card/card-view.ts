import { z } from 'zod'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ids, Ports, Reference } from '../../kernel/ports.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { text } from '../programme/document-parts.ts'
import { stationEntity } from '../station/station-entity.ts'
import { batchOf, cardTerms } from './card-batch-entity.ts'
import type { CardPlace, CardState } from './card-entity.ts'
import { cardEntity, printedSerial } from './card-entity.ts'

export const cardId = z.string().min(1).max(64)

export const cardView = z.strictObject({
  cardId: z.string(),
  serial: z.string(),
  title: text,
  faceMinor: z.int(),
  balanceMinor: z.int(),
  currency: z.string(),
  state: z.enum(['activated', 'spent', 'void']),
  /** Where it was handed out: the station's title, or its id while it has none. */
  station: z.string().optional(),
  activatedAt: isoInstant,
  boundAt: isoInstant.optional(),
})

/** A card as its holder sees it. Only cards that have been activated have a holder. */
export function viewCard(
  place: Pick<CardPlace, 'owner' | 'n'>,
  card: CardState,
  { ids, reference }: { readonly ids: Ids; readonly reference: Reference },
): z.output<typeof cardView> {
  const batch = batchOf(reference, card.batch)
  const { benefit, name } = cardTerms(reference, batch)
  const { stationId } = card
  const station = stationId === undefined ? undefined : (reference.find(stationEntity, stationId)?.title ?? stationId)
  return {
    cardId: ids.encode(cardEntity, { owner: place.owner, n: place.n }),
    serial: printedSerial(card.serialNumber),
    title: benefit.title ?? { 'zh-CN': name, en: name },
    faceMinor: card.loadedMinor ?? batch.faceMinor,
    balanceMinor: card.balanceMinor,
    currency: batch.currency,
    state: card.status === 'spent' || card.status === 'void' ? card.status : 'activated',
    ...(station === undefined ? {} : { station }),
    activatedAt: toIso(card.activatedAt ?? 0),
    ...(card.boundAt === undefined ? {} : { boundAt: toIso(card.boundAt) }),
  }
}

/** Decodes a card id; whether the card is the caller's own is asked of the row. */
export function cardBehind(id: string, { ids }: Ports): Outcome<{ owner: number; n: number }, 'card_unknown'> {
  const found = ids.decode(cardEntity, id)
  return found ? accepted({ owner: found.owner, n: found.n }) : refused('card_unknown')
}
