import type { Actor } from '../kernel/actor.ts'
import { principalOf } from '../kernel/actor.ts'
import type { Refusal } from '../kernel/outcome.ts'
import type { JournalEntry } from './journal.ts'
import type { Lane } from './store-port.ts'
import { laneName } from './store-port.ts'

const MAX_BUFFERED_A_LANE = 10_000

/** Of a refusal is told which conditions of the version in force stood against it; never what was known of the person. */
type Told = Pick<Refusal, 'code' | 'reasons'>
const MAX_CONDITIONS = 8

interface Buffer {
  readonly lane: Lane
  events: { type: 'attempt.refused'; data: Record<string, unknown> }[]
  dropped: number
}

/** Refused attempts, kept per lane until a group of that lane commits; a refusal itself needs no store. */
export class AttemptBuffer {
  readonly #buffers = new Map<string, Buffer>()
  /** How many attempts the last entry of a lane carried; a lane commits one group at a time. */
  readonly #taken = new Map<string, number>()

  record(lane: Lane, operation: string, { code, reasons }: Told, actor: Actor, at: number): void {
    const buffer = this.#bufferOf(lane)
    if (buffer.events.length >= MAX_BUFFERED_A_LANE) {
      buffer.dropped += 1
      return
    }
    const conditions = reasons.flatMap(({ path }) => path ?? []).slice(0, MAX_CONDITIONS)
    const data = { operation, code, principal: principalOf(actor), at }
    buffer.events.push({ type: 'attempt.refused', data: conditions.length > 0 ? { ...data, conditions } : data })
  }

  /** Hands over what is buffered for a lane, as one journal entry. */
  take(lane: Lane): readonly JournalEntry[] {
    this.#taken.delete(laneName(lane))
    const buffer = this.#buffers.get(laneName(lane))
    if (!buffer || buffer.events.length + buffer.dropped === 0) return []
    this.#buffers.delete(laneName(lane))
    this.#taken.set(laneName(lane), buffer.events.length + buffer.dropped)
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

  /** What a failed commit took cannot be told again, since it may be there after all: it is counted as dropped. */
  lost(lane: Lane): void {
    const count = this.#taken.get(laneName(lane))
    if (count === undefined) return
    this.#taken.delete(laneName(lane))
    this.#bufferOf(lane).dropped += count
  }

  #bufferOf({ tenant, shard }: Lane): Buffer {
    const name = laneName({ tenant, shard })
    const buffer = this.#buffers.get(name) ?? { lane: { tenant, shard }, events: [], dropped: 0 }
    this.#buffers.set(name, buffer)
    return buffer
  }

  lanes(): Lane[] {
    return [...this.#buffers.values()].map((buffer) => buffer.lane)
  }
}
