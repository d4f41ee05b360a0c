import { expectTypeOf } from 'vitest'
import * as z from 'zod'
import {
  type CompiledRules,
  compileRules,
  type Decision,
  defineFact,
  defineOperator,
  type FactDefinition,
  type Operator,
  parseRules,
  type RuleSet,
} from './index.ts'

// A fact has a closed list of types and sources; the clock is ours.
const donations = defineFact({ name: 'x', type: 'number', source: 'session', cost: 0, privacy: 'personal' })
expectTypeOf(donations).toEqualTypeOf<FactDefinition>()
// @ts-expect-error there is no such type of fact
defineFact({ name: 'x', type: 'integer', source: 'session', cost: 0, privacy: 'personal' })
// @ts-expect-error nobody but the evaluation vouches for the time
defineFact({ name: 'x', type: 'instant', source: 'clock', cost: 0, privacy: 'public' })
// @ts-expect-error the cost to the person is always said
defineFact({ name: 'x', type: 'number', source: 'session', privacy: 'personal' })
// @ts-expect-error there is no such reader
defineFact({ name: 'x', type: 'number', source: 'session', cost: 0, privacy: 'personal', visibleTo: ['everybody'] })

// An operator's value is what its schema makes of it.
const multipleOf = defineOperator({
  name: 'multipleOf',
  takes: ['number'],
  value: z.object({ of: z.int(), offset: z.int().default(0) }),
  prepare(value) {
    expectTypeOf(value).toEqualTypeOf<{ of: number; offset: number }>()
    return (actual, now) => {
      expectTypeOf(actual).toEqualTypeOf<unknown>()
      expectTypeOf(now).toEqualTypeOf<number>()
      return Number(actual) % value.of === value.offset
    }
  },
})
expectTypeOf(multipleOf).toEqualTypeOf<Operator<{ of: number; offset: number }>>()
defineOperator({
  name: 'wrong',
  takes: ['number'],
  value: z.string(),
  // @ts-expect-error the value is a text
  prepare: (value) => (actual) => actual === value.of,
})
// @ts-expect-error an answer is true, false or the name of a problem
defineOperator({ name: 'wrong', takes: ['number'], value: z.string(), prepare: () => () => 1 })
// @ts-expect-error there is no such type of fact
defineOperator({ name: 'wrong', takes: ['integer'], value: z.string(), prepare: () => () => true })

// Only what parseRules accepted can be compiled, and never without facts and a zone.
const parsed = parseRules({})
if (parsed.ok) {
  expectTypeOf(parsed.value).toEqualTypeOf<RuleSet>()
  const compiled = compileRules(parsed.value, { facts: [donations], zone: 'Asia/Shanghai', operators: [multipleOf] })
  if (compiled.ok) {
    expectTypeOf(compiled.value).toEqualTypeOf<CompiledRules>()
    const decision = compiled.value.evaluate({ session: { x: 3 } }, { now: 0 })
    expectTypeOf(decision).toEqualTypeOf<Decision>()
    expectTypeOf(decision.outcome).toEqualTypeOf<'eligible' | 'ineligible' | 'undecided'>()
    // @ts-expect-error the time is never the machine's
    compiled.value.evaluate({})
    // @ts-expect-error there is no such source
    compiled.value.evaluate({ server: { x: 3 } }, { now: 0 })
    // @ts-expect-error a decision is not changed
    decision.outcome = 'eligible'
  } else expectTypeOf(compiled.code).toEqualTypeOf<'rules_invalid'>()
  // @ts-expect-error without a zone
  compileRules(parsed.value, { facts: [] })
}
// @ts-expect-error a document that nobody checked
compileRules({ rules: [] }, { facts: [], zone: 'Asia/Shanghai' })
