import * as z from 'zod'
import { isDay } from '../../values/calendar.ts'
import { limits } from '../limits.ts'
import { nameSchema } from '../schema.ts'

const daySchema = z.string().refine(isDay, { error: 'a day that exists, YYYY-MM-DD' }).describe('YYYY-MM-DD')

const clockSchema = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, { error: 'a time of day from 00:00 to 24:00' })

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const

/** Office hours of one day: several stretches, each `[from, to)`. */
const hoursSchema = z
  .array(
    z
      .strictObject({ from: clockSchema, to: clockSchema })
      .refine(({ from, to }) => from < to, { error: 'from must lie before to; split what runs over midnight' }),
  )
  .min(1)
  .max(8)

/** Days off and working days of a region or an office, laid over another calendar. */
export const calendarSchema = z.strictObject({
  base: nameSchema.optional().describe('The calendar beneath; "national" unless said otherwise'),
  off: z.array(daySchema).max(limits.listLength).optional().describe('Days off that are working days beneath'),
  working: z.array(daySchema).max(limits.listLength).optional().describe('Working days that are days off beneath'),
  hours: hoursSchema.optional().describe('Office hours of every working day'),
  source: z.string().max(500).optional().describe('The notice that says so'),
})
export type Calendar = Readonly<z.infer<typeof calendarSchema>>
