import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { Coordinates } from '../../values/position.ts'
import { distanceMetres, toDatum } from '../../values/position.ts'
import type { CardBenefit } from '../programme/document-schema.ts'
import { noteTime } from '../risk/recent.ts'
import type { CardState } from './card-entity.ts'

/** Whole tenths of a degree: some eleven kilometres, so that it tells a town and no house. */
type Cell = readonly [latitude: number, longitude: number]

/** When a card was checked within the last day, and where last: of nobody in particular. */
export interface CardScansState {
  /** Seconds, oldest first. */
  readonly times: readonly number[]
  /** Kept only where the programme asks how fast a card travels. */
  readonly last?: { readonly cell: Cell; readonly at: number } | undefined
}

export const cardScansEntity = defineEntity<CardScansState>({ kind: 36, name: 'cardScans', version: 1 })

export function cardScansRef(place: { readonly owner: number; readonly n: number }): Ref<CardScansState> {
  return ref(cardScansEntity, place.owner, place.n)
}

/**
 * What is unusual about a check: `often`, more of them within a day than the programme expects; `far`, at places too far apart
 * for the time between; `early`, of a card that by its custody lies in a drawer still; `guessed`, many wrong secrets.
 */
export const unusuals = ['often', 'far', 'early', 'guessed'] as const
export type Unusual = (typeof unusuals)[number]

const DAY_SECONDS = 86_400
/** What two cells can be nearer than their middles. */
const CELL_ERROR_KM = 16
/** Nearer than this is one town, whatever the clock says. */
const FAR_KM = 50

export interface Scan {
  /** Epoch milliseconds. */
  readonly now: number
  /** Where the person is, if they said so; only the cell is kept. */
  readonly position: Coordinates | undefined
}

/** Where the programme says nothing of it. */
export const usualChecks: ScanRules = { perDay: 20, beforeGiven: true }

type ScanRules = NonNullable<CardBenefit['checks']>

/** One check more: what is remembered afterwards, and what is unusual about it by the rules of the programme. */
export function judgeScan(
  state: CardScansState | undefined,
  card: CardState,
  { now, position }: Scan,
  { perDay, kmPerHour, beforeGiven }: ScanRules,
): { readonly next: CardScansState; readonly unusual: readonly Unusual[] } {
  const at = Math.floor(now / 1000)
  const today = (state?.times ?? []).filter((time) => time > at - DAY_SECONDS)
  const times = noteTime(today, at, perDay + 1)
  const last = state?.last && state.last.at > at - DAY_SECONDS ? state.last : undefined
  const cell = kmPerHour === undefined || !position ? undefined : cellOf(position)
  const unusual: Unusual[] = []
  if (times.length > perDay) unusual.push('often')
  if (cell && last && kmPerHour !== undefined && isTooFar(last, { cell, at }, kmPerHour)) unusual.push('far')
  if (beforeGiven && (card.status === 'accepted' || card.status === 'stored')) unusual.push('early')
  return { next: { times, last: cell ? { cell, at } : last }, unusual }
}

function cellOf(position: Coordinates): Cell {
  const { latitude, longitude } = toDatum(position, 'wgs84')
  return [Math.round(latitude * 10), Math.round(longitude * 10)]
}

function isTooFar(
  from: { readonly cell: Cell; readonly at: number },
  to: { readonly cell: Cell; readonly at: number },
  kmPerHour: number,
): boolean {
  const middle = ([latitude, longitude]: Cell) =>
    ({ latitude: latitude / 10, longitude: longitude / 10, datum: 'wgs84' }) as const
  const km = distanceMetres(middle(from.cell), middle(to.cell)) / 1000 - CELL_ERROR_KM
  return km >= FAR_KM && km > (kmPerHour * (to.at - from.at)) / 3600
}
