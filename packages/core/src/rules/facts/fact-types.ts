import { isCalendarDate } from './is-calendar-date.ts'
import { checkPosition } from './check-position.ts'

/** `date` is `YYYY-MM-DD`; `instant` an ISO text with offset or epoch milliseconds; `region` six digits of GB/T 2260. */
export type FactType = 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'region' | 'position' | 'list' | 'json'

/** Says what is wrong with a value of that type, or nothing. A value that is not good enough is unknown, never a failure. */
type Check = (value: unknown) => string | undefined

const offsetAtEnd = /(?:Z|[+-]\d{2}:?\d{2})$/i

function scalar(type: 'string' | 'boolean'): Check {
  return (value) => (typeof value === type ? undefined : 'wrong_type')
}

/** Lists are of scalars; `json` takes anything. */
export const factTypeChecks: Readonly<Record<FactType, Check>> = {
  text: scalar('string'),
  boolean: scalar('boolean'),
  number: (value) => (typeof value === 'number' && Number.isFinite(value) ? undefined : 'wrong_type'),
  date: (value) => (typeof value === 'string' && isCalendarDate(value) ? undefined : 'date_invalid'),
  instant: checkInstant,
  region: (value) => (typeof value === 'string' && /^\d{6}$/.test(value) ? undefined : 'region_invalid'),
  position: checkPosition,
  list: (value) => (Array.isArray(value) && value.every(isScalar) ? undefined : 'wrong_type'),
  json: () => undefined,
}

function checkInstant(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? undefined : 'instant_invalid'
  if (typeof value !== 'string' || value.length > 40 || Number.isNaN(Date.parse(value))) return 'instant_invalid'
  // Without an offset, Date.parse means the zone of whichever machine runs.
  return offsetAtEnd.test(value) && value.includes('T') ? undefined : 'zone_missing'
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
