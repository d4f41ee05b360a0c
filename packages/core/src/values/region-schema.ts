import { z } from 'zod'
import { regionLevel } from './region.ts'

/** A GB/T 2260 code from outside, kept as written: `51`, `5115`, `511525`, or with trailing zeros `510000`, `511500`. */
export const regionCode = z
  .string()
  .max(6)
  .regex(/^[1-8]\d(?:\d\d){0,2}$/)
  .refine((code) => regionLevel(code) !== undefined, { error: 'A county needs its city: not a GB/T 2260 code' })
