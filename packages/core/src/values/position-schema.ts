import { z } from 'zod'
import { parseInstant } from './calendar.ts'
import { datums } from './position.ts'

export const MAX_ACCURACY_METRES = 100_000

/** A position from a device: accuracy and datum are required, because neither can be guessed safely. */
export const positionInput = z.strictObject({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  accuracyMetres: z.number().min(0).max(MAX_ACCURACY_METRES),
  datum: z.enum(datums),
  takenAt: z
    .string()
    .max(40)
    .refine((text) => parseInstant(text) !== undefined, { error: 'ISO 8601 with an offset' })
    .optional(),
})
