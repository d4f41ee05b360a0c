import { z } from 'zod'
import { calendarSchema } from '../../rules/calendar/calendar-schema.ts'
import { factTypes } from '../../rules/facts/fact-types.ts'
import { derivedSchema } from '../../rules/language/document-schema.ts'
import { limits } from '../../rules/limits.ts'
import { factNameSchema, nameSchema } from '../../rules/schema.ts'
import { parseDuration } from '../../values/duration.ts'
import { amountMinor, positiveAmountMinor } from '../../values/money-schema.ts'
import { conditions, instant, slug, text } from './document-parts.ts'
import { riskRule } from './risk-schema.ts'
import { terms } from './terms-schema.ts'

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

const share = z.int().min(1).max(64)

/** A fact of the programme's own, which the host vouches for in the session. */
const sessionFact = z.strictObject({
  type: z.enum(factTypes),
  source: z.literal('session').default('session'),
  cost: z.number().min(0).max(1_000_000).default(0),
  privacy: z.enum(['public', 'personal']).default('personal'),
  label: text.optional(),
})

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
  /**
   * Lets shops without a till take it by a printed code, which anybody can copy: up to so much of the sponsor's money a
   * voucher, and a shop and business day. Without this word, not at all.
   */
  printedCode: z.strictObject({ perVoucherMinor: positiveAmountMinor, perDayMinor: positiveAmountMinor }).optional(),
  /**
   * Lets tills take it while they have no network, each for five minutes after it last had one: up to so much of the sponsor's
   * money a voucher, a till and business day, and a shop and business day. Without this word, not at all.
   */
  offline: z
    .strictObject({
      perVoucherMinor: positiveAmountMinor,
      perTerminalMinor: positiveAmountMinor,
      perDayMinor: positiveAmountMinor,
      /** Who bears what was taken for a voucher that turns out to be used or gone: nobody can tell while there is no network. */
      lossBorneBy: z.enum(['sponsor', 'merchant']),
    })
    .optional(),
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
    .strictObject({
      perPerson: share,
      perPersonPerDay: share.optional(),
      /** Of all benefits of the programme together. */
      perPersonInProgramme: share.optional(),
      /** The host vouches for `person.household` or `device.id`; without it nothing is claimed. */
      perHousehold: share.optional(),
      perDevice: share.optional(),
    })
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
  /** `two`: a box changes hands between two people who both count it. Without it, durable stores ask for two and memory does not. */
  handOver: z.enum(['one', 'two']).optional(),
  /** What becomes of an activation by a station that does not have the card: refused, or `note`: the card becomes theirs. */
  elsewhere: z.enum(['refuse', 'note']).optional(),
  /** What is unusual about checks of a card's mark, and opens a case for staff. */
  checks: z
    .strictObject({
      /** More checks of one card within a day. */
      perDay: z.int().min(1).max(100).default(20),
      /** Checks at places too far apart for this speed; without it no place is kept. */
      kmPerHour: z.int().min(50).max(2000).optional(),
      /** Checks of a card that lies in a drawer by its custody. */
      beforeGiven: z.boolean().default(true),
    })
    .optional(),
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
  /** The most vouchers that all people together claim on one day, of all benefits and batches. */
  claimsPerDay: z.int().min(1).max(100_000_000).optional(),
  regions: z.record(slug, area).default({}),
  facts: z.record(factNameSchema, sessionFact).default({}),
  /** Named conditions, which any rule of the document may use as `{ condition: name }`. */
  conditions: z.record(nameSchema, conditions).default({}),
  /** Facts made of other facts, by a rule or an expression. */
  derived: z.record(factNameSchema, derivedSchema).default({}),
  /** Working days and office hours of a region or an office, laid over the national calendar. */
  calendars: z.record(nameSchema, calendarSchema).default({}),
  eligibility: conditions.optional(),
  benefits: z.record(slug, z.discriminatedUnion('kind', [voucherBenefit, cardBenefit])),
  /** Asked at claim and use after all other rules, in this order; the first that holds decides. */
  risk: z
    .array(riskRule)
    .max(limits.labels * 5)
    .default([]),
  /**
   * `two`: a second person opens each batch. `twoKeys`: and that person comes by another secret key, so that who has one key
   * cannot be both. Without it, durable stores ask for two and memory does not.
   */
  approval: z.enum(['one', 'two', 'twoKeys']).optional(),
})

export type ProgrammeDocument = z.output<typeof programmeDocument>
export type VoucherBenefit = z.output<typeof voucherBenefit>
export type CardBenefit = z.output<typeof cardBenefit>
