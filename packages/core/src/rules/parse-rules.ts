import { accepted, type Outcome } from '../kernel/outcome.ts'
import { copyJson } from './copy-json.ts'
import { didYouMean } from './did-you-mean.ts'
import { IssueList, pointer } from './issue.ts'
import { limits } from './limits.ts'
import { reportSchemaIssues } from './report-schema-issues.ts'
import { type Condition, type NodeKind, nodeSchemas, type RuleSet } from './schema.ts'

const kinds = Object.keys(nodeSchemas) as readonly NodeKind[]

/**
 * Checks a rule document: json-rules-engine's conditions (`all`, `any`, `not`, `{fact, operator, value, params, path}`), with `message`
 * and `effective` on any of them. The result is a frozen copy.
 *
 * Not checked here: whether facts and operators exist and values suit them; `compileRules` knows the catalogue.
 *
 * `effective` may not stand beneath `not`: outside its window a condition is not fulfilled, and the `not` would turn that into a yes.
 * An empty `all` or `any` is refused, where json-rules-engine says yes to it.
 *
 * @param document parsed JSON or YAML, never text
 * @returns refusal `rules_invalid`, with `detail.issues: RuleIssue[]`
 * @example
 * const rules = parseRules({ fact: 'person.registration', operator: 'withinRegion', value: '511525' })
 */
export function parseRules(document: unknown): Outcome<RuleSet, 'rules_invalid'> {
  const issues = new IssueList()
  const copy = copyJson(document, issues)
  if (issues.found) return issues.refusal()
  const walk: Walk = { issues, conditions: 0 }
  checkNode(copy, '', 1, false, walk)
  if (issues.found) return issues.refusal()
  return accepted({ condition: copy as Condition } as RuleSet)
}

interface Walk {
  readonly issues: IssueList
  conditions: number
}

function checkNode(node: unknown, path: string, depth: number, beneathNot: boolean, walk: Walk): void {
  walk.conditions += 1
  if (walk.conditions > limits.conditions) {
    if (walk.conditions === limits.conditions + 1) {
      walk.issues.add(path, 'too_large', `more than ${limits.conditions} conditions`)
    }
    return
  }
  const kind = kindOf(node, path, walk.issues)
  if (kind === undefined) return
  if (depth > limits.depth) {
    walk.issues.add(path, 'too_deep', `conditions nested deeper than ${limits.depth}`)
    return
  }
  const record = node as Readonly<Record<string, unknown>>
  reportSchemaIssues(nodeSchemas[kind], record, path, walk.issues)
  if (beneathNot && record.effective !== undefined) {
    const where = pointer(path, 'effective')
    walk.issues.add(
      where,
      'effective_under_not',
      'effective beneath a not would say yes outside its window',
      'put it on the not',
    )
  }
  checkChildren(record, kind, path, depth, beneathNot, walk)
}

function checkChildren(
  record: Readonly<Record<string, unknown>>,
  kind: NodeKind,
  path: string,
  depth: number,
  beneathNot: boolean,
  walk: Walk,
): void {
  const inside = record[kind]
  if (kind === 'not') checkNode(inside, pointer(path, 'not'), depth + 1, true, walk)
  if (kind === 'not' || kind === 'fact' || !Array.isArray(inside)) return
  inside.forEach((child, index) => {
    checkNode(child, pointer(path, kind, index), depth + 1, beneathNot, walk)
  })
}

/** Which of the four a node is; a node that is none or several is reported. */
function kindOf(node: unknown, path: string, issues: IssueList): NodeKind | undefined {
  if (typeof node !== 'object' || node === null || Array.isArray(node)) {
    issues.add(path, 'condition_invalid', 'a condition is an object with all, any, not, or fact')
    return undefined
  }
  const present = kinds.filter((kind) => Object.hasOwn(node, kind))
  if (present.length === 1) return present[0]
  if (present.length > 1) {
    issues.add(path, 'condition_ambiguous', `a condition has one of ${present.join(', ')}, not several`)
    return undefined
  }
  const hints = Object.keys(node).map((key) => didYouMean(key, kinds))
  issues.add(path, 'condition_invalid', 'a condition has one of all, any, not, fact', hints.find(Boolean))
  return undefined
}
