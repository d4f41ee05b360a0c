import type { Refusal } from '../kernel/outcome.ts'

/** What came over the wire with a refusal and is no part of it. */
export interface ProblemNote {
  /** The sentence for people, in the client's language. */
  readonly sentence: string
  /** What to tell the help desk. */
  readonly requestId: string | undefined
  readonly status: number
  readonly retryAfterSeconds: number | undefined
}

const notes = new WeakMap<Refusal, ProblemNote>()

/**
 * The server's sentence and request id for a refusal that a client answered. Kept beside the refusal, so that a remote
 * outcome equals the local one.
 *
 * @returns undefined for refusals that no server gave, such as `unreachable`.
 */
export function problemNote(refusal: Refusal): ProblemNote | undefined {
  return notes.get(refusal)
}

export function keepProblemNote(refusal: Refusal, note: ProblemNote): void {
  notes.set(refusal, note)
}
