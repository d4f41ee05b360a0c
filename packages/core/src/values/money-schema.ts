import { z } from 'zod'
import { type AmountMinor, MAX_AMOUNT_MINOR } from './money.ts'

// `-0` is an integer to JavaScript but not to a person or to a request hash.
const withoutNegativeZero = (value: number) => (value === 0 ? 0 : value)

/** An amount from outside: an integer number of minor units, 0 to `MAX_AMOUNT_MINOR`; texts and fractions are refused. */
export const amountMinor = z.int().min(0).max(MAX_AMOUNT_MINOR).overwrite(withoutNegativeZero) as unknown as z.ZodType<
  AmountMinor,
  number
>

/** As `amountMinor`, and more than nothing. */
export const positiveAmountMinor = z.int().min(1).max(MAX_AMOUNT_MINOR) as unknown as z.ZodType<AmountMinor, number>
