import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateByReference } from './reference.ts'
import { compiled } from './testing/compiled.ts'
import { completeFacts, randomConditions, stored, worldFacts } from './testing/random-rules.ts'

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
