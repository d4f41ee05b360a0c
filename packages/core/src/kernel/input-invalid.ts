import type { z } from 'zod'
import { type InputProblem, inputProblems } from './input-problems.ts'
import { type Refusal, refused } from './outcome.ts'

type Issue = z.core.$ZodIssue

/** What may be shown of a name that somebody else chose: a field name, never a number, a sentence or a control character. */
const FIELD_NAME = /^[A-Za-z_][\w.-]{0,63}$/

/** The name, or `…` where it does not look like a field's name (it might be somebody's number). */
export function shownFieldName(name: PropertyKey): string {
  if (typeof name === 'number') return String(name)
  return typeof name === 'string' && FIELD_NAME.test(name) ? name : '…'
}

/**
 * The refusal for an input that does not fit its schema: where (`detail.path`), what is wrong (`detail.problem`), and a
 * sentence for it in both languages. What was sent is never repeated, since it may be personal.
 *
 * @param issues as zod gives them; the first is told.
 * @param input what was parsed; only asked whether a field is there and which sign a number has.
 */
export function inputInvalid(issues: readonly Issue[], input: unknown): Refusal<'input_invalid'> {
  const issue = issues[0]
  return issue ? refusalOf(issue, [], input) : inputRefused('', 'invalid')
}

/** As `inputInvalid`, for what is found before a schema is asked. */
export function inputRefused(
  path: string,
  problem: InputProblem,
  more: Readonly<Record<string, unknown>> = {},
): Refusal<'input_invalid'> {
  const message = inputProblems[problem]
  return refused(
    'input_invalid',
    { path, problem, ...more },
    {
      reasons: [{ fact: path, operator: 'schema', result: 'failed', message, problem }],
    },
  )
}

function refusalOf(issue: Issue, above: readonly PropertyKey[], input: unknown): Refusal<'input_invalid'> {
  const keys = [...above, ...issue.path]
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors)
    if (branch) return refusalOf(branch, keys, input)
  }
  if (issue.code === 'unrecognized_keys')
    return inputRefused(shownPath([...keys, issue.keys[0] ?? '']), 'unknown_field')
  const value = valueAt(input, keys)
  return inputRefused(shownPath(keys), problemOf(issue, value), limitsOf(issue))
}

/** Of several alternatives the one that came furthest is the one that was meant. */
function nearestBranch(branches: readonly (readonly Issue[])[]): Issue | undefined {
  const firsts = branches.map((issues) => issues[0]).filter((issue) => issue !== undefined)
  return firsts.reduce<Issue | undefined>(
    (best, issue) => (issue.path.length > (best?.path.length ?? 0) ? issue : best),
    undefined,
  )
}

function problemOf(issue: Issue, value: unknown): InputProblem {
  switch (issue.code) {
    case 'invalid_type':
      if (value === undefined) return 'missing'
      if (typeof value === 'number') return issue.expected === 'int' ? 'not_whole' : 'wrong_type'
      return 'wrong_type'
    case 'too_small':
      if (typeof value === 'number') return value < 0 && Number(issue.minimum) >= 0 ? 'negative' : 'too_small'
      return 'too_short'
    case 'too_big':
      return typeof value === 'number' ? 'too_big' : 'too_long'
    case 'not_multiple_of':
      return 'not_multiple'
    case 'invalid_format':
      return 'wrong_format'
    case 'invalid_value':
      return value === undefined ? 'missing' : 'not_listed'
    default:
      return value === undefined ? 'missing' : 'invalid'
  }
}

/** The bounds of the schema: ours, so they may be shown. */
function limitsOf(issue: Issue): Readonly<Record<string, unknown>> {
  if (issue.code === 'too_small') return { minimum: shownNumber(issue.minimum) }
  if (issue.code === 'too_big') return { maximum: shownNumber(issue.maximum) }
  if (issue.code === 'invalid_value') return { allowed: issue.values.map(String) }
  if (issue.code === 'invalid_type') return { expected: issue.expected }
  // Written by the schema's author, about the rule and not about the value.
  if (issue.code === 'custom') return { hint: issue.message }
  return {}
}

function shownNumber(value: number | bigint): number {
  return Number(value)
}

function shownPath(keys: readonly PropertyKey[]): string {
  return keys.map(shownFieldName).join('.')
}

function valueAt(input: unknown, keys: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}
