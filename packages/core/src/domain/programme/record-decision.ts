import type { ProgrammeRules } from './compiled-rules.ts'
import type { ProgrammeDocument } from './document-schema.ts'

/** Which rules decided, and on what, as far as it is no personal fact; kept with the event in the journal. */
export interface DecisionRecord {
  /** Content of the version whose terms count, see `contentHash`; the event names its number. */
  readonly rules: string
  /** The version in force, whose risk rules were asked. */
  readonly risk?: { readonly programmeVersion: number; readonly rules: string } | undefined
  /** What our store and the till supplied, only what the rules read. */
  readonly facts: Readonly<Record<string, unknown>>
}

/** @param reads names of the facts that the rules read */
export function recordDecision(
  rules: string,
  facts: Readonly<Record<string, unknown>>,
  reads: ReadonlySet<string>,
  risk?: { readonly document: ProgrammeDocument; readonly rules: ProgrammeRules },
): DecisionRecord {
  const read = Object.fromEntries(Object.entries(facts).filter(([name]) => reads.has(name)))
  if (!risk) return { rules, facts: read }
  return { rules, risk: { programmeVersion: risk.document.version, rules: risk.rules.hash }, facts: read }
}
