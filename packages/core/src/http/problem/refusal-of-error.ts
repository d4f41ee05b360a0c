import { TallyError } from '../../kernel/error.ts'
import { type Refusal, refused } from '../../kernel/outcome.ts'

const UNAVAILABLE: ReadonlySet<string> = new Set(['store_unavailable', 'store_closed', 'outcome_unknown'])
const OVERLOADED: ReadonlySet<string> = new Set(['queue_full'])

/**
 * What a caller may know of something that was thrown: whether to try again, and the id to tell the help desk. Message,
 * cause and stack stay here.
 */
export function refusalOfError(error: unknown, requestId: string): Refusal {
  const code = error instanceof TallyError ? error.code : ''
  if (UNAVAILABLE.has(code)) return refused('store_unavailable', {}, { retryable: true })
  if (OVERLOADED.has(code)) return refused('overloaded', {}, { retryable: true })
  return refused('internal', { requestId })
}
