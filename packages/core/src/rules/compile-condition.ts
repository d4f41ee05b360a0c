import { compileFactCondition } from './compile-fact-condition.ts'
import type { CompileScope, Place } from './compile-scope.ts'
import { effectiveNode } from './evaluate/effective-node.ts'
import { allNode, anyNode } from './evaluate/group-node.ts'
import type { Node } from './evaluate/node.ts'
import { pointer } from './issue.ts'
import { type Condition, type Effective, epochMs } from './schema.ts'

/** Compiles a condition and all beneath it; answers nothing when something was wrong, after reporting it. */
export function compileCondition(condition: Condition, above: Place, scope: CompileScope): Node | undefined {
  const place = { ...above, message: condition.message ?? above.message }
  const node = compileKind(condition, place, scope)
  if (node === undefined || condition.effective === undefined) return node
  return withEffective(node, condition.effective, place, scope)
}

function compileKind(condition: Condition, place: Place, scope: CompileScope): Node | undefined {
  if ('fact' in condition) return compileFactCondition(condition, place, scope)
  if ('not' in condition) {
    const beneath = { ...place, path: pointer(place.path, 'not'), negated: !place.negated }
    return compileCondition(condition.not, beneath, scope)
  }
  const kind = 'all' in condition ? 'all' : 'any'
  const conditions = 'all' in condition ? condition.all : condition.any
  const children = conditions.map((child, index) =>
    compileCondition(child, { ...place, path: pointer(place.path, kind, index) }, scope),
  )
  const compiled = children.filter((child) => child !== undefined)
  if (compiled.length < children.length) return undefined
  // Beneath a not, "all" becomes "any of the opposites", and the other way round.
  return (kind === 'all') === place.negated ? anyNode(scope.nodes++, compiled) : allNode(scope.nodes++, compiled)
}

function withEffective(node: Node, effective: Effective, place: Place, scope: CompileScope): Node {
  const from = effective.from === undefined ? Number.NEGATIVE_INFINITY : epochMs(effective.from)
  const to = effective.to === undefined ? Number.POSITIVE_INFINITY : epochMs(effective.to)
  const { path, message } = place
  return effectiveNode(
    scope.nodes++,
    node,
    { from, to },
    {
      path,
      expected: effective,
      ...(message === undefined ? {} : { message }),
    },
  )
}
