import * as z from 'zod'
import { calendarSchema } from '../calendar/calendar-schema.ts'
import { factTypes } from '../facts/fact-types.ts'
import { limits } from '../limits.ts'
import {
  datumSchema,
  effectiveSchema,
  factNameSchema,
  instantSchema,
  messageSchema,
  nameSchema,
  scopeSchema,
  severitySchema,
} from '../schema.ts'

const label = z.strictObject({ 'zh-CN': z.string().max(200), en: z.string().max(200) })

export const declaredFactSchema = z.strictObject({
  type: z.enum(factTypes),
  source: z.enum(['session', 'client', 'store', 'provider']),
  cost: z.number().min(0).max(1_000_000).describe('What it costs the person: 0 a lookup, 1 a consent, 10 an effort'),
  privacy: z.enum(['public', 'personal']).describe('A personal value never stands in a reason'),
  visibleTo: z.array(z.enum(['person', 'staff', 'operator', 'auditor'])).optional(),
  params: z.array(nameSchema).max(limits.labels).optional(),
  label: label.optional(),
})

export const eventSchema = z.strictObject({
  type: nameSchema,
  params: z.record(nameSchema, z.unknown()).optional().describe('Values, or { fact, params, path } of a public fact'),
})

export const ruleSchema = z.strictObject({
  name: nameSchema.optional(),
  conditions: z.unknown(),
  event: eventSchema.optional(),
  priority: z.int().min(1).max(1_000_000).optional().describe('Events of a higher priority come first'),
  message: messageSchema.optional(),
  effective: effectiveSchema.optional(),
  scope: scopeSchema.optional(),
  severity: severitySchema.optional(),
})

export const derivedSchema = z.union([z.strictObject({ rule: z.unknown() }), z.strictObject({ value: z.unknown() })], {
  error: '{ rule: a condition } or { value: an expression }',
})

const group = z.record(z.string().max(500), z.unknown())

/** A test beside the rules: given facts, expected outcome. */
export const ruleTestSchema = z.strictObject({
  name: z.string().min(1).max(200),
  now: instantSchema,
  facts: z.strictObject({
    session: group.optional(),
    client: group.optional(),
    store: group.optional(),
    provider: group.optional(),
  }),
  expect: z.strictObject({
    outcome: z.enum(['eligible', 'ineligible', 'undecided']),
    needs: z.array(z.string().max(500)).max(limits.named).optional(),
    events: z.array(nameSchema).max(limits.named).optional().describe('Types, in order'),
    reasons: z
      .array(z.string().max(500))
      .max(limits.named)
      .optional()
      .describe('JSON pointers of conditions, in any order'),
  }),
})
export type RuleTest = Readonly<z.infer<typeof ruleTestSchema>>

export const documentSchema = z.strictObject({
  name: nameSchema.optional(),
  version: z.int().min(1).max(1_000_000).optional(),
  zone: z.string().min(1).max(64).optional().describe('IANA zone for days, ages and hours, e.g. Asia/Shanghai'),
  facts: z.record(factNameSchema, declaredFactSchema).optional(),
  derived: z.record(factNameSchema, derivedSchema).optional(),
  conditions: z.record(nameSchema, z.unknown()).optional().describe('Named conditions, shared by { condition: name }'),
  areas: z.record(nameSchema, z.strictObject({ datum: datumSchema, polygon: z.unknown() })).optional(),
  calendars: z.record(nameSchema, calendarSchema).optional(),
  rules: z.array(ruleSchema).min(1).max(limits.named),
  tests: z.array(ruleTestSchema).max(limits.named).optional(),
})
export type RuleDocument = z.infer<typeof documentSchema>
