import * as z from 'zod'
import { didYouMean } from './did-you-mean.ts'
import { type IssueList, pointer } from './issue.ts'

/** Reports what `schema` finds wrong in `value`, one issue a mistake, unknown keys with the nearest known one. */
export function reportSchemaIssues(schema: z.ZodType, value: unknown, path: string, issues: IssueList): void {
  const parsed = schema.safeParse(value)
  if (parsed.success) return
  for (const issue of parsed.error.issues) {
    const at = pointer(path, ...issue.path)
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, issue.path)
      for (const key of issue.keys) {
        issues.add(pointer(at, key), 'key_unknown', `the key "${key}" is not known here`, didYouMean(key, known))
      }
    } else if (isAbsent(value, issue.path)) {
      const parent = pointer(path, ...issue.path.slice(0, -1))
      issues.add(parent, 'key_missing', `the key "${String(issue.path.at(-1))}" is missing`)
    } else {
      issues.add(at, 'value_invalid', issue.message)
    }
  }
}

/** Whether the last step of a path is a key that its object does not have. */
function isAbsent(value: unknown, path: readonly PropertyKey[]): boolean {
  let current = value
  for (const [index, key] of path.entries()) {
    if (typeof current !== 'object' || current === null) return false
    if (!Object.hasOwn(current, key)) return index === path.length - 1
    current = (current as Readonly<Record<PropertyKey, unknown>>)[key]
  }
  return false
}

/** The keys of the object schema that stands at a path of object schemas. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let current: unknown = schema
  for (const key of path) current = shapeOf(current)[String(key)]
  return Object.keys(shapeOf(current))
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema
  return inner instanceof z.ZodObject ? inner.shape : {}
}
