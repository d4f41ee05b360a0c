import type { FactDefinition } from './facts/define-fact.ts'
import type { IssueList } from './issue.ts'
import type { Operator, OperatorTools } from './operators/define-operator.ts'
import type { Message } from './schema.ts'

/** What one compilation knows, and what it has found. */
export interface CompileScope extends Pick<OperatorTools, 'zone' | 'area' | 'areaNames'> {
  readonly issues: IssueList
  readonly facts: ReadonlyMap<string, FactDefinition>
  readonly operators: ReadonlyMap<string, Operator>
  /** Nodes numbered so far. */
  nodes: number
}

/** Where a condition stands, and what it has from above. */
export interface Place {
  readonly path: string
  /** The nearest message on the way up. */
  readonly message: Message | undefined
  readonly negated: boolean
}
