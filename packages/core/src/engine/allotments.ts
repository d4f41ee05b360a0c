import type { Allotment, AllotmentHome } from '../kernel/allotment.ts'
import { allotmentHome, allotmentStripe, homeRef, stripeRef } from '../kernel/allotment.ts'
import type { CallResult } from './pending-call.ts'
import { keyOf, shardOf } from './placement.ts'
import type { Refill, Refilled } from './refill-allotment.ts'
import type { Store } from './store-port.ts'
import { decode } from './workspace.ts'

/** So long it is known that nothing is left. */
const KNOWN_MS = 1000

/** Lanes a single call may lock. */
export const MAX_LANES_A_CALL = 8

/** So often a call is tried again while its lane has its turn; then it stands in line anew. */
const MAX_TRIES = 16

/** What a call waits for: so much of each of these beside `taker`. */
export interface Wanted {
  readonly allotments: readonly Allotment[]
  readonly amount: number
  /** The lane that it is wanted in, which is also an owner that lies there. */
  readonly taker: number
}

/** Decides the waiting call once more, in the transaction of a refill and right behind it. */
type TryWith = (refill: Refill) => Promise<CallResult>

/** A refill of its own, for the engine. */
type Run = (refill: Refill, tenant: string) => Promise<Refilled>

interface Demand {
  readonly line: string
  amount: number
  readonly done: Promise<CallResult | undefined>
}

/** What each lane holds of each allotment. */
type Held = ReadonlyMap<number, readonly number[]>

/**
 * Brings pieces to where they are asked for and proves, by a look at every lane during which nothing moved, that nothing is left.
 * Pieces that are gathered from other lanes are brought in the transaction that takes one of them: whatever others do
 * meanwhile, each piece that travels is one that somebody gets.
 */
export class Allotments {
  readonly #store: Pick<Store, 'shards' | 'read'>
  readonly #run: Run
  readonly #now: () => number
  readonly #demands = new Map<string, Demand>()
  readonly #lines = new Map<string, Promise<unknown>>()
  readonly #exhausted = new Map<string, number>()
  readonly #looks = new Map<string, { readonly until: number; readonly gone: Promise<boolean> }>()

  constructor(store: Pick<Store, 'shards' | 'read'>, run: Run, now: () => number) {
    this.#store = store
    this.#run = run
    this.#now = now
  }

  exhausted(tenant: string, allotment: Allotment): boolean {
    const name = allotmentName(tenant, allotment)
    const until = this.#exhausted.get(name)
    if (until === undefined) return false
    if (this.#now() < until) return true
    this.#exhausted.delete(name)
    return false
  }

  /**
   * Whether nothing is left, for those who wait outside and take nothing yet: looked at in the store at most once a second, however
   * many ask. False where the store does not answer: then nothing is known.
   */
  isGone(tenant: string, allotment: Allotment): Promise<boolean> {
    const name = allotmentName(tenant, allotment)
    const latest = this.#looks.get(name)
    if (latest && this.#now() < latest.until) return latest.gone
    const gone = this.#look(tenant, allotment).catch(() => false)
    this.#looks.set(name, { until: this.#now() + KNOWN_MS, gone })
    return gone
  }

  /** Two looks at the home row that agree: nothing was carried past the look at the stripes between them. */
  async #look(tenant: string, allotment: Allotment): Promise<boolean> {
    const before = await this.#homeOf(tenant, allotment)
    // A home row that nobody has made yet holds the whole.
    if (before?.left !== 0 || (await this.#held(tenant, [allotment])).size > 0) return false
    const after = await this.#homeOf(tenant, allotment)
    if (after?.left !== 0 || after.moves !== before.moves) return false
    this.#knowExhausted(tenant, allotment)
    return true
  }

  async #homeOf(tenant: string, allotment: Allotment): Promise<AllotmentHome | undefined> {
    const [row] = await this.#store.read([keyOf(tenant, this.#store.shards, homeRef(allotment))], [])
    return row && decode(row, allotmentHome)
  }

  /**
   * Waits until pieces have come, or were proven to be gone. Calls of one lane that want the same share a refill: the first of them is
   * decided with it and gets its result; the others get undefined and decide again by themselves.
   */
  async request(tenant: string, wanted: Wanted, tryWith: TryWith): Promise<CallResult | undefined> {
    const names = wanted.allotments.map((allotment) => allotmentName(tenant, allotment))
    const name = [...names, wanted.taker].join('\u0000')
    const waiting = this.#demands.get(name)
    if (waiting) {
      waiting.amount += wanted.amount
      // What went wrong with the first call may be its own fault.
      return waiting.done.then(
        () => undefined,
        () => undefined,
      )
    }
    // One lane at a time in the line of an allotment, else each would look through all lanes for the same last pieces. Calls
    // that want several stand in the line of the first.
    const [line = ''] = names
    const before = this.#lines.get(line) ?? Promise.resolve()
    const serve = () => {
      this.#demands.delete(name)
      return this.#supply(tenant, wanted, demand, tryWith)
    }
    const demand: Demand = { line, amount: wanted.amount, done: before.then(serve, serve) }
    this.#demands.set(name, demand)
    this.#lines.set(line, demand.done)
    return demand.done.finally(() => {
      if (this.#lines.get(line) === demand.done) this.#lines.delete(line)
    })
  }

  async #supply(
    tenant: string,
    { allotments, amount, taker }: Wanted,
    demand: Demand,
    tryWith: TryWith,
  ): Promise<CallResult | undefined> {
    const refill = { of: [...allotments], taker, least: amount, demand: demand.amount, from: [] as number[] }
    const look = { ...refill, least: 0, demand: 0, asked: 0 }
    const asked = demand.amount + this.#askedBehind(demand.line)
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      // Somebody before in the line has proven it meanwhile: at a thousand lanes nobody should prove it again.
      if (allotments.some((allotment) => this.exhausted(tenant, allotment))) return undefined
      const result = await tryWith({ ...refill, asked })
      if (result.kind !== 'wait') return result
      const { homes } = await this.#run(look, tenant)
      const held = await this.#held(tenant, allotments)
      const lacking = allotments.map((_, at) => amount - (held.get(taker)?.[at] ?? 0) - (homes[at]?.left ?? 0))
      const found = allotments.map((_, at) => leftBut(taker, held, at))
      const gone = allotments.filter((_, at) => (lacking[at] ?? 0) > 0 && homes[at]?.left === 0 && found[at] === 0)
      if (gone.length > 0) {
        // Only refills carry a piece from a lane that is not read yet to one that was, and they count their moves.
        const after = (await this.#run(look, tenant)).homes
        allotments.forEach((allotment, at) => {
          if (!gone.includes(allotment) || after[at]?.moves !== homes[at]?.moves) return
          this.#knowExhausted(tenant, allotment)
        })
        refill.from = []
        continue
      }
      const plan = lanesToVisit(held, lacking, taker, this.#store.shards, this.#room(allotments))
      refill.from = plan.lanes
      // More than a visit brings is brought visit by visit.
      refill.least = plan.isEnough ? amount : 0
    }
    return undefined
  }

  /** Lanes that a refill can visit beside the taker's and the homes'. */
  #room(allotments: readonly Allotment[]): number {
    const homes = new Set(allotments.map(({ owner }) => shardOf(owner, this.#store.shards)))
    return MAX_LANES_A_CALL - 1 - homes.size
  }

  /** What the lanes that wait behind in a line ask for together. */
  #askedBehind(line: string): number {
    let asked = 0
    for (const demand of this.#demands.values()) if (demand.line === line) asked += demand.amount
    return asked
  }

  /** The lanes whose stripes hold something, read without a lock, so that empty ones cost no transaction. */
  async #held(tenant: string, allotments: readonly Allotment[]): Promise<Held> {
    const { shards } = this.#store
    const keys = allotments.flatMap((allotment) =>
      // A lane's number is an owner that lies in it.
      Array.from({ length: shards }, (_, lane) => keyOf(tenant, shards, stripeRef(allotment, lane))),
    )
    const held = new Map<number, number[]>()
    for (const row of await this.#store.read(keys, [])) {
      const { left } = decode(row, allotmentStripe)
      if (left === 0) continue
      const at = allotments.findIndex(({ owner, slot }) => owner === row.owner && slot === row.n)
      const lane = held.get(row.shard) ?? allotments.map(() => 0)
      lane[at] = left
      held.set(row.shard, lane)
    }
    return held
  }

  #knowExhausted(tenant: string, allotment: Allotment): void {
    this.#exhausted.set(allotmentName(tenant, allotment), this.#now() + KNOWN_MS)
  }
}

function leftBut(taker: number, held: Held, at: number): number {
  let sum = 0
  for (const [lane, lefts] of held) if (lane !== taker) sum += lefts[at] ?? 0
  return sum
}

/** The fewest lanes that hold what is lacking of each, then others that hold some of it, as far as there is room. */
function lanesToVisit(
  held: Held,
  lacking: readonly number[],
  taker: number,
  shards: number,
  room: number,
): { readonly lanes: number[]; readonly isEnough: boolean } {
  // Nearest after the taker among equals, so that takers do not all go to the same.
  const distance = (lane: number) => (lane - taker + shards) % shards
  const others = [...held].filter(([lane]) => lane !== taker).sort(([a], [b]) => distance(a) - distance(b))
  const chosen = new Set<number>()
  const still = [...lacking]
  const richestIn = (at: number) => others.toSorted(([, a], [, b]) => (b[at] ?? 0) - (a[at] ?? 0))
  const visit = (lane: number, lefts: readonly number[]) => {
    chosen.add(lane)
    lefts.forEach((left, at) => {
      still[at] = (still[at] ?? 0) - left
    })
  }
  const wanted = lacking.flatMap((amount, at) => (amount > 0 ? [at] : []))
  const visitRichest = (isDone: (at: number) => boolean) => {
    for (const at of wanted) {
      for (const [lane, lefts] of richestIn(at)) {
        if (isDone(at) || chosen.size >= room) break
        if (!chosen.has(lane) && (lefts[at] ?? 0) > 0) visit(lane, lefts)
      }
    }
  }
  visitRichest((at) => (still[at] ?? 0) <= 0)
  const isEnough = still.every((amount) => amount <= 0)
  visitRichest(() => false)
  return { lanes: [...chosen].sort((a, b) => a - b), isEnough }
}

function allotmentName(tenant: string, allotment: Allotment): string {
  return `${tenant}\u0000${allotment.owner}\u0000${allotment.slot}`
}
