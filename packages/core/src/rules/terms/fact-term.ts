import { type FactDefinition, factKey } from '../facts/define-fact.ts'
import { factReader, isInOtherGroup } from '../facts/read-fact.ts'
import type { Term } from './term.ts'

/** A fact of the catalogue, or what a path leads to inside it. */
export function factTerm(
  fact: FactDefinition,
  params: Readonly<Record<string, unknown>> | undefined,
  steps: readonly (string | number)[],
): Term {
  const key = factKey(fact.name, params)
  const { source } = fact
  // A name such as "constructor" is inherited by every object, so it is never read the plain way.
  const isPlain = steps.length === 0 && !(key in Object.prototype)
  return {
    fact,
    place: source === 'clock' ? 'now' : isPlain ? { source, key } : undefined,
    type: steps.length > 0 ? undefined : fact.type,
    read: factReader(fact, key, steps),
    addNeeds(_run, needs) {
      needs.set(key, fact.cost)
    },
    // A fact from someone who may not vouch for it is ignored, and said to be.
    absence: (run) => (isInOtherGroup(run, fact, key) ? 'wrong_source' : 'missing'),
  }
}
