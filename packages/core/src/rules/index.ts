export type { Outcome, Reason, Refusal } from '../kernel/outcome.ts'
export type { Area } from './area/prepare-area.ts'
export { type CompiledRules, type CompileOptions, compileRules } from './compile-rules.ts'
export type { Decision } from './evaluate/decide.ts'
export { explainDecision, type Locale, type PlaceholderValues } from './explain-decision.ts'
export { builtInFacts } from './facts/built-in-facts.ts'
export {
  defineFact,
  type FactCatalogue,
  type FactDefinition,
  type FactSource,
  factKey,
  type Privacy,
} from './facts/define-fact.ts'
export type { FactType } from './facts/fact-types.ts'
export type { FactGroups } from './facts/read-fact.ts'
export type { RuleIssue } from './issue.ts'
export { limits } from './limits.ts'
export { builtInOperators } from './operators/built-in-operators.ts'
export {
  type Answer,
  defineOperator,
  type Operator,
  type OperatorTools,
  type Test,
} from './operators/define-operator.ts'
export type { ValueProblem } from './operators/value-problem.ts'
export { parseRules } from './parse-rules.ts'
export type {
  AllCondition,
  AnyCondition,
  Condition,
  Effective,
  FactCondition,
  Message,
  NotCondition,
  RuleSet,
} from './schema.ts'
