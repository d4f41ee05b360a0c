import type { Actor } from '../kernel/actor.ts'
import { principalOf } from '../kernel/actor.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { isSameText } from '../kernel/digest.ts'
import type { CallOptions } from '../kernel/host.ts'
import type { KeyRing } from '../kernel/key-ring.ts'
import { keyedHex } from '../kernel/keyed-hash.ts'
import { type Refusal, refused } from '../kernel/outcome.ts'
import { TurnLine } from './turn-line.ts'

/** From so many waiting calls on, newcomers are given a turn instead of a place in the queue. */
const OPEN_AT = 4000
/** With so many calls waiting no turn comes, not even one that was promised for now. */
const FULL_AT = 8000
/** Nobody is told to come back sooner. */
const SOONEST_MS = 1000
/** So long after its turn a ticket still lets its holder in. */
const KEPT_MS = 10 * 60_000
/** Who loses the ticket keeps the place as long as this process remembers it. */
const REMEMBERED = 100_000
const MEASURED_EVERY_MS = 500
const LONGEST_MEASURE_MS = 5000
const FIRST_GUESS_PER_SECOND = 1000
const SLOWEST_PER_SECOND = 10
const FASTEST_PER_SECOND = 100_000

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
 * process can tell whose a ticket is and whose turn is before whose, without asking anybody; used again it can only repeat
 * the same call. Where calls are answered more slowly than when turns were handed out, turns come later than they said, and
 * earlier where the queue behind stands empty: the estimate is made anew at each look.
 */
export class WaitingRoom {
  readonly #keys: KeyRing
  readonly #queue: Queue
  readonly #turns = new Map<string, number>()
  readonly #line = new TurnLine(0)
  #lastTurn = 0
  #perSecond = FIRST_GUESS_PER_SECOND
  #measuredAt = 0
  #measuredCalls = 0
  #advancedAt = 0
  /** When turns were last seen to come later than they said. */
  #lateUntil = 0

  constructor(keys: KeyRing, queue: Queue) {
    this.#keys = keys
    this.#queue = queue
  }

  /**
   * Undefined when the call may go in now; else the place it is given: `queue_waiting` with `ticket`, `position` and
   * `retryAfterSeconds`. Refuses tickets that are forged or another's (`queue_ticket_invalid`) or old (`queue_ticket_expired`).
   */
  placeOf(operation: string, actor: Actor, options: CallOptions, now: number): Refusal | undefined {
    this.#measure(now)
    this.#advance(now)
    const who = canonicalJson([actor.tenant, principalOf(actor), operation])
    const sign = (turn: number) => this.#sign(actor.tenant, who, options.idempotencyKey ?? '', turn)
    const brought = options.ticket === undefined ? undefined : turnOf(options.ticket, sign)
    if (brought === 'invalid') return refused('queue_ticket_invalid')
    const turn = brought ?? this.#turns.get(who)
    const { reached } = this.#line
    if (turn !== undefined && reached >= turn) {
      this.#turns.delete(who)
      if (now < Math.max(turn, this.#lateUntil) + KEPT_MS) return undefined
      if (brought !== undefined) return refused('queue_ticket_expired')
    }
    if (turn !== undefined && reached < turn) return this.#wait(turn, sign)
    if (this.#queue.waiting < OPEN_AT && this.#line.ahead === 0) return undefined
    return this.#wait(this.#newTurn(who, now), sign)
  }

  #wait(turn: number, sign: (turn: number) => string): Refusal {
    // A turn that another process handed out, with none of ours before it, is told by its moment.
    const byMoment = ((turn - this.#line.reached) / 1000) * this.#perSecond
    const position = Math.max(1, this.#line.upTo(turn) || Math.round(byMoment))
    const retryAfterSeconds = Math.max(SOONEST_MS / 1000, Math.ceil(position / this.#perSecond))
    return refused('queue_waiting', { ticket: sign(turn), position, retryAfterSeconds }, { retryable: true })
  }

  #newTurn(who: string, now: number): number {
    this.#lastTurn = Math.max(now + SOONEST_MS, this.#lastTurn) + 1000 / this.#perSecond
    const turn = Math.ceil(this.#lastTurn)
    this.#turns.set(who, turn)
    this.#line.add(turn)
    // A map keeps the order of insertion: the first is the one whose turn is nearest, or over.
    for (const oldest of this.#turns.keys()) {
      if (this.#turns.size <= REMEMBERED) break
      this.#turns.delete(oldest)
    }
    return turn
  }

  /** How many calls a second can be promised: as many as are answered while the queue is full; while it is short, ever more. */
  #measure(now: number): void {
    const [elapsedMs, { waiting, statistics }] = [now - this.#measuredAt, this.#queue]
    if (elapsedMs < MEASURED_EVERY_MS) return
    if (elapsedMs < LONGEST_MEASURE_MS) {
      const measured = ((statistics.calls - this.#measuredCalls) / elapsedMs) * 1000
      if (waiting >= OPEN_AT) this.#perSecond = Math.max(SLOWEST_PER_SECOND, (this.#perSecond + measured) / 2)
      else if (waiting < OPEN_AT / 2 && this.#line.ahead > 0)
        this.#perSecond = Math.min(FASTEST_PER_SECOND, this.#perSecond * 2)
    }
    this.#measuredAt = now
    this.#measuredCalls = statistics.calls
  }

  /** Turns come at the pace that calls are answered at, and stand still while the queue is full. */
  #advance(now: number): void {
    const elapsedMs = Math.max(0, now - this.#advancedAt)
    this.#advancedAt = Math.max(now, this.#advancedAt)
    const isFull = this.#queue.waiting >= FULL_AT
    if (!isFull) this.#line.advance((elapsedMs / 1000) * this.#perSecond, now)
    if (isFull || this.#line.reached < now) this.#lateUntil = now
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
