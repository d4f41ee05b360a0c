import { parseInstant } from '../../values/calendar.ts'
import { parseRegion } from '../region/parse-region.ts'
import { checkPosition } from './check-position.ts'
import { parseDay } from './parse-day.ts'

export const factTypes = ['text', 'number', 'boolean', 'date', 'instant', 'region', 'position', 'list', 'json'] as const

/** `date` is `YYYY-MM-DD`; `instant` an ISO text with offset or epoch milliseconds; `region` a code of GB/T 2260. */
export type FactType = (typeof factTypes)[number]

/** Says what is wrong with a value of that type, or nothing. A value that is not good enough is unknown, never a failure. */
export type FactCheck = (value: unknown) => string | undefined

/** A local time: a different instant on every machine. */
const withoutOffset = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)?$/

/** Lists are of scalars; `json` takes anything. */
export const factTypeChecks: Readonly<Record<FactType, FactCheck>> = {
  text: (value) => (typeof value === 'string' ? undefined : 'wrong_type'),
  boolean: (value) => (typeof value === 'boolean' ? undefined : 'wrong_type'),
  number: (value) => (typeof value === 'number' && Number.isFinite(value) ? undefined : 'wrong_type'),
  date: (value) => (parseDay(value) > 0 ? undefined : 'date_invalid'),
  instant: checkInstant,
  region: (value) => (parseRegion(value) > 0 ? undefined : 'region_invalid'),
  position: checkPosition,
  list: (value) => (Array.isArray(value) && value.every(isScalar) ? undefined : 'wrong_type'),
  json: () => undefined,
}

function checkInstant(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? undefined : 'instant_invalid'
  if (typeof value !== 'string') return 'instant_invalid'
  if (parseInstant(value) !== undefined) return undefined
  return withoutOffset.test(value) ? 'zone_missing' : 'instant_invalid'
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
