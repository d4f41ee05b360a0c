import { TallyError } from '../kernel/error.ts'
import type { Clock } from './clock.ts'
import type { CallResult, PendingCall } from './pending-call.ts'
import type { NamedLane } from './placement.ts'
import type { RandomSource } from './random.ts'
import type { ExtraEntries, GroupOutcome } from './run-group.ts'
import { runGroup } from './run-group.ts'
import type { Scheduler } from './scheduler.ts'
import type { GroupTransaction, Lane, Store } from './store-port.ts'
import { laneName } from './store-port.ts'

/** Calls a group, and calls that may wait: limits on everything. */
const MAX_GROUP = 512
const MAX_WAITING = 20_000
/** Of these a crowd may take so many: the rest is kept for tills and staff. */
const MAX_CROWD = 16_000
/** From so many on, an idle store gets two groups at once: one is decided while the other is written. */
const WORTH_HALVING = 128
/** After so many groups that could not take a call along, one group waits for its lanes, holding nothing. */
const MAX_SKIPS = 3
/** A group that lost against another transaction of the database, and of which nothing was written, is run again so often. */
const MAX_RUNS = 3

interface Waiting {
  readonly call: PendingCall
  readonly resolve: (result: CallResult) => void
  readonly reject: (error: unknown) => void
  skips: number
  runs: number
}

export interface GroupRunnerOptions {
  readonly store: Store
  readonly clock: Clock
  readonly scheduler: Scheduler
  readonly random: RandomSource
  readonly extraEntries: ExtraEntries
  readonly onCommitted: (outcome: GroupOutcome) => void
}

/**
 * Gathers waiting calls into groups. While a transaction is under way the next group gathers, so groups grow with load
 * and an idle engine adds no delay.
 */
export class GroupRunner {
  readonly #options: GroupRunnerOptions
  #waiting: Waiting[] = []
  #crowdWaiting = 0
  readonly #held = new Set<string>()
  #inFlight = 0
  #scheduled = false
  /** Every waiting call needs a lane that a group of ours holds: nothing to do until that group is over. */
  #blocked = false
  #idle: (() => void)[] = []
  /** For benches and tests: how many groups committed and how many calls they carried. */
  readonly statistics = { groups: 0, calls: 0 }

  constructor(options: GroupRunnerOptions) {
    this.#options = options
  }

  /** When a call was last turned away because every place was taken; calls of a crowd have a bound of their own, and do not count. */
  turnedAwayAt = Number.NEGATIVE_INFINITY

  get waiting(): number {
    return this.#waiting.length
  }

  /** @throws TallyError `queue_full`: nothing was done, try later. */
  submit(call: PendingCall): Promise<CallResult> {
    const places = isOfCrowd(call) ? MAX_CROWD : MAX_WAITING
    if (this.#waiting.length >= places) {
      if (places === MAX_WAITING) this.turnedAwayAt = this.#options.clock.now()
      throw new TallyError('queue_full', 'Too many calls are waiting.')
    }
    return new Promise((resolve, reject) => {
      const entry = { call, resolve, reject, skips: 0, runs: 0 }
      const ahead = isOfCrowd(call) ? -1 : this.#placeOfCrowd()
      if (ahead < 0) this.#waiting.push(entry)
      else this.#waiting.splice(ahead, 0, entry)
      this.#crowdWaiting += crowdIn([entry])
      if (call.lanes.some((lane) => !this.#held.has(lane.name))) this.#blocked = false
      this.#schedule()
    })
  }

  /** Where the first call of a crowd stands; not looked for where there is none, or a full queue would be walked for every call. */
  #placeOfCrowd(): number {
    return this.#crowdWaiting === 0 ? -1 : this.#waiting.findIndex(({ call }) => isOfCrowd(call))
  }

  /** Resolves when nothing waits and nothing is under way. */
  async drain(): Promise<void> {
    while (this.#waiting.length + this.#inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
  }

  #schedule(): void {
    if (this.#scheduled || this.#blocked || this.#waiting.length === 0) return
    if (this.#inFlight >= this.#options.store.groupsInFlight) return
    this.#scheduled = true
    this.#options.scheduler.soon(() => {
      this.#scheduled = false
      if (this.#waiting.length === 0) return
      this.#inFlight += 1
      void this.#next().finally(() => {
        this.#inFlight -= 1
        this.#schedule()
        if (this.#waiting.length + this.#inFlight === 0) for (const wake of this.#idle.splice(0)) wake()
      })
      this.#schedule()
    })
  }

  async #next(): Promise<void> {
    const starving = this.#waiting.find((entry) => entry.skips >= MAX_SKIPS)?.call
    const alone = starving !== undefined && !this.#busyHere(starving)
    // What the oldest starving call needs is kept for it as it becomes free, else one lane would always be busy.
    const lanes = alone ? starving.lanes : this.#freeLanes(starving)
    if (lanes.length === 0) {
      this.#blocked = true
      return
    }
    // Having waited for one, it would be a pity to serve one: the lanes that are free by then come along.
    const also = alone && !this.#options.store.servesOneShard ? this.#freeLanes(starving) : []
    for (const lane of [...lanes, ...also]) this.#held.add(lane.name)
    try {
      const transaction = await this.#begin(lanes, alone ? 'wait' : 'free', also)
      if (transaction) await this.#run(transaction)
      else for (const entry of this.#waiting) if (this.#isMeant(entry.call, lanes)) entry.skips += 1
    } finally {
      for (const lane of [...lanes, ...also]) this.#held.delete(lane.name)
      this.#blocked = false
    }
  }

  async #begin(
    lanes: readonly NamedLane[],
    mode: 'free' | 'wait',
    also: readonly Lane[],
  ): Promise<GroupTransaction | undefined> {
    try {
      return await this.#options.store.begin(lanes, mode, also)
    } catch (error) {
      for (const entry of this.#take(lanes)) entry.reject(error)
      return undefined
    }
  }

  /** Whether a group that asked for these lanes could have taken the call along; where a group is one shard's, few could. */
  #isMeant(call: PendingCall, asked: readonly Lane[]): boolean {
    if (!this.#options.store.servesOneShard) return true
    return call.lanes.some((lane) => asked.some((other) => laneName(lane) === laneName(other)))
  }

  #busyHere(call: PendingCall): boolean {
    return call.lanes.some((lane) => this.#held.has(lane.name))
  }

  /** Every lane that a waiting call needs and no group of ours holds, but those kept for a starving call. */
  #freeLanes(starving: PendingCall | undefined): NamedLane[] {
    const lanes = new Map<string, NamedLane>()
    for (const { call } of this.#waiting) {
      for (const lane of call.lanes) if (!this.#held.has(lane.name)) lanes.set(lane.name, lane)
    }
    for (const lane of starving?.lanes ?? []) lanes.delete(lane.name)
    if (this.#options.store.servesOneShard) {
      const first = this.#waiting.find(({ call }) => call.lanes.every((lane) => lanes.has(lane.name)))
      return [...(first?.call.lanes ?? [])]
    }
    const all = [...lanes.values()]
    // A crowd that is answered together comes back together: without this it would be one group for ever, and store and
    // decisions would take turns at standing still.
    const halve = this.#inFlight === 1 && this.#options.store.groupsInFlight > 1 && all.length > 1
    return halve && this.#waiting.length >= WORTH_HALVING ? all.slice(0, Math.ceil(all.length / 2)) : all
  }

  async #run(transaction: GroupTransaction): Promise<void> {
    const entries = this.#take(transaction.heads)
    if (entries.length === 0) return transaction.rollback()
    let outcome: GroupOutcome
    try {
      const { store, clock, extraEntries } = this.#options
      const calls = entries.map((entry) => entry.call)
      outcome = await runGroup(transaction, calls, store.shards, clock.now(), extraEntries)
    } catch (error) {
      await transaction.rollback().catch(() => undefined) // already over when the commit itself failed
      await this.#fail(entries, error)
      return
    }
    this.statistics.groups += 1
    this.statistics.calls += entries.length
    this.#options.onCommitted(outcome)
    outcome.settled.forEach((settled, index) => {
      const entry = entries[index]
      if (!entry) return
      if ('error' in settled) entry.reject(settled.error)
      else entry.resolve(settled.result)
    })
  }

  /** The store says when a whole group may simply be run again; not at once, or two that met would meet again. */
  async #fail(entries: readonly Waiting[], error: unknown): Promise<void> {
    const passing =
      error instanceof TallyError && error.code === 'store_unavailable' && error.detail.reason === 'conflict'
    const again = passing ? entries.filter((entry) => entry.runs + 1 < MAX_RUNS) : []
    for (const entry of entries) if (!again.includes(entry)) entry.reject(error)
    if (again.length === 0) return
    const { scheduler, random } = this.#options
    await new Promise<void>((wake) => scheduler.later(2 + ((random(1)[0] ?? 0) % 16), wake))
    for (const entry of again) entry.runs += 1
    this.#waiting.unshift(...again)
    this.#crowdWaiting += crowdIn(again)
  }

  /** Removes from the queue, in order, the calls whose lanes are all locked; the others have been skipped once more. */
  #take(lanes: readonly Lane[]): Waiting[] {
    const locked = new Set(lanes.map(laneName))
    const taken: Waiting[] = []
    const rest: Waiting[] = []
    for (const entry of this.#waiting) {
      if (taken.length < MAX_GROUP && entry.call.lanes.every((lane) => locked.has(lane.name))) taken.push(entry)
      else {
        if (taken.length < MAX_GROUP && this.#isMeant(entry.call, lanes)) entry.skips += 1
        rest.push(entry)
      }
    }
    this.#waiting = rest
    this.#crowdWaiting -= crowdIn(taken)
    return taken
  }
}

function crowdIn(entries: readonly Waiting[]): number {
  return entries.reduce((count, { call }) => count + (isOfCrowd(call) ? 1 : 0), 0)
}

/** Who brings a refill goes ahead of the crowd, which waits for it. */
function isOfCrowd({ operation, first }: PendingCall): boolean {
  return operation.crowd === true && first === undefined
}
