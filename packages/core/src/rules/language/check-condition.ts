import { didYouMean } from '../did-you-mean.ts'
import { type IssueList, pointer } from '../issue.ts'
import { limits } from '../limits.ts'
import { reportSchemaIssues } from '../report-schema-issues.ts'
import { type NodeKind, nodeSchemas } from '../schema.ts'

const kinds = Object.keys(nodeSchemas) as readonly NodeKind[]

/** One walk over a whole document, so that its conditions are counted together. */
export interface Walk {
  readonly issues: IssueList
  conditions: number
}

/** Where the walk stands. */
interface Standing {
  readonly depth: number
  readonly beneathNot: boolean
  /** Only lists that all must hold lie above: an advisory condition may be lifted out here. */
  readonly liftable: boolean
}

/** Checks the shape of a condition and of all beneath it, into `walk.issues`. Facts and operators are not looked up. */
export function checkCondition(node: unknown, path: string, walk: Walk, liftable: boolean): void {
  checkNode(node, path, { depth: 1, beneathNot: false, liftable }, walk)
}

function checkNode(node: unknown, path: string, standing: Standing, walk: Walk): void {
  walk.conditions += 1
  if (walk.conditions > limits.conditions) {
    if (walk.conditions === limits.conditions + 1) {
      walk.issues.add(path, 'too_large', `more than ${limits.conditions} conditions`)
    }
    return
  }
  const kind = kindOf(node, path, walk.issues)
  if (kind === undefined) return
  if (standing.depth > limits.depth) {
    walk.issues.add(path, 'too_deep', `conditions nested deeper than ${limits.depth}`)
    return
  }
  const record = node as Readonly<Record<string, unknown>>
  reportSchemaIssues(nodeSchemas[kind], record, path, walk.issues)
  checkMarks(record, path, standing, walk.issues)
  checkChildren(record, kind, path, standing, walk)
}

function checkMarks(
  record: Readonly<Record<string, unknown>>,
  path: string,
  standing: Standing,
  issues: IssueList,
): void {
  if (standing.beneathNot && record.effective !== undefined) {
    const message = 'effective beneath a not would say yes outside its window'
    issues.add(pointer(path, 'effective'), 'effective_under_not', message, 'put it on the not')
  }
  if (!standing.liftable && record.severity === 'advisory') {
    const message = 'an advisory condition stands in an all that reaches up to its rule'
    issues.add(pointer(path, 'severity'), 'advisory_not_here', message, 'make it a rule of its own')
  }
}

function checkChildren(
  record: Readonly<Record<string, unknown>>,
  kind: NodeKind,
  path: string,
  { depth, beneathNot, liftable }: Standing,
  walk: Walk,
): void {
  const inside = record[kind]
  if (kind === 'not') {
    checkNode(inside, pointer(path, 'not'), { depth: depth + 1, beneathNot: true, liftable: false }, walk)
    return
  }
  if ((kind !== 'all' && kind !== 'any') || !Array.isArray(inside)) return
  const standing = { depth: depth + 1, beneathNot, liftable: liftable && kind === 'all' }
  inside.forEach((child, index) => {
    checkNode(child, pointer(path, kind, index), standing, walk)
  })
}

/** Which of the five a node is; a node that is none or several is reported. */
function kindOf(node: unknown, path: string, issues: IssueList): NodeKind | undefined {
  const known = 'a condition has one of all, any, not, condition, fact'
  if (typeof node !== 'object' || node === null || Array.isArray(node)) {
    issues.add(path, 'condition_invalid', 'a condition is an object with all, any, not, condition, or fact')
    return undefined
  }
  const present = kinds.filter((kind) => Object.hasOwn(node, kind))
  if (present.length === 1) return present[0]
  if (present.length > 1) {
    issues.add(path, 'condition_ambiguous', `a condition has one of ${present.join(', ')}, not several`)
    return undefined
  }
  const hints = Object.keys(node).map((key) => didYouMean(key, kinds))
  issues.add(path, 'condition_invalid', known, hints.find(Boolean))
  return undefined
}
