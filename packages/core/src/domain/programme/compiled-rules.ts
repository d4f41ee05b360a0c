import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { compileRules } from '../../rules/compile-rules.ts'
import type { CompiledRules } from '../../rules/compiled-rules.ts'
import type { FactCatalogue } from '../../rules/facts/define-fact.ts'
import type { RuleIssue } from '../../rules/issue.ts'
import { parseRules } from '../../rules/parse-rules.ts'
import type { CardBenefit, ProgrammeDocument, VoucherBenefit } from './document-schema.ts'
import { eligibilityFacts, redemptionFacts } from './supplied-facts.ts'

/** The rules of one benefit, ready to run. Undefined where the sponsor wrote no conditions. */
export interface BenefitRules {
  readonly eligibility: CompiledRules | undefined
  readonly redemption: CompiledRules | undefined
}

type Benefit = VoucherBenefit | CardBenefit

const compiled = new WeakMap<ProgrammeDocument, ReadonlyMap<string, BenefitRules>>()

/** Compiles every rule of a document, once a document; `rules_invalid` lists all mistakes with their path in the document. */
export function compileProgramme(
  document: ProgrammeDocument,
): Outcome<ReadonlyMap<string, BenefitRules>, 'rules_invalid'> {
  const known = compiled.get(document)
  if (known) return accepted(known)
  const issues: RuleIssue[] = []
  const eligible = (conditions: unknown, path: string) =>
    compileOne(document, conditions, eligibilityFacts, path, issues)
  const shared = eligible(document.eligibility, '/eligibility')
  const rules = new Map<string, BenefitRules>()
  for (const [name, benefit] of Object.entries(document.benefits)) {
    const own = benefit.kind === 'voucher' ? eligible(benefit.eligibility, `/benefits/${name}/eligibility`) : undefined
    const redemption = compileOne(document, benefit.redemption, redemptionFacts, `/benefits/${name}/redemption`, issues)
    rules.set(name, { eligibility: own ? both(document, benefit) : shared, redemption })
  }
  if (issues.length > 0) return refused('rules_invalid', { issues, ...first(issues) })
  compiled.set(document, rules)
  return accepted(rules)
}

/** The rules of a benefit of a published document; those were compiled when it was checked. */
export function rulesOf(document: ProgrammeDocument, benefit: string): BenefitRules {
  const rules = compileProgramme(document)
  return (rules.ok ? rules.value.get(benefit) : undefined) ?? { eligibility: undefined, redemption: undefined }
}

function compileOne(
  document: ProgrammeDocument,
  conditions: unknown,
  facts: FactCatalogue,
  path: string,
  issues: RuleIssue[],
): CompiledRules | undefined {
  if (conditions === undefined) return undefined
  const parsed = parseRules(conditions)
  const rules = parsed.ok
    ? compileRules(parsed.value, { facts, zone: document.timeZone, geometries: document.regions })
    : parsed
  if (rules.ok) return rules.value
  for (const issue of rules.detail.issues as readonly RuleIssue[])
    issues.push({ ...issue, path: `${path}${issue.path}` })
  return undefined
}

/** Programme and benefit conditions together; each was checked on its own, so that mistakes carry the document's paths. */
function both(document: ProgrammeDocument, benefit: Benefit): CompiledRules | undefined {
  const own = benefit.kind === 'voucher' ? benefit.eligibility : undefined
  const all = [document.eligibility, own].filter((conditions) => conditions !== undefined)
  return compileOne(document, { all }, eligibilityFacts, '', [])
}

function first(issues: readonly RuleIssue[]): { path: string; problem: string } {
  return { path: issues[0]?.path ?? '', problem: issues[0]?.message ?? '' }
}
