import { z } from 'zod'
import type { EventDraft } from '../../kernel/decision.ts'
import type { Loaded, Ref, Span, Write } from '../../kernel/entity.ts'
import { defineEntity, ref, span, write } from '../../kernel/entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import type { CardPlace } from './card-entity.ts'
import { printedSerial } from './card-entity.ts'
import type { Unusual } from './card-scans.ts'
import { unusuals } from './card-scans.ts'

/** A card that staff should look at. One open case a card; closing it takes the row away, the journal keeps all. */
export interface CardCaseState {
  readonly serialNumber: number
  /** The owner number of the card's block, beside which the case lies. */
  readonly block: number
  readonly unusual: readonly Unusual[]
  readonly firstAt: number
  readonly lastAt: number
  /** Unusual checks, and times its guesses were counted full. */
  readonly times: number
}

export const cardCaseEntity = defineEntity<CardCaseState>({ kind: 37, name: 'cardCase', version: 1 })

/** The cases of a lane lie together, by serial, beside their cards. */
const CARD_CASE_OWNER = 4

export function cardCaseRef({ serialNumber, owner }: Pick<CardPlace, 'serialNumber' | 'owner'>): Ref<CardCaseState> {
  return ref(cardCaseEntity, CARD_CASE_OWNER, serialNumber, owner)
}

/** The cases of the lane of `beside`, from a serial number on. */
export function cardCasesIn(beside: number, from: number, limit: number): Span<CardCaseState> {
  return span(cardCaseEntity, CARD_CASE_OWNER, { from, limit, beside })
}

/** Opens the card's case, or notes in it what was seen again. What is new of its kind is journaled, and nothing else. */
export function raiseCase(
  place: CardPlace,
  unusual: readonly Unusual[],
  loaded: Loaded,
  now: number,
): { readonly writes: Write[]; readonly events: EventDraft[] } {
  if (unusual.length === 0) return { writes: [], events: [] }
  const { serialNumber } = place
  const row = cardCaseRef(place)
  const before = loaded.get(row)
  const fresh = unusual.filter((kind) => !before?.unusual.includes(kind))
  const next: CardCaseState = {
    serialNumber,
    block: place.owner,
    unusual: [...(before?.unusual ?? []), ...fresh],
    firstAt: before?.firstAt ?? now,
    lastAt: now,
    times: (before?.times ?? 0) + 1,
  }
  const event = { type: 'card.unusual', data: { card: serialNumber, unusual: fresh } }
  return { writes: [write(row, next)], events: fresh.length > 0 ? [event] : [] }
}

export const cardCaseView = z.strictObject({
  serial: z.string(),
  unusual: z.array(z.enum(unusuals)),
  firstAt: isoInstant,
  lastAt: isoInstant,
  times: z.int(),
})

export function viewCase({ serialNumber, unusual, firstAt, lastAt, times }: CardCaseState) {
  return {
    serial: printedSerial(serialNumber),
    unusual: [...unusual],
    firstAt: toIso(firstAt),
    lastAt: toIso(lastAt),
    times,
  }
}
