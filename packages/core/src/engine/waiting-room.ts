import type { Actor } from '../kernel/actor.ts'
import { principalOf } from '../kernel/actor.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { isSameText } from '../kernel/digest.ts'
import type { CallOptions } from '../kernel/host.ts'
import type { KeyRing } from '../kernel/key-ring.ts'
import { keyedHex } from '../kernel/keyed-hash.ts'
import { type Refusal, refused } from '../kernel/outcome.ts'

/** From so many waiting calls on, newcomers are given a turn instead of a place in the queue. */
const OPEN_AT = 4000
/** Nobody is told to come back sooner. */
const SOONEST_MS = 1000
/** So long after its turn a ticket still lets its holder in. */
const KEPT_MS = 10 * 60_000
/** Who loses the ticket keeps the place as long as this process remembers it. */
const REMEMBERED = 100_000
const MEASURED_EVERY_MS = 500
const FIRST_GUESS_PER_SECOND = 1000
const SLOWEST_PER_SECOND = 10

const TICKET = /^([0-9a-z]{1,11})-([0-9a-f]{32})$/

/** What the room asks of the queue behind it. */
interface Queue {
  /** Calls that wait now. */
  readonly waiting: number
  readonly statistics: { readonly calls: number }
}

/**
 * Turns for a crowd that is larger than the queue. A turn is a moment, handed out one after another as fast as calls are
 * being answered; the ticket is that moment, signed for one person, one operation and one idempotency key. So every
 * process can tell whether a ticket's turn has come and whose it is, without asking anybody; used again it can only repeat
 * the same call.
 */
export class WaitingRoom {
  readonly #keys: KeyRing
  readonly #queue: Queue
  readonly #turns = new Map<string, number>()
  #lastTurn = 0
  #perSecond = FIRST_GUESS_PER_SECOND
  #measuredAt = 0
  #measuredCalls = 0

  constructor(keys: KeyRing, queue: Queue) {
    this.#keys = keys
    this.#queue = queue
  }

  /**
   * Undefined when the call may go in now; else the place it is given: `queue_waiting` with `ticket`, `position` and
   * `retryAfterSeconds`. Refuses tickets that are forged or another's (`queue_ticket_invalid`) or old (`queue_ticket_expired`).
   */
  placeOf(operation: string, actor: Actor, options: CallOptions, now: number): Refusal | undefined {
    const who = canonicalJson([actor.tenant, principalOf(actor), operation])
    const sign = (turn: number) => this.#sign(actor.tenant, who, options.idempotencyKey ?? '', turn)
    const brought = options.ticket === undefined ? undefined : turnOf(options.ticket, sign)
    if (brought === 'invalid') return refused('queue_ticket_invalid')
    const turn = brought ?? this.#turns.get(who)
    if (turn !== undefined && now >= turn) {
      this.#turns.delete(who)
      if (now < turn + KEPT_MS) return undefined
      if (brought !== undefined) return refused('queue_ticket_expired')
    }
    if (turn !== undefined && now < turn) return this.#wait(turn, sign, now)
    if (this.#queue.waiting < OPEN_AT && this.#lastTurn <= now) return undefined
    return this.#wait(this.#newTurn(who, now), sign, now)
  }

  #wait(turn: number, sign: (turn: number) => string, now: number): Refusal {
    const waitMs = turn - now
    const position = Math.max(1, Math.round((waitMs / 1000) * this.#perSecond))
    const detail = { ticket: sign(turn), position, retryAfterSeconds: Math.ceil(waitMs / 1000) }
    return refused('queue_waiting', detail, { retryable: true })
  }

  #newTurn(who: string, now: number): number {
    this.#measure(now)
    this.#lastTurn = Math.max(now + SOONEST_MS, this.#lastTurn) + 1000 / this.#perSecond
    const turn = Math.ceil(this.#lastTurn)
    this.#turns.set(who, turn)
    // A map keeps the order of insertion: the first is the one whose turn is nearest, or over.
    for (const oldest of this.#turns.keys()) {
      if (this.#turns.size <= REMEMBERED) break
      this.#turns.delete(oldest)
    }
    return turn
  }

  /** How many calls a second are answered while the queue is full: what can be promised. */
  #measure(now: number): void {
    const [elapsedMs, { calls }] = [now - this.#measuredAt, this.#queue.statistics]
    if (elapsedMs < MEASURED_EVERY_MS) return
    if (elapsedMs < 10 * MEASURED_EVERY_MS) {
      const measured = ((calls - this.#measuredCalls) / elapsedMs) * 1000
      this.#perSecond = Math.max(SLOWEST_PER_SECOND, (this.#perSecond + measured) / 2)
    }
    this.#measuredAt = now
    this.#measuredCalls = calls
  }

  #sign(tenant: string, who: string, idempotencyKey: string, turn: number): string {
    const signed = canonicalJson([who, idempotencyKey, turn])
    const mac = keyedHex(this.#keys, 'queue-ticket', tenant, signed)
    return `${turn.toString(36)}-${mac.slice(0, 32)}`
  }
}

/** The turn that a ticket names, if it is to the letter the one that we would sign for it. */
function turnOf(ticket: string, sign: (turn: number) => string): number | 'invalid' {
  const [, text] = TICKET.exec(ticket) ?? []
  const turn = text === undefined ? Number.NaN : Number.parseInt(text, 36)
  return Number.isSafeInteger(turn) && isSameText(sign(turn), ticket) ? turn : 'invalid'
}
