import { z } from 'zod'
import type { Ref, Span } from '../../kernel/entity.ts'
import { defineEntity, ref, span } from '../../kernel/entity.ts'
import type { Ids } from '../../kernel/ports.ts'
import { nameNumber } from '../../kernel/reference-ref.ts'
import { printedSerial } from '../card/card-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'

/** A range of cards on its way from one station to another. Until it is taken its cards are with the one who hands it over. */
export interface HandOverState {
  /** Serial numbers, both included. */
  readonly from: number
  readonly to: number
  readonly fromStation: string
  readonly toStation: string
  /** What both ends count. */
  readonly counted: number
  readonly handedBy: string
  readonly handedAt: number
  readonly note?: string | undefined
  readonly state: 'open' | 'taken' | 'closed'
  readonly end?: HandOverEnd | undefined
}

export interface HandOverEnd {
  readonly by: string
  readonly at: number
  /** Cards that went over. */
  readonly taken: number
  /** Serial numbers that were not in the box; they stay with the one who handed it over. */
  readonly missing: readonly number[]
  readonly note?: string | undefined
}

export const handOverEntity = defineEntity<HandOverState>({ kind: 32, name: 'handOver', version: 1, idPrefix: 'hov' })

/** How many hand-overs to a station there have been; they are numbered from 1. */
export interface HandOverBookState {
  readonly count: number
}

export const handOverBookEntity = defineEntity<HandOverBookState>({ kind: 34, name: 'handOverBook', version: 1 })

/** Hand-overs lie with the station that is to take the cards. */
function bookOwner(toStation: string): number {
  return nameNumber(`handOvers/${toStation}`)
}

export function handOverBookRef(toStation: string): Ref<HandOverBookState> {
  return ref(handOverBookEntity, bookOwner(toStation))
}

export function handOverRef(toStation: string, n: number): Ref<HandOverState> {
  return ref(handOverEntity, bookOwner(toStation), n)
}

export const HAND_OVERS_A_PAGE = 50

/** A page of the hand-overs to a station, those before number `before`. */
export function handOversBefore(toStation: string, before: number): Span<HandOverState> {
  const from = Math.max(1, before - HAND_OVERS_A_PAGE)
  return span(handOverEntity, bookOwner(toStation), { from, to: Math.max(from, before), limit: HAND_OVERS_A_PAGE })
}

export const handOverView = z.strictObject({
  handOverId: z.string(),
  from: z.string(),
  to: z.string(),
  fromStation: z.string(),
  toStation: z.string(),
  counted: z.int(),
  handedBy: z.string(),
  handedAt: isoInstant,
  note: z.string().optional(),
  state: z.enum(['open', 'taken', 'closed']),
  end: z
    .strictObject({
      by: z.string(),
      at: isoInstant,
      taken: z.int(),
      missing: z.array(z.string()).max(500),
      note: z.string().optional(),
    })
    .optional(),
})

export function viewHandOver(
  at: { readonly owner: number; readonly n: number },
  { from, to, handedAt, note, end, ...rest }: HandOverState,
  { ids }: { readonly ids: Ids },
): z.output<typeof handOverView> {
  return {
    handOverId: ids.encode(handOverEntity, { owner: at.owner, n: at.n }),
    from: printedSerial(from),
    to: printedSerial(to),
    ...rest,
    handedAt: toIso(handedAt),
    ...(note === undefined ? {} : { note }),
    end: end && {
      by: end.by,
      at: toIso(end.at),
      taken: end.taken,
      missing: end.missing.map(printedSerial),
      ...(end.note === undefined ? {} : { note: end.note }),
    },
  }
}
