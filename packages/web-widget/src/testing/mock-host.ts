import type { Operations, RefusalCode, TallyHost } from '@tallystick/core'
import { mockQueue } from './mock-queue.ts'

/** A refusal's code, of which `queue_waiting` lets in after its time; or what networks do: nobody answers (`unreachable`), an act is done and its first reply is lost (`reply_lost`). */
export type MockError = RefusalCode | 'unreachable' | 'reply_lost'

/** One for every call, or by operation, e.g. `{ 'voucher.claim': 'sold_out' }`. */
export type MockErrors = MockError | { readonly [O in keyof Operations]?: MockError | undefined }

export interface MockHost {
  readonly host: TallyHost
  /** True once for a call whose reply shall never arrive, by the id of its request. */
  isLost(requestId: string): boolean
}

/** The real service; only the outcomes that were asked for are others, and they go over the wire like real ones. */
export function mockHost(tally: TallyHost, errors: MockErrors | undefined): MockHost {
  const lost = new Set<string>()
  const keysSeen = new Set<string>()
  const placeOf = mockQueue()
  const host: TallyHost = {
    ...tally,
    async call(operation, input, actor, options = {}) {
      const { requestId = '', idempotencyKey } = options
      const error = typeof errors === 'object' ? errors[operation as keyof Operations] : errors
      if (error === 'reply_lost') {
        if (idempotencyKey !== undefined && !keysSeen.has(idempotencyKey)) lost.add(requestId)
        keysSeen.add(idempotencyKey ?? '')
      } else if (error === 'queue_waiting') {
        const place = placeOf(idempotencyKey)
        if (place) return place
      } else if (error !== undefined) {
        if (error === 'unreachable') lost.add(requestId)
        return { ok: false, code: error, detail: {}, reasons: [], needs: [], retryable: false }
      }
      return tally.call(operation, input, actor, options)
    },
  }
  return { host, isLost: (requestId) => lost.delete(requestId) }
}
