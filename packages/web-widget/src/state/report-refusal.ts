import type { RefusalAnswer } from './answer.ts'
import type { Emit } from './widget-events.ts'

/** Tells the page of a refusal: its code and the help desk's number, nothing of the person. */
export function reportRefusal(emit: Emit, { code, retryable, requestId }: RefusalAnswer): void {
  emit('tally-error', { code, retryable, ...(requestId !== undefined && { correlationId: requestId }) })
}
