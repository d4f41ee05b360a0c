import type { RuleEvent } from '../evaluate/decide.ts'
import type { Run } from '../evaluate/run.ts'
import { pointer } from '../issue.ts'
import type { RuleEventTemplate } from '../language/rule-set.ts'
import { reportSchemaIssues } from '../report-schema-issues.ts'
import { type FactReference, factReferenceSchema } from '../schema.ts'
import type { Term } from '../terms/term.ts'
import type { CompileScope } from './compile-scope.ts'
import { compileTerm } from './compile-term.ts'

/** Makes a rule's event when it is due. One without facts in it is made once. */
export type EventMaker = (run: Run) => RuleEvent

export function compileEvent(
  event: RuleEventTemplate,
  rule: string | undefined,
  path: string,
  scope: CompileScope,
): EventMaker | undefined {
  const terms = new Map<string, Term>()
  let sound = true
  for (const [name, value] of Object.entries(event.params ?? {})) {
    if (!isReference(value)) continue
    const term = compileParam(value, pointer(path, 'params', name), scope)
    if (term === undefined) sound = false
    else terms.set(name, term)
  }
  if (!sound) return undefined
  const named = rule === undefined ? {} : { rule }
  const fixed: RuleEvent = Object.freeze({ ...event, ...named })
  if (terms.size === 0) return () => fixed
  return (run) => {
    const params: Record<string, unknown> = { ...event.params }
    for (const [name, term] of terms) params[name] = term.read(run) ?? null
    return { ...fixed, params }
  }
}

function isReference(value: unknown): value is FactReference {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'fact')
}

/** Events leave the engine, so that only public facts may go with them. */
function compileParam(reference: FactReference, path: string, scope: CompileScope): Term | undefined {
  const before = scope.issues.issues.length
  reportSchemaIssues(factReferenceSchema, reference, path, scope.issues)
  if (scope.issues.issues.length > before) return undefined
  const term = compileTerm(reference, path, scope)
  if (term === undefined || term.fact.privacy === 'public') return term
  scope.issues.add(path, 'fact_personal', `"${term.fact.name}" is personal and stays out of events`)
  return undefined
}
