import { canonicalJson } from '../../kernel/canonical-json.ts'
import { sha256Hex } from '../../kernel/digest.ts'
import type { Decision } from '../../rules/evaluate/decide.ts'
import type { ProgrammeRules } from './compiled-rules.ts'
import type { ProgrammeDocument } from './document-schema.ts'

type Facts = Readonly<Record<string, unknown>>

/** Which rules decided, and on what, as far as it is no personal fact; kept with the event in the journal. */
export interface DecisionRecord {
  /** Content of the version whose terms count, see `contentHash`; the event names its number. */
  readonly rules: string
  /** The version in force, whose risk rules were asked. */
  readonly risk?: { readonly programmeVersion: number; readonly rules: string } | undefined
  /** What our store and the till supplied, only what the rules read. */
  readonly facts: Facts
  /** See `saidBy`. */
  readonly said?: string | undefined
}

/**
 * @param reads names of the facts that the rules read
 * @param decisions what the rules said that had to hold
 */
export function recordDecision(
  rules: string,
  facts: Facts,
  reads: ReadonlySet<string>,
  decisions: readonly (Decision | undefined)[],
  risk?: { readonly document: ProgrammeDocument; readonly rules: ProgrammeRules },
): DecisionRecord {
  const asked = risk && { programmeVersion: risk.document.version, rules: risk.rules.hash }
  return { rules, risk: asked, facts: factsRead(facts, reads), said: saidBy(decisions) }
}

/** Of facts those that rules read, with whatever params. */
export function factsRead(facts: Facts | undefined, reads: ReadonlySet<string>): Facts {
  const read: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(facts ?? {})) {
    const brace = key.indexOf('{')
    if (reads.has(brace < 0 ? key : key.slice(0, brace))) read[key] = value
  }
  return read
}

/**
 * A hash of decisions as they stand, byte for byte. Undefined where every one says "eligible" and nothing else, as most do: reasons,
 * needs, events and advice are what there may be besides.
 */
export function saidBy(decisions: readonly (Decision | undefined)[]): string | undefined {
  return decisions.every((decision) => decision === undefined || isPlainYes(decision))
    ? undefined
    : sha256Hex(canonicalJson(decisions))
}

function isPlainYes({ outcome, reasons, needs, events, failureEvents, advice }: Decision): boolean {
  const said = reasons.length + needs.length + events.length + failureEvents.length + advice.length
  return outcome === 'eligible' && said === 0
}
