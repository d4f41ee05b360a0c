import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { eventsByReference } from './reference.ts'
import { compiled } from './testing/compiled.ts'
import { randomRuleSets } from './testing/random-rule-sets.ts'
import { completeFacts, stored, worldFacts } from './testing/random-rules.ts'

const runs = 100_000 * Number(process.env.SOAK_SCALE ?? 10)

describe('compared with json-rules-engine, at length', () => {
  it(`gives the same events in ${runs} random cases`, { timeout: 24 * 3_600_000 }, async () => {
    // In parts, so that a failure shrinks within one and memory stays level.
    const part = 5_000
    for (let done = 0; done < runs; done += part) {
      await fc.assert(
        fc.asyncProperty(randomRuleSets, completeFacts, async (ruleSet, facts) => {
          const ours = compiled(ruleSet, { facts: worldFacts }).evaluate(stored(facts), { now: 0 })
          const theirs = await eventsByReference(ruleSet, facts)
          const types = (events: readonly { type: string }[]) => events.map(({ type }) => type).toSorted()
          expect(types(ours.events)).toEqual(types(theirs.events))
          expect(types(ours.failureEvents)).toEqual(types(theirs.failureEvents))
        }),
        { numRuns: part, seed: done + 1 },
      )
    }
  })
})
