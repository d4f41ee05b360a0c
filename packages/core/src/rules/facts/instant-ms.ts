import { parseInstant } from '../../values/calendar.ts'

/** Epoch milliseconds of a fact of type `instant` that was checked to be one. */
export function instantMs(actual: unknown): number {
  return typeof actual === 'number' ? actual : (parseInstant(actual as string) ?? Number.NaN)
}
