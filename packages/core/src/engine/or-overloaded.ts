import { TallyError } from '../kernel/error.ts'
import { refused } from '../kernel/outcome.ts'
import type { CallResult } from './pending-call.ts'

/** A full queue is a refusal that says when to come again. */
export async function orOverloaded<T>(work: () => Promise<T>): Promise<T | CallResult> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TallyError) || error.code !== 'queue_full') throw error
    return { kind: 'refused', refusal: refused('overloaded', { retryAfterSeconds: 1 }, { retryable: true }) }
  }
}
