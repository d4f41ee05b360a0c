import { TallyError } from '../../kernel/error.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { CompiledRules } from '../../rules/compiled-rules.ts'
import { builtInFacts } from '../../rules/facts/built-in-facts.ts'
import type { RuleIssue } from '../../rules/issue.ts'
import { pointer } from '../../rules/issue.ts'
import { benefitPath, checkShared, compilePlace, distinctIssues, type Part } from './compile-place.ts'
import { contentHash } from './content-hash.ts'
import type { CardBenefit, ProgrammeDocument, VoucherBenefit } from './document-schema.ts'
import { quotaConditions } from './quota-rules.ts'
import type { RiskMoment, RiskRule } from './risk-schema.ts'
import { DEFAULT_ROUNDS } from './risk-schema.ts'

/** The rules of one benefit, ready to run. Undefined where the sponsor wrote no conditions. */
export interface BenefitRules {
  readonly eligibility: CompiledRules | undefined
  readonly redemption: CompiledRules | undefined
  /** The benefit's `quota`; cards have none. */
  readonly quota: CompiledRules | undefined
  /** Facts that any rule asked at the claim reads, risk rules included. */
  readonly readAtClaim: ReadonlySet<string>
  /** Those, and what risk rules at the use read: what is counted at the claim. */
  readonly countedAtClaim: ReadonlySet<string>
  /** Facts that the rules for using it read. */
  readonly readAtUse: ReadonlySet<string>
}

export interface CompiledRiskRule extends Pick<RiskRule, 'name' | 'do'> {
  readonly when: CompiledRules
  /** Of a challenge by work. */
  readonly rounds: number | undefined
}

/** All rules of one version of a programme. */
export interface ProgrammeRules {
  readonly benefits: ReadonlyMap<string, BenefitRules>
  /** In the order of the document. */
  readonly risk: Readonly<Record<RiskMoment, readonly CompiledRiskRule[]>>
  /** Facts that risk rules at the use read. */
  readonly readByRisk: ReadonlySet<string>
  /** Which rules these are, by content; see `contentHash`. */
  readonly hash: string
}

const compiled = new WeakMap<ProgrammeDocument, ProgrammeRules>()

/** Compiles every rule of a document, once a document; `rules_invalid` lists all mistakes with their path in the document. */
export function compileProgramme(document: ProgrammeDocument): Outcome<ProgrammeRules, 'rules_invalid'> {
  const known = compiled.get(document)
  if (known) return accepted(known)
  const found: RuleIssue[] = ownNames(document)
  checkShared(document, found)
  const risk = compileRisk(document, found)
  const atClaim = factsRead(risk.claim.map(({ when }) => when))
  const readByRisk = factsRead(risk.redeem.map(({ when }) => when))
  const benefits = new Map<string, BenefitRules>()
  for (const [name, benefit] of Object.entries(document.benefits)) {
    const rules = benefitRules(document, name, benefit, found)
    const readAtClaim = new Set([...factsRead([rules.eligibility, rules.quota]), ...atClaim])
    const countedAtClaim = new Set([...readAtClaim, ...readByRisk])
    benefits.set(name, { ...rules, readAtClaim, countedAtClaim, readAtUse: factsRead([rules.redemption]) })
  }
  const issues = distinctIssues(found)
  if (issues.length > 0) return refused('rules_invalid', { issues, ...first(issues) })
  const rules: ProgrammeRules = {
    benefits,
    risk,
    readByRisk,
    hash: contentHash(document),
  }
  compiled.set(document, rules)
  return accepted(rules)
}

/** The rules of a published document; they were compiled when it was checked. */
export function programmeRules(document: ProgrammeDocument): ProgrammeRules {
  const rules = compileProgramme(document)
  if (rules.ok) return rules.value
  throw new TallyError('programme_rules_broken', 'A published programme no longer compiles.', {
    detail: { programme: document.programme, version: document.version },
  })
}

const readsNothing = { readAtClaim: new Set<string>(), countedAtClaim: new Set<string>(), readAtUse: new Set<string>() }
const noRules = { eligibility: undefined, redemption: undefined, quota: undefined }

/** The rules of a benefit of a published document. */
export function rulesOf(document: ProgrammeDocument, benefit: string): BenefitRules {
  return programmeRules(document).benefits.get(benefit) ?? { ...noRules, ...readsNothing }
}

function benefitRules(
  document: ProgrammeDocument,
  name: string,
  benefit: VoucherBenefit | CardBenefit,
  issues: RuleIssue[],
): Omit<BenefitRules, keyof typeof readsNothing> {
  const redeemed = part(benefit.redemption, benefitPath(name, 'redemption'))
  if (benefit.kind === 'card') {
    return { ...noRules, redemption: compilePlace(document, redeemed, 'spend', issues) }
  }
  const claimed = [
    ...part(document.eligibility, '/eligibility'),
    ...part(benefit.eligibility, benefitPath(name, 'eligibility')),
  ]
  const quota = part(quotaConditions(benefit.quota), benefitPath(name, 'quota'))
  return {
    eligibility: compilePlace(document, claimed, 'claim', issues),
    redemption: compilePlace(document, redeemed, 'redeem', issues),
    quota: compilePlace(document, quota, 'claim', issues),
  }
}

function factsRead(rules: readonly (CompiledRules | undefined)[]): ReadonlySet<string> {
  return new Set(rules.flatMap((each) => Array.from(each?.reads.values() ?? [], ({ fact }) => fact.name)))
}

function part(conditions: unknown, path: string): Part[] {
  return conditions === undefined ? [] : [{ conditions, path }]
}

function compileRisk(document: ProgrammeDocument, issues: RuleIssue[]): ProgrammeRules['risk'] {
  const risk: Record<RiskMoment, CompiledRiskRule[]> = { claim: [], redeem: [] }
  for (const [index, rule] of document.risk.entries()) {
    const place = rule.at === 'claim' ? 'riskAtClaim' : 'riskAtRedeem'
    const when = compilePlace(document, part(rule.when, pointer('/risk', index, 'when')), place, issues)
    const rounds = rule.by === 'work' ? (rule.rounds ?? DEFAULT_ROUNDS) : undefined
    if (when) risk[rule.at].push({ name: rule.name, do: rule.do, when, rounds })
  }
  return risk
}

/** A fact of the programme's own may not stand in for one of ours. */
function ownNames({ facts }: ProgrammeDocument): RuleIssue[] {
  const ours = new Set(builtInFacts.map(({ name }) => name))
  return Object.keys(facts)
    .filter((name) => ours.has(name))
    .map((name) => ({
      path: pointer('/facts', name),
      code: 'fact_duplicate',
      message: `"${name}" is a fact of ours`,
      hint: 'leave it out, or take another name',
    }))
}

function first(issues: readonly RuleIssue[]): { path: string; problem: string } {
  return { path: issues[0]?.path ?? '', problem: issues[0]?.message ?? '' }
}
