import { z } from 'zod'
import { parseDuration } from './duration.ts'

/** A duration in a programme document, kept as written: `P7D`, `P1M`, `PT1H30M`. Read it with `parseDuration`. */
export const isoDuration = z
  .string()
  .max(24)
  .refine((text) => parseDuration(text) !== undefined, { error: 'Write a duration as P7D, P1M, PT1H or PT1H30M' })
