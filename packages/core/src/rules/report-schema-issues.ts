import type * as z from 'zod'
import { didYouMean } from './did-you-mean.ts'
import { type IssueList, pointer } from './issue.ts'

/** Reports what `schema` finds wrong in `value`, one issue a mistake, unknown keys with the nearest known one. */
export function reportSchemaIssues(schema: z.ZodType, value: unknown, path: string, issues: IssueList): void {
  const parsed = schema.safeParse(value)
  if (parsed.success) return
  for (const issue of parsed.error.issues) {
    const at = pointer(path, ...issue.path)
    if (issue.code === 'unrecognized_keys') {
      const known = keysOf(schema)
      for (const key of issue.keys) {
        issues.add(pointer(at, key), 'key_unknown', `the key "${key}" is not known here`, didYouMean(key, known))
      }
    } else if (issue.code === 'invalid_type' && isAbsent(value, issue.path)) {
      issues.add(path, 'key_missing', `the key "${issue.path.join('.')}" is missing`)
    } else {
      issues.add(at, 'value_invalid', issue.message)
    }
  }
}

function isAbsent(value: unknown, path: readonly PropertyKey[]): boolean {
  const key = path[0]
  if (path.length !== 1 || key === undefined || typeof value !== 'object' || value === null) return false
  return !Object.hasOwn(value, key)
}

function keysOf(schema: z.ZodType): readonly string[] {
  return 'shape' in schema && typeof schema.shape === 'object' && schema.shape !== null ? Object.keys(schema.shape) : []
}
