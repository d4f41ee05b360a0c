import { compileRules } from '../../rules/compile-rules.ts'
import type { CompiledRules } from '../../rules/compiled-rules.ts'
import type { FactCatalogue } from '../../rules/facts/define-fact.ts'
import type { RuleIssue } from '../../rules/issue.ts'
import { pointer } from '../../rules/issue.ts'
import type { RuleSet } from '../../rules/language/rule-set.ts'
import { parseRules } from '../../rules/parse-rules.ts'
import type { ProgrammeDocument } from './document-schema.ts'
import { gatherReferences } from './gather-references.ts'
import { factsAnywhere, factsAt, type RulePlace, suppliedAt } from './rule-places.ts'

/** Conditions and where in the document they stand; reasons and mistakes carry that path. */
export interface Part {
  readonly conditions: unknown
  readonly path: string
}

/**
 * Compiles the conditions that decide together at one place, with the document's shared conditions, derived facts, calendars and
 * regions as far as they refer to them. Mistakes are added to `issues`. Undefined where there is nothing to compile.
 */
export function compilePlace(
  document: ProgrammeDocument,
  parts: readonly Part[],
  place: RulePlace,
  issues: RuleIssue[],
): CompiledRules | undefined {
  if (parts.length === 0) return undefined
  const used = gatherReferences(parts, document)
  const strange = used.facts.flatMap((fact) => misplaced(fact, place, document))
  if (strange.length > 0) {
    issues.push(...strange)
    return undefined
  }
  const { conditions, derived } = document
  const shared = { conditions: pick(conditions, used.conditions), derived: pick(derived, used.derived) }
  return compileParts(document, parts, shared, factsAt(place, document), issues)
}

/** Checks what no rule refers to as well, so that a mistake does not wait for the rule that will use it. */
export function checkShared(document: ProgrammeDocument, issues: RuleIssue[]): void {
  const { conditions, derived } = document
  const always = {
    fact: 'now',
    operator: 'withinWindow',
    value: { from: '1970-01-01T00:00:00Z', to: '9999-01-01T00:00:00Z' },
  }
  compileParts(document, [{ conditions: always, path: '' }], { conditions, derived }, factsAnywhere(document), issues)
}

function compileParts(
  document: ProgrammeDocument,
  parts: readonly Part[],
  shared: Pick<ProgrammeDocument, 'conditions' | 'derived'>,
  facts: FactCatalogue,
  issues: RuleIssue[],
): CompiledRules | undefined {
  const { calendars } = document
  const parsed = parseRules({ rules: parts.map(({ conditions }) => ({ conditions })), ...shared, calendars })
  const compiled = parsed.ok
    ? compileRules(standingAt(parsed.value, parts), { facts, zone: document.timeZone, geometries: document.regions })
    : parsed
  if (compiled.ok) return compiled.value
  for (const issue of compiled.detail.issues as readonly RuleIssue[]) {
    issues.push({ ...issue, path: pathInDocument(issue.path, parts) })
  }
  return undefined
}

/** Rules that know where they stand in the programme document. */
function standingAt(ruleSet: RuleSet, parts: readonly Part[]): RuleSet {
  const rules = ruleSet.rules.map((rule, index) => ({ ...rule, path: parts[index]?.path ?? rule.path }))
  return { ...ruleSet, rules }
}

function pathInDocument(path: string, parts: readonly Part[]): string {
  const [, index, rest] = /^\/rules\/(\d+)(?:\/conditions)?(.*)$/.exec(path) ?? []
  if (index !== undefined) return `${parts[Number(index)]?.path ?? ''}${rest}`
  return path.replace(/^\/geometries(?=\/)/, '/regions')
}

const placeNames: Readonly<Record<RulePlace, string>> = {
  claim: 'to rules for claiming a voucher',
  redeem: 'to rules for using a voucher',
  spend: 'to rules for spending a card',
  riskAtClaim: 'to risk rules at the claim',
  riskAtRedeem: 'to risk rules at the use',
}

/** A fact that the language knows and nobody supplies here: the rule would refuse everybody. */
function misplaced(
  { name, path }: { readonly name: string; readonly path: string },
  place: RulePlace,
  document: ProgrammeDocument,
): RuleIssue[] {
  const places = suppliedAt(name, document)
  if (places === undefined || places.includes(place)) return []
  const hint =
    places.length === 0
      ? 'nothing supplies it in this release'
      : `it is supplied ${places.map((known) => placeNames[known]).join(' and ')}`
  return [{ path, code: 'fact_not_supplied', message: `"${name}" is not supplied ${placeNames[place]}`, hint }]
}

function pick<T>(all: Readonly<Record<string, T>>, names: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)))
}

/** Of the same mistake found at several places, one. */
export function distinctIssues(issues: readonly RuleIssue[]): readonly RuleIssue[] {
  const found = new Map(issues.map((issue) => [`${issue.path} ${issue.code}`, issue]))
  return [...found.values()]
}

/** Where a member of a benefit stands. */
export function benefitPath(name: string, ...steps: readonly (string | number)[]): string {
  return pointer('/benefits', name, ...steps)
}
