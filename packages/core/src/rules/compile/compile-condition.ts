import { didYouMean } from '../did-you-mean.ts'
import { effectiveNode } from '../evaluate/effective-node.ts'
import { allNode, anyNode } from '../evaluate/group-node.ts'
import type { Node } from '../evaluate/node.ts'
import { pointer } from '../issue.ts'
import { type Condition, type Effective, epochMs, type NamedCondition } from '../schema.ts'
import { compileFactCondition } from './compile-fact-condition.ts'
import { type Compiled, type CompileScope, enters, nextNumber, type Place } from './compile-scope.ts'

/** Compiles a condition and all beneath it. */
export function compileCondition(condition: Condition, above: Place, scope: CompileScope): Compiled {
  if (!isAskedFor(condition.scope, scope)) return 'left out'
  const place = { ...above, message: condition.message ?? above.message }
  const node = compileKind(condition, place, scope)
  if (node === undefined || node === 'left out') return node
  const effective = condition.effective
  if (effective === undefined) return advised(condition, node, scope)
  if (place.opposable) {
    const message = 'effective where the opposite may be asked would say yes outside its window'
    scope.issues.add(pointer(place.path, 'effective'), 'effective_under_not', message)
    return undefined
  }
  return advised(condition, withEffective(node, effective, place, scope), scope)
}

export function isAskedFor(labels: readonly string[] | undefined, { labels: wanted }: CompileScope): boolean {
  return labels === undefined || wanted === undefined || labels.some((label) => wanted.has(label))
}

/** An advisory condition is evaluated and told, but decides nothing. */
function advised(condition: Condition, node: Node, scope: CompileScope): Compiled {
  if (condition.severity !== 'advisory') return node
  scope.advice.push(node)
  return 'left out'
}

function compileKind(condition: Condition, place: Place, scope: CompileScope): Compiled {
  if ('fact' in condition) return compileFactCondition(condition, place, scope)
  if ('condition' in condition) return compileNamed(condition, place, scope)
  if ('not' in condition) {
    const path = pointer(place.path, 'not')
    return compileCondition(condition.not, { ...place, path, negated: !place.negated, opposable: true }, scope)
  }
  const kind = 'all' in condition ? 'all' : 'any'
  const conditions = 'all' in condition ? condition.all : condition.any
  const children = conditions.map((child, index) => ({
    priority: child.priority ?? 1,
    node: compileCondition(child, { ...place, path: pointer(place.path, kind, index) }, scope),
  }))
  if (children.some(({ node }) => node === undefined)) return undefined
  const compiled = children.filter((child): child is { priority: number; node: Node } => child.node !== 'left out')
  if (compiled.length === 0) return 'left out'
  const parts = {
    number: nextNumber(scope, place.path),
    path: place.path,
    children: compiled.map(({ node }) => node),
    asked: compiled.toSorted((a, b) => b.priority - a.priority).map(({ node }) => node),
  }
  // Beneath a not, "all" becomes "any of the opposites", and the other way round.
  return (kind === 'all') === place.negated ? anyNode(parts) : allNode(parts)
}

/** A reference is its condition, written out here; mistakes and reasons name the place where it is defined. */
function compileNamed({ condition: name }: NamedCondition, place: Place, scope: CompileScope): Compiled {
  const at = pointer(place.path, 'condition')
  const named = Object.hasOwn(scope.conditions, name) ? scope.conditions[name] : undefined
  if (named === undefined) {
    const hint = didYouMean(name, Object.keys(scope.conditions))
    scope.issues.add(at, 'condition_unknown', `no condition is named "${name}"`, hint)
    return undefined
  }
  if (!enters(name, 'condition', at, scope)) return undefined
  scope.open.push(`condition ${name}`)
  const compiled = compileCondition(named, { ...place, path: pointer('/conditions', name) }, scope)
  scope.open.pop()
  return compiled
}

export function withEffective(node: Node, effective: Effective, place: Place, scope: CompileScope): Node {
  const from = effective.from === undefined ? Number.NEGATIVE_INFINITY : epochMs(effective.from)
  const to = effective.to === undefined ? Number.POSITIVE_INFINITY : epochMs(effective.to)
  const { path, message } = place
  const reason = { path, expected: effective, ...(message === undefined ? {} : { message }) }
  return effectiveNode(nextNumber(scope, path), node, { from, to }, reason)
}
