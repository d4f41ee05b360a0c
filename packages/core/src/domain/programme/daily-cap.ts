import type { Allotment } from '../../kernel/allotment.ts'
import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import { nameNumber } from '../../kernel/reference-ref.ts'
import { addDays, businessDay, dayNumber, startOfDay } from '../../values/calendar.ts'
import { toIso } from '../iso-instant.ts'
import type { ProgrammeDocument } from './document-schema.ts'

/**
 * What all people together may claim on one day, of all benefits and batches; undefined where the programme sets no limit.
 * A day's allotment is made by its first claim, with the limit of the version that is in force then.
 *
 * @param today business day, `YYYY-MM-DD`
 */
export function dailyCapOf(
  { programme, claimsPerDay }: Pick<ProgrammeDocument, 'programme' | 'claimsPerDay'>,
  today: string,
): Allotment | undefined {
  if (claimsPerDay === undefined) return undefined
  return { owner: nameNumber(`claimsPerDay/${programme}`), slot: dayNumber(today), whole: claimsPerDay }
}

export function capReached({ timeZone }: ProgrammeDocument, today: string): Refusal<'daily_cap'> {
  return refused('daily_cap', { time: toIso(startOfDay(addDays(today, 1), timeZone)) })
}

/** The refusal that memory alone can give. */
export function capKnownReached(
  document: ProgrammeDocument,
  now: number,
  exhausted: (allotment: Allotment) => boolean,
): Refusal<'daily_cap'> | undefined {
  if (document.claimsPerDay === undefined) return undefined
  const today = businessDay(now, document.timeZone)
  const cap = dailyCapOf(document, today)
  return cap && exhausted(cap) ? capReached(document, today) : undefined
}
