import { type IssueList, pointer } from './issue.ts'
import { limits } from './limits.ts'

/** Keys that reach a prototype when someone merges or assigns: refused wherever they stand. */
const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * A private, frozen copy of a JSON value, so that nothing changes under a compiled rule. Refuses what is no JSON, too deep, too
 * large, or carries a forbidden key, into `issues`. Linear: a value is visited once and nothing below the depth limit is.
 */
export function copyJson(value: unknown, issues: IssueList): unknown {
  let visited = 0

  function visit(current: unknown, path: string, depth: number): unknown {
    visited += 1
    if (visited > limits.jsonValues) {
      if (visited === limits.jsonValues + 1) issues.add(path, 'too_large', `more than ${limits.jsonValues} values`)
      return null
    }
    if (typeof current === 'object' && current !== null) {
      if (depth >= limits.jsonDepth) {
        issues.add(path, 'too_deep', `nested deeper than ${limits.jsonDepth} levels`)
        return null
      }
      return Array.isArray(current) ? visitList(current, path, depth) : visitObject(current, path, depth)
    }
    return visitScalar(current, path)
  }

  function visitScalar(current: unknown, path: string): unknown {
    if (typeof current === 'string') {
      if (current.length > limits.textLength) issues.add(path, 'too_large', `text longer than ${limits.textLength}`)
      return current
    }
    if (typeof current === 'boolean' || current === null) return current
    if (typeof current === 'number' && Number.isFinite(current)) return current
    issues.add(path, 'not_json', `a ${typeof current} is no JSON value`)
    return null
  }

  function visitList(current: readonly unknown[], path: string, depth: number): unknown {
    if (current.length > limits.listLength) {
      issues.add(path, 'too_large', `more than ${limits.listLength} entries`)
      return Object.freeze([])
    }
    return Object.freeze(Array.from(current, (entry, index) => visit(entry, `${path}/${index}`, depth + 1)))
  }

  function visitObject(current: object, path: string, depth: number): unknown {
    const prototype: unknown = Object.getPrototypeOf(current)
    if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) {
      issues.add(path, 'not_json', 'only plain objects are JSON')
      return null
    }
    const copy: Record<string, unknown> = {}
    for (const [key, entry] of Object.entries(current)) {
      const at = pointer(path, key)
      if (forbiddenKeys.has(key)) issues.add(at, 'key_forbidden', `the key "${key}" is not allowed anywhere`)
      else if (entry !== undefined) copy[key] = visit(entry, at, depth + 1)
    }
    return Object.freeze(copy)
  }

  return visit(value, '', 0)
}
