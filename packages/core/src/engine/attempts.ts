import type { Actor } from '../kernel/actor.ts'
import { principalOf } from '../kernel/actor.ts'
import type { JournalEntry } from './journal.ts'
import type { Lane } from './store-port.ts'
import { laneName } from './store-port.ts'

const MAX_BUFFERED_A_LANE = 10_000

interface Buffer {
  readonly lane: Lane
  events: { type: 'attempt.refused'; data: Record<string, unknown> }[]
  dropped: number
}

/** Refused attempts, kept per lane until a group of that lane commits; a refusal itself needs no store. */
export class AttemptBuffer {
  readonly #buffers = new Map<string, Buffer>()

  record(lane: Lane, operation: string, code: string, actor: Actor, at: number): void {
    const buffer = this.#buffers.get(laneName(lane)) ?? { lane, events: [], dropped: 0 }
    this.#buffers.set(laneName(lane), buffer)
    if (buffer.events.length >= MAX_BUFFERED_A_LANE) {
      buffer.dropped += 1
      return
    }
    buffer.events.push({ type: 'attempt.refused', data: { operation, code, principal: principalOf(actor), at } })
  }

  /** Hands over what is buffered for a lane, as one journal entry. What a failed commit took is counted as dropped. */
  take(lane: Lane): readonly JournalEntry[] {
    const buffer = this.#buffers.get(laneName(lane))
    if (!buffer || buffer.events.length + buffer.dropped === 0) return []
    this.#buffers.delete(laneName(lane))
    const dropped = buffer.dropped > 0 ? [{ type: 'attempt.dropped', data: { count: buffer.dropped } }] : []
    return [
      {
        operation: 'attempts',
        principal: 'system:engine',
        requestId: '',
        events: [...buffer.events, ...dropped],
        postings: [],
      },
    ]
  }

  lanes(): Lane[] {
    return [...this.#buffers.values()].map((buffer) => buffer.lane)
  }
}
