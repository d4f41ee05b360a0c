import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { homeRef, stripeRef, takeFromStripe } from '../../kernel/allotment.ts'
import { accept, again, refuse, wait } from '../../kernel/decision.ts'
import { defineEntity, ref, span, write } from '../../kernel/entity.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ids } from '../../kernel/ports.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { generateKeys } from '../../token/keys/generate-keys.ts'
import { openKeys } from '../../token/keys/open-keys.ts'
import type { Clock } from '../clock.ts'
import { fakeClock } from '../clock.ts'
import { Engine } from '../engine.ts'
import { memoryStore } from '../memory-store.ts'
import { seededRandom } from '../random.ts'
import type { Scheduler } from '../scheduler.ts'
import { hostScheduler } from '../scheduler.ts'
import type { Store } from '../store-port.ts'

export const tenant = 'county'
export const li: Actor = { role: 'operator', tenant, id: 'li' }
export const zhao: Actor = { role: 'operator', tenant, id: 'zhao' }
const STOCK = { owner: 5000, slot: 0 }
export const NOON = '2026-11-23T12:00:00Z'

export const counter = defineEntity<{ readonly sum: number }>({ kind: 201, name: 'counter', version: 1 })
const sign = defineEntity<{ readonly name: string; readonly up: boolean }>({
  kind: 202,
  name: 'sign',
  version: 1,
  nameOf: (state) => state.name,
})

const shared = { kind: 'write', permits: ['operator'], scope: 'tenant', summary: 'For tests.' } as const
const sum = z.strictObject({ sum: z.number() })
const owner = z.int()

/** Adds to one counter; can be told to go wrong in every way a decision can. */
const add = defineOperation({
  ...shared,
  name: 'counter.add',
  route: 'POST /v1/counters',
  input: z.strictObject({
    owner,
    amount: z.int().default(1),
    goesWrong: z
      .enum([
        'throws',
        'refuses',
        'unbalanced',
        'untouched',
        'otherLane',
        'fraction',
        'answer',
        'next',
        'postsElsewhere',
      ])
      .optional(),
    early: z.boolean().optional(),
    prepare: z.boolean().optional(),
  }),
  output: sum,
  refusals: ['paused', 'sold_out', 'batch_unknown'],
  early: () => (switches.early ? refused('paused') : undefined),
  touches: (input) => [ref(counter, input.owner)],
  touchesNext(_loaded, input) {
    if (input.goesWrong === 'next') throw new Error('the second touches cannot be told')
    return []
  },
  decide(loaded, input, ctx) {
    const target = ref(counter, input.owner)
    const next = { sum: (loaded.get(target)?.sum ?? 0) + input.amount }
    const { goesWrong } = input
    if (goesWrong === 'throws') throw new Error('a mistake in a decision')
    if (goesWrong === 'refuses') return refuse('sold_out')
    if (goesWrong === 'untouched') loaded.get(ref(counter, input.owner, 7))
    const stray = goesWrong === 'otherLane' ? [write(ref(counter, input.owner + 1), next)] : []
    const amountMinor = goesWrong === 'unbalanced' ? 6 : goesWrong === 'fraction' ? 5.5 : 5
    const beside = goesWrong === 'postsElsewhere' ? { beside: input.owner + 1 } : {}
    return accept(goesWrong === 'answer' ? ({ total: 1 } as never) : next, {
      writes: [write(target, next), ...stray],
      events: [{ type: 'counter.added', data: { amount: input.amount, now: ctx.now } }],
      postings: [
        { account: 'a', amountMinor: -5, currency: 'CNY', ...beside },
        { account: 'b', amountMinor, currency: 'CNY', ...beside },
      ],
    })
  },
})

/** What the tests switch while a system runs. */
export const switches = { early: false }

/** Two counters at once, so two lanes as a rule. */
const move = defineOperation({
  ...shared,
  name: 'counter.move',
  route: 'POST /v1/counter-moves',
  input: z.strictObject({ from: owner, to: owner }),
  output: sum,
  refusals: [],
  touches: (input) => [ref(counter, input.from), ref(counter, input.to)],
  decide(loaded, input) {
    const [from, to] = [ref(counter, input.from), ref(counter, input.to)]
    const next = { sum: (loaded.get(to)?.sum ?? 0) + 1 }
    return accept(next, {
      writes: [write(from, { sum: (loaded.get(from)?.sum ?? 0) - 1 }), write(to, next)],
      events: [{ type: 'counter.moved', data: {} }],
    })
  },
})

const fill = defineOperation({
  ...shared,
  name: 'stock.fill',
  route: 'POST /v1/stocks',
  input: z.strictObject({ left: z.int(), unitMinor: z.int().default(0) }),
  output: z.strictObject({}),
  refusals: [],
  touches: () => [homeRef(STOCK)],
  decide: (_loaded, { left, unitMinor }) => {
    const money = { account: 'stock', unitMinor, currency: 'CNY' }
    const all = left * unitMinor
    return accept(
      {},
      {
        writes: [write(homeRef(STOCK), { left, moves: 0, money })],
        postings: [
          { account: 'budget', amountMinor: -all, currency: 'CNY' },
          { account: 'stock', amountMinor: all, currency: 'CNY' },
        ],
      },
    )
  },
})

/** Takes from the stock beside a taker, as a claim does; what is taken is paid to the taker's own account. */
const take = defineOperation({
  ...shared,
  name: 'stock.take',
  route: 'POST /v1/takings',
  input: z.strictObject({ taker: owner, amount: z.int().default(1), unitMinor: z.int().default(0) }),
  output: z.strictObject({}),
  refusals: ['sold_out'],
  early: (_input, ports) => (ports.exhausted(STOCK) ? refused('sold_out') : undefined),
  touches: ({ taker }) => [ref(counter, taker), stripeRef(STOCK, taker)],
  decide(loaded, { taker, amount, unitMinor }, ctx) {
    const taken = takeFromStripe(loaded, STOCK, taker, amount)
    if (!taken) return ctx.exhausted(STOCK) ? refuse('sold_out') : wait(STOCK, amount)
    const had = loaded.get(ref(counter, taker))?.sum ?? 0
    return accept(
      {},
      {
        writes: [taken, write(ref(counter, taker), { sum: had + amount })],
        postings: [
          { account: 'stock', amountMinor: -amount * unitMinor, currency: 'CNY' },
          { account: 'taken', amountMinor: amount * unitMinor, currency: 'CNY' },
        ],
      },
    )
  },
})

const raise = defineOperation({
  ...shared,
  name: 'sign.set',
  route: 'POST /v1/signs',
  input: z.strictObject({ name: z.string(), up: z.boolean() }),
  output: z.strictObject({}),
  refusals: [],
  touches: (input) => [referenceRef(sign, input.name)],
  decide: (_loaded, input) => accept({}, { writes: [write(referenceRef(sign, input.name), input)] }),
})

const look = defineOperation({
  ...shared,
  kind: 'read',
  name: 'sign.get',
  route: 'GET /v1/signs/{name}',
  input: z.strictObject({ name: z.string() }),
  output: z.strictObject({ up: z.boolean() }),
  refusals: [],
  touches: () => [],
  decide: (_loaded, { name }, ctx) => accept({ up: ctx.reference.find(sign, name)?.up ?? false }),
})

/** Prepared for the minute it is prepared in; decided in another, it must be prepared again. */
const minute = defineOperation({
  ...shared,
  name: 'minute.keep',
  route: 'POST /v1/minutes',
  input: z.strictObject({ owner }),
  output: sum,
  refusals: [],
  prepare: (_input, ports) => accepted(Math.floor(ports.now / 60_000)),
  touches: (input) => [ref(counter, input.owner)],
  decide(_loaded, input, ctx) {
    const sum = Math.floor(ctx.now / 60_000)
    if (sum !== ctx.prepared) return again()
    return accept({ sum }, { writes: [write(ref(counter, input.owner), { sum })] })
  },
})

const all = defineOperation({
  ...shared,
  kind: 'read',
  name: 'counter.list',
  route: 'GET /v1/counters',
  input: z.strictObject({ owner, from: z.int().default(0), to: z.int().default(100), limit: z.int().default(200) }),
  output: z.strictObject({ ns: z.array(z.number()) }),
  refusals: [],
  touches: ({ owner, ...range }) => [span(counter, owner, range)],
  decide: (loaded, { owner, ...range }) => accept({ ns: loaded.all(span(counter, owner, range)).map(({ n }) => n) }),
})

const operations: readonly AnyOperation[] = [add, move, fill, take, raise, look, minute, all]

const keys = generateKeys({ random: seededRandom('engine') })

export async function startEngine(
  options: {
    readonly shards?: number
    readonly store?: Store
    readonly clock?: Clock
    readonly scheduler?: Scheduler
    readonly more?: AnyOperation[]
  } = {},
) {
  const store = options.store ?? memoryStore({ shards: options.shards ?? 1 })
  const clock = options.clock ?? fakeClock(NOON)
  const engine = new Engine({
    store,
    clock,
    operations: [...operations, ...(options.more ?? [])],
    referenceKinds: [sign],
    keys: openKeys(await keys),
    ids: () => ({}) as Ids,
    random: seededRandom('engine'),
    scheduler: options.scheduler ?? hostScheduler(),
  })
  const call = (name: string, input: unknown, idempotencyKey?: string, actor: Actor = li) =>
    engine.call(name, input, actor, { idempotencyKey })
  const sumOf = async (at: number) => {
    const key = { tenant, shard: at % store.shards, owner: at, kind: counter.kind, n: 0 }
    const [row] = await store.read([key], [])
    return row ? (JSON.parse(row.state) as { sum: number }).sum : 0
  }
  return { engine, store, clock, call, sumOf }
}
