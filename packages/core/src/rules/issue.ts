import { type Refusal, refused } from '../kernel/outcome.ts'
import { limits } from './limits.ts'

/** One mistake in a rule document. */
export interface RuleIssue {
  /** JSON pointer into the document, e.g. `/all/1/operator`. */
  readonly path: string
  /** Stable; branch on this one. */
  readonly code: string
  readonly message: string
  /** How to put it right, e.g. `did you mean "withinRegion"?` */
  readonly hint?: string
}

export type RulesInvalid = Refusal<'rules_invalid'>

/** Collects up to `limits.issues` mistakes: a document with more is wrong in one way, many times. */
export class IssueList {
  readonly issues: RuleIssue[] = []

  add(path: string, code: string, message: string, hint?: string): void {
    if (this.issues.length >= limits.issues) return
    this.issues.push(hint === undefined ? { path, code, message } : { path, code, message, hint })
  }

  get found(): boolean {
    return this.issues.length > 0
  }

  refusal(): RulesInvalid {
    return refused('rules_invalid', { issues: this.issues })
  }
}

/** `pointer('/all/0', 'a/b')` is `/all/0/a~1b` (RFC 6901). */
export function pointer(base: string, ...steps: readonly PropertyKey[]): string {
  let path = base
  for (const step of steps) path += `/${typeof step === 'number' ? step : escaped(String(step))}`
  return path
}

function escaped(step: string): string {
  return /[~/]/.test(step) ? step.replaceAll('~', '~0').replaceAll('/', '~1') : step
}
