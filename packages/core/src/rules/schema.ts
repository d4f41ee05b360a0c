import * as z from 'zod'
import { parseInstant } from '../values/calendar.ts'
import { datums } from '../values/position.ts'
import { limits } from './limits.ts'

const text = z.string().min(1).max(500)

/** What a citizen reads when the condition decides against them. `{area}` and the like are filled by `explainDecision`. */
export const messageSchema = z
  .strictObject({ 'zh-CN': text, en: text })
  .describe('What a citizen reads when this decides')
export type Message = z.infer<typeof messageSchema>

export const instantSchema = z
  .string()
  .refine((text) => parseInstant(text) !== undefined, {
    error: 'an instant with its offset, e.g. 2025-01-20T10:00:00+08:00',
  })
  .describe('An instant with its offset, e.g. 2025-01-20T10:00:00+08:00')

/** Epoch milliseconds of a text that `instantSchema` accepted. */
export function epochMs(instant: string): number {
  return parseInstant(instant) ?? Number.NaN
}

export const datumSchema = z.enum(datums, { error: `the datum is one of ${datums.join(', ')}; it is never implied` })

/** `[from, to)`: outside it the condition does not count as fulfilled. */
export const effectiveSchema = z
  .strictObject({ from: instantSchema.optional(), to: instantSchema.optional() })
  .refine(({ from, to }) => from !== undefined || to !== undefined, { error: 'give from, to, or both' })
  .refine(({ from, to }) => from === undefined || to === undefined || epochMs(from) < epochMs(to), {
    error: 'from must lie before to',
  })
  .describe('[from, to): outside it the condition is not fulfilled')
export type Effective = z.infer<typeof effectiveSchema>

export const factNameSchema = z
  .string()
  .max(limits.nameLength)
  .regex(/^[A-Za-z][A-Za-z0-9]*(?:[.][A-Za-z0-9]+)*$/, { error: 'letters and digits in parts joined by dots' })

/** Rules, conditions, areas, calendars, labels. */
export const nameSchema = z
  .string()
  .max(limits.nameLength)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._ -]*[A-Za-z0-9])?$/, {
    error: 'letters, digits, and . _ - or blanks between them',
  })

export const scalarSchema = z.union([z.string(), z.number(), z.boolean()], { error: 'a text, a number, true or false' })

const paramsSchema = z.record(z.string().max(limits.nameLength), scalarSchema).describe('Params of the fact')
const pathSchema = z.string().max(limits.nameLength).describe("Where in the fact: $.a.b, $.a[0], $['a b']")

/** In place of a value: another fact. */
export const factReferenceSchema = z.strictObject({
  fact: factNameSchema,
  params: paramsSchema.optional(),
  path: pathSchema.optional(),
})
export type FactReference = Readonly<z.infer<typeof factReferenceSchema>>

export const scopeSchema = z
  .array(nameSchema)
  .min(1)
  .max(limits.labels)
  .describe('Labels: compiled in only when one of them is asked for')

export const severitySchema = z
  .enum(['required', 'advisory'], { error: 'required or advisory' })
  .describe('advisory: never decides, is listed under advice')

/** What any node may carry beside its own keys. */
export const marks = {
  name: nameSchema.optional(),
  message: messageSchema.optional(),
  effective: effectiveSchema.optional(),
  priority: z.int().min(1).max(1_000_000).optional().describe('Asked earlier where only the truth is wanted'),
  scope: scopeSchema.optional(),
  severity: severitySchema.optional(),
}

const children = z.array(z.unknown()).min(1, {
  error: 'an empty list decides nothing: say at least one condition',
})

/** One schema a kind of node. Children are left to the walker, which knows where it stands and how deep. */
export const nodeSchemas = {
  all: z.strictObject({ all: children, ...marks }),
  any: z.strictObject({ any: children, ...marks }),
  not: z.strictObject({ not: z.unknown(), ...marks }),
  condition: z.strictObject({ condition: nameSchema, ...marks }),
  fact: z.strictObject({
    fact: factNameSchema,
    operator: z.string().min(1).max(limits.nameLength),
    value: z.unknown(),
    params: paramsSchema.optional(),
    path: pathSchema.optional(),
    ...marks,
  }),
} as const

export type NodeKind = keyof typeof nodeSchemas

type Marks = Pick<z.infer<typeof nodeSchemas.fact>, keyof typeof marks>

export type FactCondition = Readonly<z.infer<typeof nodeSchemas.fact>>
export type NamedCondition = Readonly<z.infer<typeof nodeSchemas.condition>>
export type AllCondition = Readonly<Marks> & { readonly all: readonly Condition[] }
export type AnyCondition = Readonly<Marks> & { readonly any: readonly Condition[] }
export type NotCondition = Readonly<Marks> & { readonly not: Condition }

/** A condition of json-rules-engine, with our marks. */
export type Condition = AllCondition | AnyCondition | NotCondition | NamedCondition | FactCondition
