import type { Calendar } from '../calendar/calendar-schema.ts'
import type { FactDefinition } from '../facts/define-fact.ts'
import type { Condition, Effective, FactReference, Message } from '../schema.ts'
import type { RuleTest } from './document-schema.ts'

/** One rule: its conditions, and what is said of it when they hold or fail. */
export interface Rule {
  readonly name?: string | undefined
  readonly conditions: Condition
  /** JSON pointer of the conditions in the document. */
  readonly path: string
  readonly event?: RuleEventTemplate | undefined
  readonly priority?: number | undefined
  readonly message?: Message | undefined
  readonly effective?: Effective | undefined
  readonly scope?: readonly string[] | undefined
  readonly severity?: 'required' | 'advisory' | undefined
}

/** Params may name facts: `{ count: { fact: 'quota.person' } }`. */
export interface RuleEventTemplate {
  readonly type: string
  readonly params?: Readonly<Record<string, unknown>> | undefined
}

/** A fact made of others: of a rule (true or false) or of an expression (a number). */
export type Derivation = { readonly rule: Condition } | { readonly value: Expression }

export type Expression = number | FactReference | Readonly<Record<string, readonly unknown[] | FactReference>>

declare const checked: unique symbol

/** A document that passed `parseRules`: well-formed, within limits, a frozen copy. Facts and operators are checked by `compileRules`. */
export interface RuleSet {
  readonly name?: string | undefined
  readonly version?: number | undefined
  readonly zone?: string | undefined
  readonly rules: readonly Rule[]
  /** Named and shared conditions. */
  readonly conditions: Readonly<Record<string, Condition>>
  readonly derived: Readonly<Record<string, Derivation>>
  /** Facts that the document declares beside the catalogue it is compiled with. */
  readonly facts: readonly FactDefinition[]
  readonly areas: Readonly<Record<string, { readonly datum: 'wgs84' | 'gcj02' | 'bd09'; readonly polygon: unknown }>>
  readonly calendars: Readonly<Record<string, Calendar>>
  readonly tests: readonly RuleTest[]
  readonly [checked]: true
}
