import { LatencyCurve } from './latencies.ts'
import type { People } from './people.ts'
import { END, keepTicket, PHASE, ticketOf, uniform } from './people.ts'
import type { Answer, CrowdApp } from './start-app.ts'
import { TimingWheel } from './timing-wheel.ts'

/** Of the answers, so many are lost on their way; the page asks again after its time-out. */
const LOST_SHARE = 0.01
const TIMEOUT_MS = 3000
/** Of those told to wait: come back too early, or reload the page, which keeps key and ticket. */
const IMPATIENT_SHARE = 0.2
const RELOAD_SHARE = 0.1
const TURN_MS = 10
/** A page that waits for its turn asks at least so often: it may hear that nothing is left. */
const LONGEST_PAUSE_MS = 15_000
/** Further ahead nobody is ever put; presses are spread over less. */
const WHEEL_MS = 15 * 60_000
/** A machine sends its account's claim under so many keys at once. */
const BOT_KEYS = 3

export interface CrowdResult {
  readonly calls: number
  readonly curve: LatencyCurve
  /** Answers by code. */
  readonly codes: ReadonlyMap<string, number>
  readonly waited: number
  readonly reloads: number
  /** Tickets whose place was a later one after a reload or another try. */
  readonly lostPlaces: number
  readonly lostAnswers: number
  /** How late the simulator itself was at worst. */
  readonly lateMs: number
  readonly seconds: number
}

/** What is said while it runs. */
export interface CrowdNow {
  readonly seconds: number
  readonly calls: number
  readonly pressed: number
  readonly got: number
  readonly over: number
  /** Calls that an app has and has not answered yet. */
  readonly underWay: number
  readonly curve: LatencyCurve
}

/** People press, wait, come back, reload, lose answers and give up, in real time, until nobody is left. */
export class CrowdRun {
  readonly #people: People
  readonly #wheel: TimingWheel
  /** What an answer on its way says: milliseconds until the next try, or an end as a negative number. */
  readonly #next: Int32Array
  readonly #random: () => number
  readonly #startedAt: number
  readonly #curve = new LatencyCurve()
  readonly #codes = new Map<string, number>()
  #apps: readonly CrowdApp[] = []
  #calls = 0
  #waited = 0
  #reloads = 0
  #lostPlaces = 0
  #lostAnswers = 0
  #lateMs = 0
  #pressed = 0
  #got = 0
  #over = 0
  #underWay = 0
  #resolving = 0
  #resolvedOk = 0

  constructor(people: People, seed: string) {
    this.#people = people
    this.#wheel = new TimingWheel(people.count, WHEEL_MS)
    this.#next = new Int32Array(people.count)
    this.#random = uniform(`${seed} on the way`)
    this.#startedAt = performance.now()
  }

  get #now(): number {
    return performance.now() - this.#startedAt
  }

  async run(apps: readonly CrowdApp[], say: (now: CrowdNow) => void): Promise<CrowdResult> {
    const { count, pressedMs } = this.#people
    this.#apps = apps
    for (let person = 0; person < count; person += 1) this.#wheel.put(person, pressedMs[person] ?? 0)
    let saidAt = 0
    for (let before = this.#now; this.#over < count; ) {
      await new Promise((resolve) => setTimeout(resolve, TURN_MS))
      const now = this.#now
      this.#lateMs = Math.max(this.#lateMs, now - before - TURN_MS)
      before = now
      this.#wheel.turnTo(now, (person) => this.#due(person))
      if (now - saidAt < 2000) continue
      saidAt = now
      say({
        seconds: now / 1000,
        calls: this.#calls,
        pressed: this.#pressed,
        got: this.#got,
        over: this.#over,
        underWay: this.#underWay,
        curve: this.#curve,
      })
    }
    return {
      calls: this.#calls,
      curve: this.#curve,
      codes: this.#codes,
      waited: this.#waited,
      reloads: this.#reloads,
      lostPlaces: this.#lostPlaces,
      lostAnswers: this.#lostAnswers,
      lateMs: this.#lateMs,
      seconds: this.#now / 1000,
    }
  }

  /** A person's moment has come: they press or come back, their call arrives, or their answer does. */
  #due(person: number): void {
    const { phase, delayMs } = this.#people
    const at = phase[person]
    if (at === PHASE.goingOut) this.#arrive(person)
    else if (at === PHASE.comingBack) this.#read(person)
    else if (at !== PHASE.away && this.#hasGivenUp(person)) this.#finish(person, END.gaveUp)
    else {
      if (at === PHASE.away) this.#pressed += 1
      phase[person] = PHASE.goingOut
      this.#wheel.put(person, this.#now + (delayMs[person] ?? 0))
    }
  }

  #hasGivenUp(person: number): boolean {
    const { pressedMs, patienceMs } = this.#people
    return this.#now - (pressedMs[person] ?? 0) > (patienceMs[person] ?? 0)
  }

  #arrive(person: number): void {
    const { phase, tries, sentMs, isBot } = this.#people
    const tried = tries[person] ?? 0
    phase[person] = PHASE.atServer
    sentMs[person] = this.#now
    tries[person] = tried + 1
    this.#send(person, `k${person}`, tried === 0)
    // The other keys of a machine: their answers count only if they should bring a second voucher.
    for (let more = 1; isBot[person] === 1 && more < BOT_KEYS; more += 1)
      this.#send(person, `k${person}.${tried}.${more}`, true)
  }

  /** Asks once more for everybody who went without knowing what became of their last call: how many, and how many of them had got one. */
  async resolveUnknown(): Promise<{ readonly asked: number; readonly got: number }> {
    const { count, isUnknown } = this.#people
    let open = 0
    for (let person = 0; person < count; person += 1) {
      if (isUnknown[person] !== 1) continue
      open += 1
      this.#resolving += 1
      this.#send(person, `k${person}`, false)
    }
    while (this.#resolving > 0) await new Promise((resolve) => setTimeout(resolve, TURN_MS))
    return { asked: open, got: this.#resolvedOk }
  }

  /** Wherever the balancer sends it: no person is bound to a process. */
  #send(person: number, key: string, isFirst: boolean): void {
    const isMain = !key.includes('.')
    const app = this.#apps[Math.floor(this.#random() * this.#apps.length)]
    const ticket = isMain ? (ticketOf(this.#people, person) ?? '') : ''
    this.#calls += 1
    this.#underWay += 1
    app?.send(`${isMain ? person : -1 - person} ${person} ${key} ${isFirst ? 1 : 0} ${ticket}`)
  }

  /** An app answered. */
  answered({ id, code, ticket, retrySeconds }: Answer): void {
    const { phase, vouchers, sentMs, isUnknown, delayMs } = this.#people
    this.#codes.set(code, (this.#codes.get(code) ?? 0) + 1)
    this.#underWay -= 1
    const person = id < 0 ? -1 - id : id
    if (id < 0) {
      if (code === 'ok') vouchers[person] = (vouchers[person] ?? 0) + 1
      return
    }
    if (this.#resolving > 0) {
      this.#resolved(person, code)
      return
    }
    this.#curve.add(this.#now, this.#now - (sentMs[person] ?? 0))
    if (this.#random() < LOST_SHARE) {
      this.#lostAnswers += 1
      isUnknown[person] = 1
      phase[person] = PHASE.pausing
      this.#wheel.put(person, this.#now + TIMEOUT_MS)
      return
    }
    phase[person] = PHASE.comingBack
    this.#wheel.put(person, this.#now + (delayMs[person] ?? 0))
    this.#take(person, code, ticket, retrySeconds)
  }

  /** Counts a voucher of the person's own key, once however often its answer is repeated. */
  #countOwn(person: number): void {
    const { hasOwn, vouchers } = this.#people
    if (hasOwn[person] === 1) return
    hasOwn[person] = 1
    vouchers[person] = (vouchers[person] ?? 0) + 1
  }

  #resolved(person: number, code: string): void {
    if (isWaiting(code)) {
      setTimeout(() => this.#send(person, `k${person}`, false), 1000)
      return
    }
    if (code === 'ok') {
      this.#countOwn(person)
      this.#resolvedOk += 1
    }
    this.#people.isUnknown[person] = 0
    this.#resolving -= 1
  }

  #take(person: number, code: string, ticket: string, retrySeconds: number): void {
    // Told to wait, people still do not know what became of the call whose answer was lost.
    if (!isWaiting(code)) this.#people.isUnknown[person] = 0
    if (code === 'ok') this.#countOwn(person)
    if (code === 'queue_waiting') {
      this.#waited += 1
      if (keepTicket(this.#people, person, ticket)) this.#lostPlaces += 1
    } else this.#people.turn[person] = 0
    this.#next[person] = this.#nextOf(person, code, retrySeconds)
  }

  #nextOf(person: number, code: string, retrySeconds: number): number {
    if (code === 'ok' || code === 'already_claimed') return -END.got
    if (code === 'sold_out') return -END.soldOut
    if (!isWaiting(code)) return -END.refused
    if (this.#people.isBot[person] === 1) return 100
    const chance = this.#random()
    if (code === 'queue_waiting' && chance < RELOAD_SHARE) {
      this.#reloads += 1
      return 200
    }
    if (chance < RELOAD_SHARE + IMPATIENT_SHARE) return 1000
    return Math.min(LONGEST_PAUSE_MS, Math.max(1, retrySeconds) * 1000) + this.#random() * 500
  }

  /** The answer has come back to the person. */
  #read(person: number): void {
    const next = this.#next[person] ?? 0
    if (next < 0) {
      this.#finish(person, -next)
      return
    }
    this.#people.phase[person] = PHASE.pausing
    this.#wheel.put(person, this.#now + next)
  }

  /** A machine may have got its account's voucher under another key than the one that was refused. */
  #finish(person: number, answered: number): void {
    const end = (this.#people.vouchers[person] ?? 0) > 0 ? END.got : answered
    this.#people.end[person] = end
    this.#over += 1
    if (end === END.got) this.#got += 1
  }
}

function isWaiting(code: string): boolean {
  return code === 'queue_waiting' || code === 'overloaded' || code === 'queue_ticket_expired'
}
