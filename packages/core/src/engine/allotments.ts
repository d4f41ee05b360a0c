import { z } from 'zod'
import type { Actor } from '../kernel/actor.ts'
import type { Allotment, AllotmentHome } from '../kernel/allotment.ts'
import { allotmentHome, allotmentStripe, homeRef, stripeRef } from '../kernel/allotment.ts'
import type { Posting } from '../kernel/decision.ts'
import { accept } from '../kernel/decision.ts'
import { write } from '../kernel/entity.ts'
import { defineOperation } from '../kernel/operation.ts'
import { keyOf, shardOf } from './placement.ts'
import type { Store } from './store-port.ts'
import { decode } from './workspace.ts'

/** So long it is known that nothing is left. */
const KNOWN_MS = 1000

/** Lanes a single call may lock; a gathering step visits all but the home's and the taker's. */
export const MAX_LANES_A_CALL = 8

const RefillInput = z.strictObject({
  owner: z.number(),
  slot: z.number(),
  whole: z.number().optional(),
  taker: z.number(),
  demand: z.number(),
  /** What all lanes of this process ask for now, this one's demand included. */
  asked: z.number(),
  from: z.array(z.number()),
})

/**
 * Moves stock, and the money that stands for it, to the stripe beside `taker`: from the home row, or, when that is empty,
 * what the stripes beside `from` still hold; of that, what is not asked for goes home,
 * where the next lane finds it in one step. Run by the engine only; it has no permission and no route is served.
 */
export const refillAllotment = defineOperation({
  name: 'allotment.refill',
  summary: 'Moves limited stock to the lane where it is asked for.',
  kind: 'write',
  route: 'POST /v1/allotment-refills',
  input: RefillInput,
  output: z.strictObject({ moved: z.number(), moves: z.number() }),
  permits: [],
  scope: 'tenant',
  refusals: [],
  idempotency: 'natural',
  touches: ({ owner, slot, taker, from }) => [
    homeRef({ owner, slot }),
    stripeRef({ owner, slot }, taker),
    ...from.map((lane) => stripeRef({ owner, slot }, lane)),
  ],
  decide(loaded, { owner, slot, whole = 0, taker, demand, asked, from }, ctx) {
    const allotment = { owner, slot }
    const home = loaded.get(homeRef(allotment)) ?? { left: whole, moves: 0 }
    const stripe = loaded.get(stripeRef(allotment, taker)) ?? { left: 0 }
    const sources = from.map((lane) => ({ lane, left: loaded.get(stripeRef(allotment, lane))?.left ?? 0 }))
    const want = demand > 0 ? Math.max(ration(home.left, demand, asked), fairShare(home.left, ctx.lanes)) : 0
    const fromHome = Math.min(home.left, want)
    const gathered = fromHome > 0 ? [] : sources.filter((source) => source.left > 0)
    const found = gathered.reduce((sum, source) => sum + source.left, 0)
    if (fromHome + found === 0) return accept({ moved: 0, moves: home.moves })
    const moves = home.moves + 1
    const moved = fromHome + Math.min(found, want)
    const legs: Leg[] = fromHome > 0 ? [{ from: owner, to: taker, units: fromHome }] : []
    let wanted = want
    for (const { lane, left } of gathered) {
      const units = Math.min(left, wanted)
      wanted -= units
      legs.push({ from: lane, to: taker, units }, { from: lane, to: owner, units: left - units })
    }
    return accept(
      { moved, moves },
      {
        writes: [
          write(homeRef(allotment), { ...home, left: home.left - fromHome + found - (moved - fromHome), moves }),
          write(stripeRef(allotment, taker), { left: stripe.left + moved }),
          ...gathered.map((source) => write(stripeRef(allotment, source.lane), { left: 0 })),
        ],
        postings: legs.flatMap((leg) => transit(home.money, leg.from, leg.to, leg.units)),
        events: [{ type: 'allotment.moved', data: { owner, slot, moved } }],
      },
    )
  },
})

/**
 * What a lane takes beyond what is asked for now: much while there is much, so that lanes seldom come, and ever less
 * towards the end, so that none hoards what others wait for.
 */
function fairShare(left: number, lanes: number): number {
  return Math.floor(left / (lanes * 4))
}

/** Less is not worth a refill of its own, which lets everybody who waits in the lane decide once more. */
const LEAST_RATION = 8

/**
 * Where several lanes ask for more than there is, each gets half of its part and comes again: given all it asks for, the first
 * lanes would leave nothing to the people of the others. Half, since other processes ask too.
 */
function ration(left: number, demand: number, asked: number): number {
  if (asked <= left || asked === demand) return demand
  return Math.min(demand, Math.max(LEAST_RATION, Math.floor((left * demand) / (2 * asked))))
}

interface Leg {
  readonly from: number
  readonly to: number
  readonly units: number
}

type Money = { readonly account: string; readonly unitMinor: number; readonly currency: string } | undefined

/** Each lane balances alone: the money leaves one lane into transit and comes out of transit in the other. */
function transit(money: Money, from: number, to: number, units: number): Posting[] {
  if (!money || money.unitMinor === 0 || units === 0) return []
  const amountMinor = units * money.unitMinor
  const { account, currency } = money
  return [
    { account, amountMinor: -amountMinor, currency, beside: from },
    { account: 'transit', amountMinor, currency, beside: from },
    { account: 'transit', amountMinor: -amountMinor, currency, beside: to },
    { account, amountMinor, currency, beside: to },
  ]
}

type Refill = (input: z.output<typeof RefillInput>, actor: Actor) => Promise<{ moved: number; moves: number }>

interface Demand {
  amount: number
  readonly done: Promise<boolean>
}

/** Refills stripes on demand and proves, by a look at every lane during which nothing moved, that nothing is left. */
export class Allotments {
  readonly #store: Pick<Store, 'shards' | 'read'>
  readonly #refill: Refill
  readonly #now: () => number
  readonly #demands = new Map<string, Demand>()
  readonly #passes = new Map<string, Promise<unknown>>()
  readonly #exhausted = new Map<string, number>()
  readonly #looks = new Map<string, { readonly until: number; readonly gone: Promise<boolean> }>()

  constructor(store: Pick<Store, 'shards' | 'read'>, refill: Refill, now: () => number) {
    this.#store = store
    this.#refill = refill
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
    if (before?.left !== 0 || (await this.#lanesWithStock(tenant, allotment)).length > 0) return false
    const after = await this.#homeOf(tenant, allotment)
    if (after?.left !== 0 || after.moves !== before.moves) return false
    this.#exhausted.set(allotmentName(tenant, allotment), this.#now() + KNOWN_MS)
    return true
  }

  async #homeOf(tenant: string, allotment: Allotment): Promise<AllotmentHome | undefined> {
    const [row] = await this.#store.read([keyOf(tenant, this.#store.shards, homeRef(allotment))], [])
    return row && decode(row, allotmentHome)
  }

  /**
   * Asks for `amount` units beside `taker`. Calls that ask together share one refill. Resolves to true when something
   * moved (decide again), false when it was proven that nothing is left.
   */
  request(tenant: string, allotment: Allotment, taker: number, amount: number): Promise<boolean> {
    const lane = shardOf(taker, this.#store.shards)
    const name = `${allotmentName(tenant, allotment)}\u0000${lane}`
    const waiting = this.#demands.get(name)
    if (waiting) {
      waiting.amount += amount
      return waiting.done
    }
    const before = this.#passes.get(allotmentName(tenant, allotment)) ?? Promise.resolve()
    const demand: Demand = {
      amount,
      done: before
        .catch(() => undefined)
        .then(() => {
          this.#demands.delete(name)
          return this.#supply(tenant, allotment, taker, demand.amount)
        }),
    }
    this.#demands.set(name, demand)
    // One pass an allotment at a time, else two would chase each other's stock round the lanes.
    this.#passes.set(allotmentName(tenant, allotment), demand.done)
    return demand.done
  }

  async #supply(tenant: string, allotment: Allotment, taker: number, amount: number): Promise<boolean> {
    const actor: Actor = { role: 'system', tenant, id: 'engine' }
    const asked = amount + this.#askedOf(tenant, allotment)
    const step = (from: number[], demand: number) => this.#refill({ ...allotment, taker, demand, asked, from }, actor)
    const perStep = MAX_LANES_A_CALL - 2
    for (;;) {
      // Somebody before in the queue has proven it meanwhile: at a thousand lanes nobody should prove it again.
      if (this.exhausted(tenant, allotment)) return false
      const first = await step([], this.#portion(amount))
      if (first.moved > 0) return true
      const holding = await this.#lanesWithStock(tenant, allotment, taker)
      for (let at = 0; at < holding.length; at += perStep) {
        if ((await step(holding.slice(at, at + perStep), amount)).moved > 0) return true
      }
      // Only refills carry stock from a lane that is not read yet to one that was, and they count their moves.
      const last = await step([], 0)
      if (last.moves !== first.moves) continue
      this.#exhausted.set(allotmentName(tenant, allotment), this.#now() + KNOWN_MS)
      return false
    }
  }

  /** What the lanes that wait behind ask for together. */
  #askedOf(tenant: string, allotment: Allotment): number {
    const prefix = `${allotmentName(tenant, allotment)}\u0000`
    let asked = 0
    for (const [name, { amount }] of this.#demands) if (name.startsWith(prefix)) asked += amount
    return asked
  }

  /**
   * The lanes, but the taker's own, whose stripes hold something, read without a lock, so that empty ones cost no transaction. Lanes are
   * named by any owner that lies in them; lane numbers below the shard count are such owners.
   */
  async #lanesWithStock(tenant: string, allotment: Allotment, taker?: number): Promise<number[]> {
    const { shards } = this.#store
    const own = taker === undefined ? undefined : shardOf(taker, shards)
    const others = Array.from({ length: shards }, (_, lane) => lane).filter((lane) => lane !== own)
    const keys = others.map((lane) => keyOf(tenant, shards, stripeRef(allotment, lane)))
    const rows = keys.length > 0 ? await this.#store.read(keys, []) : []
    return rows.filter((row) => decode(row, allotmentStripe).left > 0).map(({ shard }) => shard)
  }

  /** One lane takes the whole stock at once; several take what is asked for now, or their fair share when that is more. */
  #portion(amount: number): number {
    return this.#store.shards === 1 ? Number.MAX_SAFE_INTEGER : amount
  }
}

function allotmentName(tenant: string, allotment: Allotment): string {
  return `${tenant}\u0000${allotment.owner}\u0000${allotment.slot}`
}
