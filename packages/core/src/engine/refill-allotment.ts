import { z } from 'zod'
import type { Allotment, AllotmentHome } from '../kernel/allotment.ts'
import { homeRef, stripeRef } from '../kernel/allotment.ts'
import type { Posting } from '../kernel/decision.ts'
import { accept } from '../kernel/decision.ts'
import type { Loaded, Write } from '../kernel/entity.ts'
import { write } from '../kernel/entity.ts'
import { defineOperation } from '../kernel/operation.ts'

const RefillInput = z.strictObject({
  /** Everything that one call needs a piece of. */
  of: z.array(z.strictObject({ owner: z.number(), slot: z.number(), whole: z.number().optional() })),
  taker: z.number(),
  /** What the taker must have of each in the end, or nothing is moved; 0 for whatever there is. */
  least: z.number(),
  /** What is asked for beside the taker now. At 0 nothing is moved: the home rows are only looked at. */
  demand: z.number(),
  /** What all lanes of this process ask for now, this one's demand included. */
  asked: z.number(),
  from: z.array(z.number()),
})

export type Refill = z.output<typeof RefillInput>

const RefillOutput = z.strictObject({
  /** The home row of each, in the order of `of`: what it holds, and how often it was moved from or to. */
  homes: z.array(z.object({ left: z.number(), moves: z.number() })),
})

export type Refilled = z.output<typeof RefillOutput>

/**
 * Moves stock, and the money that stands for it, to the stripe beside `taker`: from the home row, or, when that has not
 * enough, what the stripes beside `from` still hold; of that, what is not asked for goes home, where the next lane finds it in one
 * step. Of several allotments it moves all that a call needs or nothing, since a piece of one is worth nothing without one of the other.
 * Run by the engine only; it has no permission and no route is served.
 */
export const refillAllotment = defineOperation({
  name: 'allotment.refill',
  summary: 'Moves limited stock to the lane where it is asked for.',
  kind: 'write',
  route: 'POST /v1/allotment-refills',
  input: RefillInput,
  output: RefillOutput,
  permits: [],
  scope: 'tenant',
  refusals: [],
  idempotency: 'natural',
  touches: ({ of, taker, from }) =>
    of.flatMap((allotment) => [
      homeRef(allotment),
      stripeRef(allotment, taker),
      ...from.map((lane) => stripeRef(allotment, lane)),
    ]),
  decide(loaded, refill, ctx) {
    const places = refill.of.map((allotment) => placesOf(loaded, allotment, refill))
    const isEnough = places.every(({ own, home, sources }) => own + home.left + sum(sources) >= refill.least)
    const moves = refill.demand > 0 && isEnough ? places.map((place) => moveTo(place, refill, ctx.lanes)) : []
    const moved = moves.filter(({ legs }) => legs.length > 0)
    return accept(
      { homes: places.map(({ home }, at) => moves[at]?.home ?? home) },
      {
        writes: moved.flatMap(({ writes }) => writes),
        postings: moved.flatMap(({ home, legs }) => legs.flatMap((leg) => transit(home.money, leg))),
        events: moved.map(({ allotment, units }) => ({
          type: 'allotment.moved',
          data: { owner: allotment.owner, slot: allotment.slot, moved: units },
        })),
      },
    )
  },
})

interface Source {
  readonly lane: number
  readonly left: number
}

/** Where pieces of one allotment lie. */
interface Places {
  readonly allotment: Allotment
  readonly home: AllotmentHome
  readonly own: number
  readonly sources: readonly Source[]
}

function placesOf(loaded: Loaded, allotment: Allotment, { taker, from }: Refill): Places {
  return {
    allotment,
    home: loaded.get(homeRef(allotment)) ?? { left: allotment.whole ?? 0, moves: 0 },
    own: loaded.get(stripeRef(allotment, taker))?.left ?? 0,
    sources: from
      .map((lane) => ({ lane, left: loaded.get(stripeRef(allotment, lane))?.left ?? 0 }))
      .filter(({ left }) => left > 0),
  }
}

interface Move {
  readonly allotment: Allotment
  readonly home: AllotmentHome
  readonly legs: readonly Leg[]
  readonly writes: readonly Write[]
  /** What came to the taker. */
  readonly units: number
}

function moveTo({ allotment, home, own, sources }: Places, refill: Refill, lanes: number): Move {
  const { owner } = allotment
  const { taker, least, demand, asked } = refill
  // In one lane nobody else can want any of it.
  const portion = lanes === 1 ? home.left : Math.max(ration(home.left, demand, asked), fairShare(home.left, lanes))
  const want = Math.max(0, portion - own, least - own)
  const fromHome = Math.min(home.left, want)
  const gathered = own + fromHome < Math.max(1, least) ? sources : []
  const legs: Leg[] = fromHome > 0 ? [{ from: owner, to: taker, units: fromHome }] : []
  let wanted = want - fromHome
  for (const { lane, left } of gathered) {
    const units = Math.min(left, wanted)
    wanted -= units
    legs.push({ from: lane, to: taker, units }, { from: lane, to: owner, units: left - units })
  }
  const units = want - wanted
  if (fromHome + sum(gathered) === 0) return { allotment, home, legs: [], writes: [], units: 0 }
  const next = { ...home, left: home.left + sum(gathered) - units, moves: home.moves + 1 }
  const writes = [
    write(homeRef(allotment), next),
    write(stripeRef(allotment, taker), { left: own + units }),
    ...gathered.map(({ lane }) => write(stripeRef(allotment, lane), { left: 0 })),
  ]
  return { allotment, home: next, legs, writes, units }
}

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

function sum(sources: readonly Source[]): number {
  return sources.reduce((total, { left }) => total + left, 0)
}

interface Leg {
  readonly from: number
  readonly to: number
  readonly units: number
}

/** Each lane balances alone: the money leaves one lane into transit and comes out of transit in the other. */
function transit(money: AllotmentHome['money'], { from, to, units }: Leg): Posting[] {
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
