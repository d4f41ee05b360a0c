import type { Outcome } from '../kernel/outcome.ts'

/** A place in the waiting room. */
export interface QueuePlace {
  /** To be kept over a reload, beside the idempotency key: both together keep the place. */
  readonly ticket: string
  /** 1 is next. */
  readonly position: number
  /** Estimated, from the answer on; the same call before then only learns its new position. */
  readonly waitSeconds: number
}

/**
 * The place that an answer tells to wait at; undefined for every other answer. The client brings the ticket along when
 * the same call is made again under the same key; after a reload give it as the call's option `ticket`.
 *
 * @example
 * const place = queuePlace(outcome)
 * if (place) showQueue(place.position, place.waitSeconds)
 */
export function queuePlace(outcome: Outcome<unknown> | undefined): QueuePlace | undefined {
  if (outcome === undefined || outcome.ok || outcome.code !== 'queue_waiting') return undefined
  const { ticket, position, retryAfterSeconds } = outcome.detail
  if (typeof ticket !== 'string' || typeof position !== 'number' || typeof retryAfterSeconds !== 'number')
    return undefined
  return { ticket, position, waitSeconds: retryAfterSeconds }
}
