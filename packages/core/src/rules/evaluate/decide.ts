import { TallyError } from '../../kernel/error.ts'
import type { Reason } from '../../kernel/outcome.ts'
import type { Findings, Node } from './node.ts'
import type { Run } from './run.ts'
import type { TraceNode } from './trace.ts'
import { failed, held, type Truth, unknown } from './truth.ts'

export interface RuleEvent {
  readonly type: string
  readonly params?: Readonly<Record<string, unknown>> | undefined
  /** The rule that gave it. */
  readonly rule?: string | undefined
}

export type DecisionOutcome = 'eligible' | 'ineligible' | 'undecided'

export interface Decision {
  /** `undecided`: a fact is missing or not good enough, and it matters. Treat it as no, and ask for `needs[0]`. */
  readonly outcome: DecisionOutcome
  /** Ineligible: every failed condition that is decisive. Undecided: every unknown one that is. In the order of the document. */
  readonly reasons: readonly Reason[]
  /** Facts that could still settle it, cheapest for the person first, then by name. No other fact can change the outcome. */
  readonly needs: readonly string[]
  /** Events of the rules that hold, by descending priority, then in the order of the document. */
  readonly events: readonly RuleEvent[]
  /** Events of the rules that failed. A rule that is unknown gives neither. */
  readonly failureEvents: readonly RuleEvent[]
  /** What advisory conditions and rules would object, failed or unknown; it decides nothing. */
  readonly advice: readonly Reason[]
  /** One tree a rule, when asked for. */
  readonly trace?: readonly TraceNode[]
}

export interface CompiledRule {
  readonly node: Node
  readonly name: string | undefined
  readonly priority: number
  readonly advisory: boolean
  readonly event: ((run: Run) => RuleEvent) | undefined
}

/** What a rule set compiled to. `simple`: one rule, no events, nothing advisory. */
export interface Program {
  /** By descending priority, then in the order of the document. */
  readonly rules: readonly CompiledRule[]
  /** Those that decide, in the order of the document. */
  readonly deciding: readonly Node[]
  /** Those that only advise. */
  readonly advising: readonly Node[]
  readonly hasEvents: boolean
}

const none: readonly never[] = Object.freeze([])

const eligible: Decision = Object.freeze({
  outcome: 'eligible',
  reasons: none,
  needs: none,
  events: none,
  failureEvents: none,
  advice: none,
})

/** Epoch milliseconds of `now`. */
export function instantOf(now: number | Date): number {
  const at = typeof now === 'number' ? now : Number(now)
  if (!Number.isFinite(at)) throw new TallyError('now_invalid', 'now is epoch milliseconds or a valid Date')
  return at
}

/** Runs compiled rules over the facts laid out in `run`. All deciding rules must hold. */
export function decide(program: Program, run: Run, withTrace: boolean): Decision {
  if (withTrace) run.truths.fill(0)
  const { deciding } = program
  let truth: Truth = held
  for (let index = 0; index < deciding.length; index += 1) {
    const found = (deciding[index] as Node).test(run)
    if (found === failed) truth = failed
    else if (found === unknown && truth === held) truth = unknown
  }
  const plain = truth === held ? eligible : explained(program, run, truth)
  if (!program.hasEvents && program.advising.length === 0 && !withTrace) return plain
  return completed(plain, program, run, withTrace)
}

/** The same outcome as `decide`, without saying why. */
export function quickOutcome({ deciding }: Program, run: Run): DecisionOutcome {
  let outcome: DecisionOutcome = 'eligible'
  for (let index = 0; index < deciding.length; index += 1) {
    const found = (deciding[index] as Node).quick(run)
    if (found === failed) return 'ineligible'
    if (found === unknown) outcome = 'undecided'
  }
  return outcome
}

function explained({ deciding }: Program, run: Run, truth: Truth): Decision {
  const findings: Findings = { reasons: [], needs: truth === failed ? undefined : new Map() }
  for (let index = 0; index < deciding.length; index += 1) {
    const node = deciding[index] as Node
    if (run.truths[node.number] === truth) node.collect(run, findings)
  }
  return {
    outcome: truth === failed ? 'ineligible' : 'undecided',
    reasons: findings.reasons,
    needs: findings.needs === undefined ? none : sortedNeeds(findings.needs),
    events: none,
    failureEvents: none,
    advice: none,
  }
}

function sortedNeeds(needs: ReadonlyMap<string, number>): readonly string[] {
  if (needs.size === 1) return [...needs.keys()]
  return [...needs].sort(([a, costA], [b, costB]) => costA - costB || (a < b ? -1 : 1)).map(([key]) => key)
}

function completed(plain: Decision, program: Program, run: Run, withTrace: boolean): Decision {
  const advice: Findings = { reasons: [], needs: undefined }
  for (const node of program.advising) if (node.test(run) !== held) node.collect(run, advice)
  const decision = {
    ...plain,
    advice: advice.reasons,
    events: eventsOf(program, run, held),
    failureEvents: eventsOf(program, run, failed),
  }
  return withTrace ? { ...decision, trace: program.rules.map(({ node }) => node.trace(run)) } : decision
}

function eventsOf({ rules, hasEvents }: Program, run: Run, truth: Truth): readonly RuleEvent[] {
  if (!hasEvents) return none
  return rules.flatMap(({ event, node }) => (event && run.truths[node.number] === truth ? [event(run)] : []))
}
