import type { CompiledRule } from '../evaluate/decide.ts'
import { pointer } from '../issue.ts'
import type { Rule } from '../language/rule-set.ts'
import { compileCondition, isAskedFor, withEffective } from './compile-condition.ts'
import { compileEvent } from './compile-event.ts'
import type { CompileScope } from './compile-scope.ts'

/** One rule with its event; nothing when something was wrong, `left out` when its labels were not asked for. */
export function compileRule(rule: Rule, scope: CompileScope): CompiledRule | 'left out' | undefined {
  if (!isAskedFor(rule.scope, scope)) return 'left out'
  const place = { path: rule.path, message: rule.message, negated: false, opposable: false }
  const compiled = compileCondition(rule.conditions, place, scope)
  if (compiled === undefined || compiled === 'left out') return compiled
  const node = rule.effective === undefined ? compiled : withEffective(compiled, rule.effective, place, scope)
  const base = { node, name: rule.name, priority: rule.priority ?? 1, advisory: rule.severity === 'advisory' }
  if (rule.event === undefined) return { ...base, event: undefined }
  const eventPath = pointer(rule.path.slice(0, -'/conditions'.length), 'event')
  const event = compileEvent(rule.event, rule.name, eventPath, scope)
  return event && { ...base, event }
}
