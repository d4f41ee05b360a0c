import { didYouMean } from '../did-you-mean.ts'
import { type IssueList, pointer } from '../issue.ts'
import { limits } from '../limits.ts'
import { reportSchemaIssues } from '../report-schema-issues.ts'
import { factReferenceSchema } from '../schema.ts'

/** Operations of derived numbers, with how many operands they take. `count` takes one list fact. */
export const operations = {
  add: [1, limits.operands],
  subtract: [2, 2],
  multiply: [1, limits.operands],
  divide: [2, 2],
  min: [1, limits.operands],
  max: [1, limits.operands],
} as const
export type Operation = keyof typeof operations

const known = [...Object.keys(operations), 'count', 'fact']

/** Checks the shape of an expression: a number, a fact, `{ add: […] }` and the like, `{ count: { fact } }`. */
export function checkExpression(expression: unknown, path: string, depth: number, issues: IssueList): void {
  if (typeof expression === 'number') return
  if (depth > limits.expressionDepth) {
    issues.add(path, 'too_deep', `operations nested deeper than ${limits.expressionDepth}`)
    return
  }
  if (typeof expression !== 'object' || expression === null || Array.isArray(expression)) {
    issues.add(path, 'expression_invalid', 'an expression is a number, a fact or an operation')
    return
  }
  if (Object.hasOwn(expression, 'fact')) {
    reportSchemaIssues(factReferenceSchema, expression, path, issues)
    return
  }
  checkOperation(expression, path, depth, issues)
}

function checkOperation(expression: object, path: string, depth: number, issues: IssueList): void {
  const [[name, operands] = ['', undefined], ...others] = Object.entries(expression)
  const at = pointer(path, name)
  if (others.length > 0 || !known.includes(name)) {
    issues.add(path, 'expression_invalid', `an operation is one of ${known.join(', ')}`, didYouMean(name, known))
  } else if (name === 'count') reportSchemaIssues(factReferenceSchema, operands, at, issues)
  else if (!Array.isArray(operands)) issues.add(at, 'expression_invalid', 'operands are a list')
  else {
    const [least, most] = operations[name as Operation]
    if (operands.length < least || operands.length > most) {
      issues.add(at, 'expression_invalid', `"${name}" takes ${least === most ? least : `${least} to ${most}`} operands`)
    }
    operands.slice(0, most).forEach((operand, index) => {
      checkExpression(operand, pointer(at, index), depth + 1, issues)
    })
  }
}
