import { z } from 'zod'
import { parseDuration } from '../../values/duration.ts'
import { amountMinor, positiveAmountMinor } from '../../values/money-schema.ts'

const slug = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'lower-case letters, digits and hyphens, at most 64')
export const text = z.strictObject({ 'zh-CN': z.string().min(1).max(200), en: z.string().min(1).max(200) })
export const instant = z.iso.datetime({
  offset: true,
  error: 'an instant with its offset, e.g. 2025-01-20T10:00:00+08:00',
})
/** Checked in full by the rules language; here only that it is an object. */
const conditions = z.record(z.string(), z.unknown())

const coordinates = z.array(z.unknown()).min(1).max(50_000)
export const area = z.strictObject({
  datum: z.enum(['wgs84', 'gcj02', 'bd09']),
  polygon: z.strictObject({ type: z.enum(['Polygon', 'MultiPolygon']), coordinates }),
})

const hours = z.strictObject({
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
})

const wholeDays = z.string().refine((value) => {
  const length = parseDuration(value)
  return length !== undefined && length.kind !== 'time'
}, 'whole days or months, e.g. P7D')

/** Spend `thresholdMinor` save `offMinor`; or `percent` of the order up to `capMinor`, from `thresholdMinor` on. */
export const terms = z.union([
  z.strictObject({ thresholdMinor: amountMinor, offMinor: positiveAmountMinor }),
  z.strictObject({
    thresholdMinor: amountMinor.default(0 as never),
    percent: z.int().min(1).max(100),
    capMinor: positiveAmountMinor,
  }),
])

/** What stands between a voucher and whoever would sell it on. All of it is the sponsor's choice; none of it is the default. */
const safeguards = z.strictObject({
  /** From this much of the sponsor's money on, the holder confirms shop and amount on their own phone. */
  confirmFromMinor: positiveAmountMinor.optional(),
  /**
   * Whether codes are handed out, and sales confirmed, only to the device the person bound. `optional`: to those who have
   * bound one. `required`: claiming needs one.
   */
  device: z.enum(['none', 'optional', 'required']).default('none'),
  /** With `optional`: the most a sale may cost the sponsor for a person without a bound device. */
  withoutDeviceUpToMinor: positiveAmountMinor.optional(),
})

const voucherBenefit = z.strictObject({
  kind: z.literal('voucher'),
  title: text.optional(),
  terms,
  usable: z.strictObject({ within: wholeDays, hours: hours.optional() }),
  /** Further conditions for claiming this benefit. */
  eligibility: conditions.optional(),
  redemption: conditions.optional(),
  /** `atRedemptionToo`: the eligibility's position rules hold again when the code is shown. */
  presence: z.enum(['atClaim', 'atRedemptionToo']).default('atClaim'),
  refund: z.strictObject({ policy: z.enum(['revive', 'staysUsed', 'proRata']) }).default({ policy: 'revive' }),
  /** Whether a withdrawn voucher's place can be claimed again; its money always returns. */
  returnsToStock: z.boolean().default(false),
  excludedGoods: z.array(slug).max(50).default([]),
  quota: z
    .strictObject({ perPerson: z.int().min(1).max(64), perPersonPerDay: z.int().min(1).max(64).optional() })
    .default({ perPerson: 1 }),
  code: z
    .strictObject({ form: z.literal('rotating'), everySeconds: z.union([z.literal(30), z.literal(60)]) })
    .default({ form: 'rotating', everySeconds: 30 }),
  safeguards: safeguards.default({ device: 'none' }),
})

const cardBenefit = z.strictObject({
  kind: z.literal('card'),
  title: text.optional(),
  faceValuesMinor: z.array(positiveAmountMinor).min(1).max(20),
  /** The most face value that one donation may be given. */
  perDonationMinor: positiveAmountMinor,
  /** From this many activations a day on, a station needs a second person: so many are not one person's business. */
  bulkFrom: z.int().min(2).max(10_000).default(200),
  /** Conditions for spending, on merchant and order facts. */
  redemption: conditions.optional(),
  code: z
    .strictObject({ form: z.literal('rotating'), everySeconds: z.union([z.literal(30), z.literal(60)]) })
    .default({ form: 'rotating', everySeconds: 30 }),
})

/** What a sponsor writes, and nothing else, to run a programme. Unknown members are errors, so that a typing slip is never silent. */
export const programmeDocument = z.strictObject({
  programme: slug,
  version: z.int().min(1).max(1_000_000).default(1),
  title: text.optional(),
  sponsor: z.string().min(1).max(100).optional(),
  contact: z.strictObject({ phone: z.string().max(40).optional(), place: text.optional() }).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'three capital letters, ISO 4217')
    .default('CNY'),
  timeZone: z.string().min(1).max(64),
  period: z.strictObject({ from: instant, to: instant }),
  budget: z.strictObject({ amountMinor }).optional(),
  regions: z.record(slug, area).default({}),
  eligibility: conditions.optional(),
  benefits: z.record(slug, z.discriminatedUnion('kind', [voucherBenefit, cardBenefit])),
  /** `two`: a second person opens each batch. Without it, durable stores ask for two and memory does not. */
  approval: z.enum(['one', 'two']).optional(),
})

export type ProgrammeDocument = z.output<typeof programmeDocument>
export type VoucherBenefit = z.output<typeof voucherBenefit>
export type CardBenefit = z.output<typeof cardBenefit>
export type Terms = z.output<typeof terms>
export type LocalText = z.output<typeof text>
