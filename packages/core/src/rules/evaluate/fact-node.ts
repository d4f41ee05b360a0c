import type { Reason } from '../../kernel/outcome.ts'
import type { FactReader } from '../facts/read-fact.ts'
import type { Answer, Test } from '../operators/define-operator.ts'
import { failed, held, type Node, unknown } from './node.ts'
import { showable } from './showable.ts'

export interface FactNodeParts {
  readonly number: number
  readonly read: FactReader
  /** What is wrong with the value, or nothing. */
  readonly check: (value: unknown) => string | undefined
  readonly test: Test
  /** Stands beneath an odd number of `not`. */
  readonly negated: boolean
  readonly need: { readonly key: string; readonly cost: number }
  readonly personal: boolean
  /** What every reason of this condition says, whatever the facts are. */
  readonly reason: Omit<Reason, 'result' | 'actual' | 'problem'>
}

/** A condition on one fact. Missing, of a wrong type, or not good enough: unknown, with the problem named; never skipped. */
export function factNode(parts: FactNodeParts): Node {
  const { number, read, check, test, negated, need, personal, reason } = parts

  function answer(actual: unknown, now: number): Answer {
    if (actual === undefined) return 'missing'
    try {
      return check(actual) ?? test(actual, now)
    } catch {
      return 'operator_failed'
    }
  }

  return {
    number,
    test(run) {
      const found = answer(read(run.facts, run.now), run.now)
      const truth = typeof found === 'boolean' ? (found === negated ? failed : held) : unknown
      if (truth === unknown) run.problems[number] = typeof found === 'string' ? found : 'operator_failed'
      run.truths[number] = truth
      return truth
    },
    collect(run, findings) {
      const known = run.truths[number] === failed
      const problem = run.problems[number]
      const actual = personal ? undefined : showable(read(run.facts, run.now))
      findings.reasons.push({
        ...reason,
        result: known ? 'failed' : 'unknown',
        ...(actual === undefined ? {} : { actual }),
        ...(known || problem === undefined ? {} : { problem }),
      })
      if (!known) findings.needs.set(need.key, need.cost)
    },
  }
}
