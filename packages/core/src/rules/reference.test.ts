import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateByReference, eventsByReference } from './reference.ts'
import { compiled } from './testing/compiled.ts'
import { randomRuleSets } from './testing/random-rule-sets.ts'
import { completeFacts, randomConditions, someFacts, stored, worldFacts } from './testing/random-rules.ts'

describe('compared with json-rules-engine', () => {
  it('says the same on random conditions when every fact is there', { timeout: 120_000 }, async () => {
    const seen = { yes: 0, no: 0 }
    await fc.assert(
      fc.asyncProperty(randomConditions, completeFacts, async (conditions, facts) => {
        const ours = compiled(conditions, { facts: worldFacts }).evaluate(stored(facts), { now: 0 }).outcome
        const theirs = await evaluateByReference(conditions, facts)
        expect(ours).toBe(theirs ? 'eligible' : 'ineligible')
        seen[theirs ? 'yes' : 'no'] += 1
      }),
      { numRuns: 2_500 },
    )
    expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(500)
  })

  it('gives the same events for rule sets with decorators, shared conditions, references and priorities', {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(randomRuleSets, completeFacts, async (ruleSet, facts) => {
        const ours = compiled(ruleSet, { facts: worldFacts }).evaluate(stored(facts), { now: 0 })
        const theirs = await eventsByReference(ruleSet, facts)
        const byPriority = (events: readonly { type: string }[]) => events.map(({ type }) => type).toSorted()
        expect(byPriority(ours.events)).toEqual(byPriority(theirs.events))
        expect(byPriority(ours.failureEvents)).toEqual(byPriority(theirs.failureEvents))
        const priority = (type: string) => ruleSet.rules.find(({ event }) => event.type === type)?.priority
        expect(ours.events.map(({ type }) => priority(type))).toEqual(theirs.events.map(({ type }) => priority(type)))
        for (const { type, params } of ours.events) {
          expect(params).toEqual(theirs.events.find((event) => event.type === type)?.params)
        }
      }),
      { numRuns: 1_500 },
    )
  })

  it('is never contradicted where facts are missing: what we settle, allowUndefinedFacts settles the same way', {
    timeout: 120_000,
  }, async () => {
    const seen = { settled: 0, open: 0 }
    await fc.assert(
      fc.asyncProperty(randomConditions, someFacts, async (conditions, facts) => {
        const ours = compiled(conditions, { facts: worldFacts }).evaluate(stored(facts), { now: 0 }).outcome
        seen[ours === 'undecided' ? 'open' : 'settled'] += 1
        if (ours === 'undecided') return
        const rules = [{ conditions: { all: [conditions] }, event: { type: 'eligible' } }]
        const theirs = await eventsByReference({ rules }, facts, { allowUndefinedFacts: true })
        expect(ours).toBe(theirs.events.length > 0 ? 'eligible' : 'ineligible')
      }),
      { numRuns: 1_000 },
    )
    expect(Math.min(seen.settled, seen.open)).toBeGreaterThan(100)
  })

  it('follows the same paths into objects', async () => {
    const condition = { fact: 'n.a', operator: 'equal', value: 'Yibin', path: '$.address.cities[1]' }
    const facts = { 'n.a': { address: { cities: ['Chengdu', 'Yibin'] } } }
    const catalogue = [{ name: 'n.a', type: 'json', source: 'store', cost: 0, privacy: 'public' }] as const
    expect(compiled(condition, { facts: catalogue }).evaluate(stored(facts), { now: 0 }).outcome).toBe('eligible')
    expect(await evaluateByReference(condition, facts)).toBe(true)
  })

  it('parts from it where it would say yes to nothing: a missing fact is unknown to us', async () => {
    const condition = { fact: 'n.a', operator: 'notEqual', value: 3 }
    expect(await evaluateByReference(condition, { 'n.a': undefined })).toBe(true)
    const decision = compiled(condition, { facts: worldFacts }).evaluate({}, { now: 0 })
    expect(decision).toMatchObject({ outcome: 'undecided', needs: ['n.a'] })
  })
})
