import type { CompiledRules } from './compiled-rules.ts'
import type { DecisionOutcome } from './evaluate/decide.ts'
import type { FactGroups } from './facts/fact-groups.ts'

/** A decision as it was recorded: what was known, when, and what came of it. */
export interface RecordedDecision {
  readonly id: string
  readonly facts: FactGroups
  /** Epoch milliseconds. */
  readonly now: number
  readonly outcome: DecisionOutcome
}

export interface ChangedDecision {
  readonly id: string
  readonly from: DecisionOutcome
  readonly to: DecisionOutcome
  /** JSON pointers of the draft's conditions that decide against, or leave open; none when the draft says yes. */
  readonly by: readonly string[]
}

export interface DryRun {
  readonly total: number
  readonly unchanged: number
  /** Who would change side, in the order of the records; at most `maxChanged`. */
  readonly changed: readonly ChangedDecision[]
  /** How many would change from which side to which, all of them: `{ "eligible → ineligible": 12 }`. */
  readonly sides: Readonly<Record<string, number>>
  /** How many changes each condition of the draft causes. */
  readonly byCondition: Readonly<Record<string, number>>
}

/**
 * Runs a draft over recorded decisions and lists who would change side, and by which condition. Nothing is stored.
 *
 * @param draft the rules as they would be
 * @param recorded any number, one after the other
 * @param options.maxChanged changes listed by name; all are counted
 */
export function dryRunRules(
  draft: CompiledRules,
  recorded: Iterable<RecordedDecision>,
  { maxChanged = 1_000 }: { readonly maxChanged?: number } = {},
): DryRun {
  const changed: ChangedDecision[] = []
  const sides: Record<string, number> = {}
  const byCondition = new Map<string, number>()
  let total = 0
  let moved = 0
  for (const { id, facts, now, outcome: from } of recorded) {
    total += 1
    const { outcome: to, reasons } = draft.evaluate(facts, { now })
    if (to === from) continue
    moved += 1
    const by = reasons.map(({ path }) => path ?? '')
    const side = `${from} → ${to}`
    sides[side] = (sides[side] ?? 0) + 1
    for (const path of by) byCondition.set(path, (byCondition.get(path) ?? 0) + 1)
    if (changed.length < maxChanged) changed.push({ id, from, to, by })
  }
  return { total, unchanged: total - moved, changed, sides, byCondition: Object.fromEntries(byCondition) }
}
