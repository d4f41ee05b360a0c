import type { FactDefinition } from '../facts/define-fact.ts'
import { pointer } from '../issue.ts'
import type { Operation } from '../language/check-expression.ts'
import type { Derivation, Expression } from '../language/rule-set.ts'
import type { FactReference } from '../schema.ts'
import { countTerm, numberTerm, ruleTerm } from '../terms/derived-term.ts'
import type { Term } from '../terms/term.ts'
import { type CompileScope, enters, nextNumber, type TermCompiler } from './compile-scope.ts'

const computations: Readonly<Record<Operation, (values: readonly number[]) => number>> = {
  add: (values) => values.reduce((sum, value) => sum + value, 0),
  subtract: ([from = 0, taken = 0]) => from - taken,
  multiply: (values) => values.reduce((product, value) => product * value, 1),
  divide: ([dividend = 0, divisor = 0]) => dividend / divisor,
  min: (values) => Math.min(...values),
  max: (values) => Math.max(...values),
}

/** Writes a derived fact out where it is used: what one use costs is counted for each. */
export function compileDerived(
  name: string,
  path: string,
  scope: CompileScope,
  compileTerm: TermCompiler,
): Term | undefined {
  const derivation = scope.derived[name] as Derivation
  if (!enters(name, 'derived', pointer(path, 'fact'), scope)) return undefined
  scope.open.push(`derived ${name}`)
  const at = pointer('/derived', name)
  const term =
    'rule' in derivation
      ? compileRule(name, derivation, pointer(at, 'rule'), scope)
      : compileExpression(name, derivation.value, pointer(at, 'value'), scope, compileTerm)
  scope.open.pop()
  return term
}

function compileRule(
  name: string,
  derivation: Extract<Derivation, { rule: unknown }>,
  path: string,
  scope: CompileScope,
): Term | undefined {
  const place = { path, message: undefined, negated: false, opposable: true }
  const node = scope.compileCondition(derivation.rule, place, scope)
  if (node === undefined) return undefined
  if (node === 'left out') {
    scope.issues.add(path, 'scope_empty', `nothing of "${name}" has the labels asked for`)
    return undefined
  }
  // What the rule rests on is not listed here, so its value is treated as the person's own.
  return ruleTerm(definition(name, 'boolean', 'personal'), node)
}

function compileExpression(
  name: string,
  expression: Expression,
  path: string,
  scope: CompileScope,
  compileTerm: TermCompiler,
): Term | undefined {
  nextNumber(scope, path)
  if (typeof expression === 'number') return constantTerm(name, expression)
  if (Object.hasOwn(expression, 'fact')) {
    const reference = expression as FactReference
    const term = compileTerm(reference, path, scope)
    if (term === undefined || !isNumeric(term, path, scope)) return undefined
    return numberTerm(definition(name, 'number', term.fact.privacy), [term], ([value = Number.NaN]) => value)
  }
  const [[operation = '', operands] = []] = Object.entries(expression)
  const at = pointer(path, operation)
  if (operation === 'count') {
    const list = compileTerm(operands as FactReference, at, scope)
    return list && countTerm(definition(name, 'number', list.fact.privacy), list)
  }
  const terms = (operands as readonly Expression[]).map((operand, index) =>
    compileExpression(name, operand, pointer(at, index), scope, compileTerm),
  )
  const compiled = terms.filter((term) => term !== undefined)
  if (compiled.length < terms.length) return undefined
  const isPersonal = compiled.some(({ fact }) => fact.privacy === 'personal')
  const fact = definition(name, 'number', isPersonal ? 'personal' : 'public')
  return numberTerm(fact, compiled, computations[operation as Operation])
}

function isNumeric({ fact, type }: Term, path: string, scope: CompileScope): boolean {
  if (type === 'number' || type === 'json' || type === undefined) return true
  scope.issues.add(path, 'value_not_for_fact', `"${fact.name}" is a ${type}, not a number`)
  return false
}

function constantTerm(name: string, value: number): Term {
  return numberTerm(definition(name, 'number', 'public'), [], () => value)
}

function definition(name: string, type: 'boolean' | 'number', privacy: FactDefinition['privacy']): FactDefinition {
  return { name, type, source: 'clock', cost: 0, privacy }
}
