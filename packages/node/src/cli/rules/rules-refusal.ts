import type { Refusal } from '@tallystick/core'

export type RulesRefusal = Refusal<'rules_invalid'>

/** One mistake with its place in the file. */
export interface RulesIssue {
  readonly path: string
  readonly line: number
  readonly column: number
  readonly code: string
  readonly problem: string
  readonly hint?: string
}

export function refused(issues: readonly RulesIssue[]): RulesRefusal {
  const detail = { count: issues.length, issues, path: issues[0]?.path ?? '', problem: issues[0]?.problem ?? '' }
  return { ok: false, code: 'rules_invalid', detail, reasons: [], needs: [], retryable: false }
}
