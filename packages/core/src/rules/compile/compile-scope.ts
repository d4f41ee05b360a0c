import type { Node } from '../evaluate/node.ts'
import type { FactDefinition } from '../facts/define-fact.ts'
import type { IssueList } from '../issue.ts'
import type { Derivation } from '../language/rule-set.ts'
import { limits } from '../limits.ts'
import type { Operator, OperatorTools } from '../operators/define-operator.ts'
import type { Condition, Message } from '../schema.ts'
import type { Term } from '../terms/term.ts'

/** Nothing: something was wrong, and was reported. `left out`: its labels were not asked for. */
export type Compiled = Node | 'left out' | undefined

/** What one compilation knows, and what it has found. */
export interface CompileScope {
  readonly issues: IssueList
  readonly facts: ReadonlyMap<string, FactDefinition>
  readonly operators: ReadonlyMap<string, Operator>
  /** Operators that came with us: their tests do not throw. */
  readonly trusted: ReadonlySet<Operator>
  readonly tools: Omit<OperatorTools, 'fact' | 'untyped'>
  readonly conditions: Readonly<Record<string, Condition>>
  readonly derived: Readonly<Record<string, Derivation>>
  /** Labels asked for; all conditions when absent. */
  readonly labels: ReadonlySet<string> | undefined
  /** Named conditions and derived facts that are being written out, outermost first. */
  readonly open: string[]
  /** All that were ever written out. */
  readonly written: Set<string>
  /** Advisory conditions, lifted out of what decides. */
  readonly advice: Node[]
  /** Every fact that is read, by its key. */
  readonly read: Map<string, { readonly fact: FactDefinition; readonly params: Readonly<Record<string, unknown>> }>
  /** Nodes numbered so far. */
  nodes: number
  /** Handed down, because derived facts hold conditions and conditions read derived facts. */
  compileCondition(condition: Condition, above: Place, scope: CompileScope): Compiled
}

/** Where a condition stands, and what it has from above. */
export interface Place {
  readonly path: string
  /** The nearest message on the way up. */
  readonly message: Message | undefined
  readonly negated: boolean
  /** Beneath some `not`, or in a derived fact, whose opposite may be asked: no `effective` here. */
  readonly opposable: boolean
}

/** Takes the next number; says once when a document writes out to more than an evaluation may cost. */
export function nextNumber(scope: CompileScope, path: string): number {
  scope.nodes += 1
  if (scope.nodes === limits.compiledConditions + 1) {
    const message = `more than ${limits.compiledConditions} conditions once references are written out`
    scope.issues.add(path, 'too_large', message)
  }
  return scope.nodes - 1
}

/** True while another reference may be written out; a cycle or too long a chain is reported. */
export function enters(name: string, kind: 'condition' | 'derived', path: string, scope: CompileScope): boolean {
  const key = `${kind} ${name}`
  if (scope.open.includes(key)) {
    scope.issues.add(path, `${kind}_cyclic`, `"${name}" leads back to itself`)
    return false
  }
  if (scope.open.length >= limits.references) {
    scope.issues.add(path, 'too_deep', `references lead on more than ${limits.references} times`)
    return false
  }
  scope.written.add(key)
  return scope.nodes <= limits.compiledConditions
}

/** A term that reads what a catalogue names; see `compileTerm`. */
export type TermCompiler = (reference: TermReference, path: string, scope: CompileScope) => Term | undefined

export interface TermReference {
  readonly fact: string
  readonly params?: Readonly<Record<string, unknown>> | undefined
  readonly path?: string | undefined
}
