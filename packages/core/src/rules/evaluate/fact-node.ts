import type { Reason } from '../../kernel/outcome.ts'
import type { Answer } from '../operators/answer.ts'
import { type FactPlace, isShownTo, type Term } from '../terms/term.ts'
import type { Node } from './node.ts'
import { noted, plainTest } from './plain-test.ts'
import { type Run, sourceIndex } from './run.ts'
import { showable } from './showable.ts'
import { resultOf, type TraceNode } from './trace.ts'
import { failed, held, type Truth, unknown } from './truth.ts'

export interface FactNodeParts {
  readonly number: number
  readonly left: Term
  /** What is judged against a value that is read too; absent where the value stands in the rule. */
  readonly right?: Term | undefined
  /** The answer for a value that is known; says itself what is wrong with its type. */
  readonly judge: (actual: unknown, now: number, other: unknown) => Answer
  /** Stands beneath an odd number of `not`. */
  readonly negated: boolean
  /** What every reason of this condition says, whatever the facts are. */
  readonly reason: Omit<Reason, 'result' | 'actual' | 'problem'> & { readonly path: string }
}

/** A condition on a fact. Missing, of a wrong type, or not good enough: unknown, with the problem named; never skipped. */
export function factNode(parts: FactNodeParts): Node {
  const { number, left, right, judge, negated } = parts
  const { read } = left
  // What a judged value means: the answer as it stands, or its opposite.
  const yes: Truth = negated ? failed : held
  const no: Truth = negated ? held : failed

  function answer(run: Run): Answer | undefined {
    const actual = read(run)
    if (actual === undefined) return undefined
    if (right === undefined) return judge(actual, run.now, undefined)
    const other = right.read(run)
    return other === undefined ? undefined : judge(actual, run.now, other)
  }

  const place = right === undefined ? left.place : undefined
  if (place === 'now') return nowNode(parts, yes, no)
  if (place !== undefined) return plainNode(parts, place, yes, no)
  return {
    number,
    test(run) {
      const found = answer(run)
      return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
    },
    quick(run) {
      const found = answer(run)
      return found === true ? yes : found === false ? no : unknown
    },
    ...findingsOf(parts),
  }
}

/** The commonest node, a fact of a group against a value in the rule: it runs millions of times. */
function plainNode(parts: FactNodeParts, { source, key }: FactPlace, yes: Truth, no: Truth): Node {
  const { number, judge, reason } = parts
  const test = plainTest(reason.operator, { number, index: sourceIndex[source], key, judge, yes, no })
  // What it notes, nobody reads before the next whole test.
  return { number, test, quick: test, ...findingsOf(parts) }
}

/** The evaluation's own instant against a value in the rule: it is always known. */
function nowNode(parts: FactNodeParts, yes: Truth, no: Truth): Node {
  const { number, judge } = parts
  const test = (run: Run): Truth => {
    const found = judge(run.now, run.now, undefined)
    return noted(run, number, found, found === true ? yes : found === false ? no : unknown)
  }
  return { number, test, quick: test, ...findingsOf(parts) }
}

function findingsOf({ number, left, right, reason }: FactNodeParts): Pick<Node, 'collect' | 'fixedReason' | 'trace'> {
  const template: Reason = { ...reason, result: 'failed' as const }
  // Where no value may be shown the reason is the same every time.
  const failedReason = Object.freeze({ ...template })
  const shows = left.fact.privacy === 'public' || left.fact.visibleTo !== undefined || right !== undefined

  function problemIn(run: Run): string {
    const problem = run.problems[number]
    if (problem !== undefined) return problem
    return left.read(run) === undefined || right === undefined ? left.absence(run) : right.absence(run)
  }

  function actualIn(run: Run): unknown {
    return isShownTo(left.fact, run.viewer) ? showable(left.read(run)) : undefined
  }

  function expectedIn(run: Run): unknown {
    return right !== undefined && isShownTo(right.fact, run.viewer) ? showable(right.read(run)) : undefined
  }

  function addNeeds(run: Run, needs: Map<string, number>): void {
    if (right === undefined) {
      left.addNeeds(run, needs)
      return
    }
    const [knowsLeft, knowsRight] = [left.read(run) !== undefined, right.read(run) !== undefined]
    // Where both are known and yet no answer came, a better value of either could bring one.
    if (!knowsLeft || knowsRight) left.addNeeds(run, needs)
    if (!knowsRight || knowsLeft) right.addNeeds(run, needs)
  }

  return {
    fixedReason: shows ? undefined : failedReason,
    collect(run, findings) {
      if (run.truths[number] === failed) {
        findings.reasons.push(shows ? withValues(template, actualIn(run), expectedIn(run)) : failedReason)
        return
      }
      const unknownReason = { ...reason, result: 'unknown' as const, problem: problemIn(run) }
      findings.reasons.push(withValues(unknownReason, actualIn(run), expectedIn(run)))
      if (findings.needs !== undefined) addNeeds(run, findings.needs)
    },
    trace(run): TraceNode {
      const truth = run.truths[number] as Truth | 0
      const { path, fact, operator } = reason
      const base = { kind: 'fact' as const, path, result: resultOf(truth), fact, operator }
      return truth === unknown ? { ...base, problem: problemIn(run) } : base
    },
  }
}

function withValues(reason: Reason, actual: unknown, expected: unknown): Reason {
  if (actual === undefined) return { ...reason, ...(expected === undefined ? {} : { expected }) }
  return expected === undefined ? { ...reason, actual } : { ...reason, actual, expected }
}
