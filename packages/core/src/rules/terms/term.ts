import type { Run } from '../evaluate/run.ts'
import type { FactDefinition, FactSource, Viewer } from '../facts/define-fact.ts'
import type { FactType } from '../facts/fact-types.ts'

/** What stands on a side of a condition and is known only when facts are: a fact, a part of one, or a derived fact. */
export interface Term {
  /** What reasons call it. For a derived fact its own definition, with the privacy of what it is made of. */
  readonly fact: FactDefinition
  /** Undeclared where a `path` leads into a fact. */
  readonly type: FactType | undefined
  /** Where a whole fact of a group stands, or that it is the evaluation's own `now`: then it can be read without a call. */
  readonly place?: FactPlace | 'now' | undefined
  /** The value, or undefined when it is not known. */
  read(run: Run): unknown
  /** Names the facts that could make it known, or better known, with their costs. */
  addNeeds(run: Run, needs: Map<string, number>): void
  /** Why it is not known, when it is not. */
  absence(run: Run): string
}

export interface FactPlace {
  readonly source: FactSource
  readonly key: string
}

/** Whether a term's value may stand in a reason that this viewer reads. */
export function isShownTo(fact: FactDefinition, viewer: Viewer | undefined): boolean {
  if (fact.privacy === 'public') return true
  return viewer !== undefined && fact.visibleTo?.includes(viewer) === true
}
