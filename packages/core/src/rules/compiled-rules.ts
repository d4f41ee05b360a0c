import type { CompileScope } from './compile/compile-scope.ts'
import {
  type Decision,
  type DecisionOutcome,
  decide,
  instantOf,
  type Program,
  quickOutcome,
} from './evaluate/decide.ts'
import { beginRun, createRun, endRun, type Run } from './evaluate/run.ts'
import type { FactDefinition, Viewer } from './facts/define-fact.ts'
import type { FactGroups } from './facts/fact-groups.ts'

export interface EvaluateOptions {
  /** Epoch milliseconds, or a Date. */
  readonly now: number | Date
  /** Who will read the reasons; decides which personal values may stand in them. Nobody's eyes when absent. */
  readonly viewer?: Viewer | undefined
  /** Adds a tree of every condition and what became of it. */
  readonly trace?: boolean | undefined
}

/** A fact that rules read, under the key by which `needs` names it. */
export interface ReadFact {
  readonly fact: FactDefinition
  readonly params: Readonly<Record<string, unknown>>
}

export interface CompiledRules {
  /**
   * Decides for one set of facts. Synchronous; changes nothing; the same facts and `now` give the same decision.
   *
   * A fact that is absent, `null`, of a wrong type, or in a group that is not its source's, is unknown: a condition on it neither holds nor
   * fails. Not checked: whether a group's facts really come from that source; put in only what it vouched for.
   *
   * @param facts by source: `{ session: { 'person.registration': '511525' }, client: { position: {…} } }`
   * @param options.now epoch milliseconds, or a Date
   * @throws TallyError `now_invalid`; nothing else, whatever JSON the facts are
   */
  evaluate(facts: FactGroups, options: EvaluateOptions): Decision
  /** Only the outcome, the same that `evaluate` gives: stops as soon as it is settled. */
  test(facts: FactGroups, options: Pick<EvaluateOptions, 'now'>): DecisionOutcome
  /** Every fact the rules read, by its key. */
  readonly reads: ReadonlyMap<string, ReadFact>
}

/** A compiled program behind its public face. */
export function compiledRules(program: Program, scope: CompileScope): CompiledRules {
  // One run is kept for the next evaluation; an operator that evaluates the same rules meanwhile gets another.
  let idle: Run | undefined = createRun(scope.nodes)
  return {
    evaluate(facts, { now, viewer, trace }) {
      const at = instantOf(now)
      const run = idle ?? createRun(scope.nodes)
      idle = undefined
      try {
        beginRun(run, facts, at, viewer)
        return decide(program, run, trace === true)
      } finally {
        endRun(run)
        idle = run
      }
    },
    test(facts, { now }) {
      const at = instantOf(now)
      const run = idle ?? createRun(scope.nodes)
      idle = undefined
      try {
        beginRun(run, facts, at, undefined)
        return quickOutcome(program, run)
      } finally {
        endRun(run)
        idle = run
      }
    },
    reads: scope.read,
  }
}
