export type { Outcome, Reason, Refusal } from '../kernel/outcome.ts'
export type { Area } from './area/prepare-area.ts'
export type { Calendar } from './calendar/calendar-schema.ts'
export { type CompileOptions, compileRules } from './compile-rules.ts'
export type { CompiledRules, EvaluateOptions, ReadFact } from './compiled-rules.ts'
export { type ChangedDecision, type DryRun, dryRunRules, type RecordedDecision } from './dry-run-rules.ts'
export type { Decision, DecisionOutcome, RuleEvent } from './evaluate/decide.ts'
export type { TraceNode } from './evaluate/trace.ts'
export {
  type AsyncDecision,
  type EvaluateAsyncOptions,
  evaluateAsync,
  type FactFetcher,
  type FactRequest,
  type FetchFailure,
} from './evaluate-async.ts'
export { explainDecision, type Locale, type PlaceholderValues } from './explain-decision.ts'
export { builtInFacts } from './facts/built-in-facts.ts'
export {
  defineFact,
  type FactCatalogue,
  type FactDefinition,
  type FactSource,
  factKey,
  type Privacy,
  type Viewer,
} from './facts/define-fact.ts'
export type { FactGroups } from './facts/fact-groups.ts'
export type { FactType } from './facts/fact-types.ts'
export type { RuleIssue } from './issue.ts'
export type { RuleTest } from './language/document-schema.ts'
export type { Rule, RuleEventTemplate, RuleSet } from './language/rule-set.ts'
export { limits } from './limits.ts'
export type { Answer, Test } from './operators/answer.ts'
export { builtInOperators } from './operators/built-in-operators.ts'
export { defineOperator, type Operator, type OperatorTools } from './operators/define-operator.ts'
export type { ValueProblem } from './operators/value-problem.ts'
export { parseRules } from './parse-rules.ts'
export { phoneHomeFetcher } from './phone-home-fetcher.ts'
export { lookUpRegion, type RegionMeaning } from './region/look-up-region.ts'
export { regionTable } from './region/region-table.ts'
export { rulesJsonSchema } from './rules-json-schema.ts'
export { type RuleTestResult, runRuleTests } from './run-rule-tests.ts'
export type {
  AllCondition,
  AnyCondition,
  Condition,
  Effective,
  FactCondition,
  Message,
  NamedCondition,
  NotCondition,
} from './schema.ts'
