import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReferenceEvents, referenceEngine } from './reference.ts'
import { compiled } from './testing/compiled.ts'
import { randomRuleSets } from './testing/random-rule-sets.ts'
import { completeFacts, stored, worldFacts } from './testing/random-rules.ts'

const cases = 100_000 * Number(process.env.SOAK_SCALE ?? 10)
/** A rule set is built once for each engine and asked about so many people. */
const factsEach = 10

describe('compared with json-rules-engine, at length', () => {
  it(`gives the same events in ${cases} random cases`, { timeout: 24 * 3_600_000 }, async () => {
    const seen = { cases: 0, events: 0, failureEvents: 0 }
    const facts = fc.array(completeFacts, { minLength: factsEach, maxLength: factsEach })
    const property = fc.asyncProperty(randomRuleSets, facts, async (ruleSet, people) => {
      const ours = compiled(ruleSet, { facts: worldFacts })
      const theirs = referenceEngine(ruleSet)
      for (const person of people) {
        const decision = ours.evaluate(stored(person), { now: 0 })
        const reference = await theirs(person)
        seen.cases += 1
        seen.events += reference.events.length
        seen.failureEvents += reference.failureEvents.length
        for (const kind of ['events', 'failureEvents'] as const) {
          const [here, there] = [written(decision[kind]), written(reference[kind])]
          if (here !== there) throw new Error(`${kind}: ours ${here}, theirs ${there}`)
        }
      }
    })
    // In parts, so that a failure shrinks within one and memory stays level.
    const part = 1_000
    for (let done = 0; done < cases; done += part * factsEach) {
      await fc.assert(property, { numRuns: part, seed: done + 1 })
      if (seen.cases % 100_000 === 0) console.log(`${seen.cases} of ${cases}`)
    }
    expect(seen.cases).toBe(cases)
    expect(Math.min(seen.events, seen.failureEvents)).toBeGreaterThan(cases / 10)
  })
})

/** Types with params; json-rules-engine orders rules of one priority as it likes. */
function written(events: ReferenceEvents['events']): string {
  return events
    .map(({ type, params }) => JSON.stringify([type, Object.entries(params ?? {}).sort()]))
    .sort()
    .join(' ')
}
