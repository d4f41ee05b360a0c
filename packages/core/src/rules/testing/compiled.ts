import { type CompileOptions, compileRules } from '../compile-rules.ts'
import type { CompiledRules } from '../compiled-rules.ts'
import { builtInFacts } from '../facts/built-in-facts.ts'
import type { RuleIssue } from '../issue.ts'
import { parseRules } from '../parse-rules.ts'

const usual: CompileOptions = { facts: builtInFacts, zone: 'Asia/Shanghai' }

/** Parses and compiles a document that a test holds to be right. */
export function compiled(document: unknown, options: Partial<CompileOptions> = {}): CompiledRules {
  const parsed = parseRules(document)
  const rules = parsed.ok ? compileRules(parsed.value, { ...usual, ...options }) : parsed
  if (!rules.ok) throw new Error(JSON.stringify(rules.detail))
  return rules.value
}

/** What is found wrong in a document, by parsing or else by compiling. */
export function issuesOf(document: unknown, options: Partial<CompileOptions> = {}): readonly RuleIssue[] {
  const parsed = parseRules(document)
  const rules = parsed.ok ? compileRules(parsed.value, { ...usual, ...options }) : parsed
  return rules.ok ? [] : (rules.detail.issues as readonly RuleIssue[])
}
