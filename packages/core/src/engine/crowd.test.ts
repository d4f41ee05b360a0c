import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { stripeRef, takeFromStripe } from '../kernel/allotment.ts'
import { accept, refuse, wait } from '../kernel/decision.ts'
import { ref, write } from '../kernel/entity.ts'
import { defineOperation } from '../kernel/operation.ts'
import type { Outcome } from '../kernel/outcome.ts'
import { refused } from '../kernel/outcome.ts'
import { fakeClock } from './clock.ts'
import { memoryStore } from './memory-store.ts'
import type { Store } from './store-port.ts'
import { counter, li, NOON, startEngine, switches } from './testing/small-engine.ts'

/** As `counter.add`, but people come for it all at once. */
const rush = defineOperation({
  ...{ kind: 'write', permits: ['operator'], scope: 'tenant', summary: 'For tests.' },
  name: 'counter.rush',
  route: 'POST /v1/counter-rushes',
  crowd: true,
  input: z.strictObject({ owner: z.int() }),
  output: z.strictObject({ sum: z.number() }),
  refusals: ['paused'],
  early: () => (switches.early ? refused('paused') : undefined),
  touches: ({ owner }) => [ref(counter, owner)],
  decide(loaded, { owner }) {
    const sum = (loaded.get(ref(counter, owner))?.sum ?? 0) + 1
    return accept({ sum }, { writes: [write(ref(counter, owner), { sum })], events: [{ type: 'rushed', data: {} }] })
  },
})

function started(shards = 1) {
  return startEngine({ store: memoryStore({ shards }), more: [rush] })
}

describe('a crowd', () => {
  it.each([1, 8])('THR-D2 lets a till into the next group, however many of it wait (%i lanes)', async (shards) => {
    const { engine, call } = await started(shards)
    let answered = 0
    const crowd = Array.from({ length: 3900 }, (_, n) =>
      call('counter.rush', { owner: 5000 + n }, `k${n}`).then((outcome) => {
        if (outcome.ok) answered += 1
      }),
    )
    // The first group is under way when the tills come.
    await new Promise(setImmediate)
    const before = answered
    const tills = await Promise.all(Array.from({ length: 20 }, (_, n) => call('counter.add', { owner: 5000 + n })))
    expect(tills.every((outcome) => outcome.ok)).toBe(true)
    // What was under way and the group that took the tills along: 512 calls each at most.
    expect(answered - before).toBeLessThanOrEqual(2 * 512)
    await Promise.all(crowd)
    expect(answered).toBe(3900)
    expect(engine.statistics.calls).toBe(3920)
  })

  it('THR-D2 never takes the places of tills: it is told to come back while they are let in', async () => {
    const { engine, call } = await started()
    const crowd = Array.from({ length: 16_500 }, (_, n) =>
      engine.call('counter.rush', { owner: 5000 + n }, { ...li, id: `p${n}` }, { idempotencyKey: 'k' }),
    )
    const till = call('counter.add', { owner: 4100 })
    const outcomes = await Promise.all(crowd)
    const told = outcomes.filter((outcome) => !outcome.ok)
    expect(told.length).toBeGreaterThanOrEqual(500)
    for (const outcome of told)
      expect(outcome).toMatchObject({ code: expect.stringMatching(/^(queue_waiting|overloaded)$/) })
    expect(await till).toMatchObject({ ok: true })
  })

  it('THR-C6 who had got it and lost the answer hears so at once, without standing in line again', async () => {
    const { engine } = await started()
    const ask = (n: number) =>
      engine.call('counter.rush', { owner: 5000 + n }, { ...li, id: `p${n}` }, { idempotencyKey: 'k' })
    const got = await ask(0)
    const crowd = Array.from({ length: 6000 }, (_, n) => ask(n + 1))
    expect(await ask(0)).toEqual(got)
    const outcomes = await Promise.all(crowd)
    expect(outcomes.some((outcome) => !outcome.ok && outcome.code === 'queue_waiting')).toBe(true)
  })

  it('is not journalled when it is only told to wait', async () => {
    const { engine, store } = await started()
    const crowd = Array.from({ length: 6000 }, (_, n) =>
      engine.call('counter.rush', { owner: 5000 + n }, { ...li, id: `p${n}` }, { idempotencyKey: 'k' }),
    )
    await Promise.all(crowd)
    await engine.flushAttempts()
    const rows = await store.readJournal({ tenant: li.tenant, shard: 0 }, 0, 10_000)
    expect(rows.some((row) => row.body.includes('attempt'))).toBe(false)
  })
})

describe('those who wait for their turn', () => {
  const stock = { owner: 5000, slot: 0 }
  const rushFor = defineOperation({
    ...{ kind: 'write', permits: ['operator'], scope: 'tenant', summary: 'For tests.' },
    name: 'stock.rush',
    route: 'POST /v1/stock-rushes',
    crowd: true,
    input: z.strictObject({ taker: z.int() }),
    output: z.strictObject({}),
    refusals: ['sold_out'],
    early: (_input, ports) => (ports.exhausted(stock) ? refused('sold_out') : undefined),
    touches: ({ taker }) => [stripeRef(stock, taker)],
    decide(loaded, { taker }, ctx) {
      const taken = takeFromStripe(loaded, stock, taker, 1)
      if (taken) return accept({}, { writes: [taken], events: [{ type: 'taken', data: {} }] })
      return ctx.exhausted(stock) ? refuse('sold_out') : wait(stock, 1)
    },
  })
  type Asked = Outcome<unknown> & { readonly detail?: { readonly ticket?: string } }

  it.each([1, 8])(
    'THR-C9 hear at their next look that nothing is left, and not at their turn (%i lanes)',
    async (shards) => {
      const clock = fakeClock(NOON)
      const store = memoryStore({ shards })
      const reads: number[] = []
      const read: Store['read'] = (...args) => {
        reads.push(clock.now())
        return store.read(...args)
      }
      const counted = Object.assign(Object.create(store), { read, begin: store.begin.bind(store) }) as Store
      const { engine, call } = await startEngine({ store: counted, clock, more: [rushFor] })
      await call('stock.fill', { left: 4200 })
      const ask = (n: number, ticket?: string) =>
        engine.call('stock.rush', { taker: 5000 + n }, { ...li, id: `p${n}` }, { idempotencyKey: 'k', ticket })
      const first = await Promise.all(Array.from({ length: 8000 }, (_, n): Promise<Asked> => ask(n)))
      const waiting = first.flatMap(({ ok, detail }, n) => (ok ? [] : [{ n, ticket: detail?.ticket }]))
      expect(waiting).toHaveLength(4000)
      // 200 are left: those who wait are told so as long as there are any, and none of them has gone in.
      clock.advance({ milliseconds: 1 })
      expect(await ask(waiting.at(-1)?.n ?? 0, waiting.at(-1)?.ticket)).toMatchObject({ code: 'queue_waiting' })
      for (const { n, ticket } of waiting.slice(0, 200)) {
        clock.advance({ milliseconds: 2 })
        expect(await ask(n, ticket)).toMatchObject({ ok: true })
      }
      // A second later what was seen of the stock is old, and the turns of the last have still not come.
      clock.advance({ seconds: 1 })
      reads.length = 0
      const late = waiting.slice(3900)
      const told = await Promise.all(late.map(({ n, ticket }) => ask(n, ticket)))
      for (const outcome of told) expect(outcome).toMatchObject({ ok: false, code: 'sold_out' })
      // One look at home row, stripes and home row, whoever asks; and each one's own stored answer.
      expect(reads.length).toBeLessThanOrEqual(3 + late.length)
      expect(await ask(waiting[0]?.n ?? 0)).toMatchObject({ ok: true })
    },
  )
})

describe('what memory knows', () => {
  /** A store that counts how often it is asked. */
  function counted() {
    const store = memoryStore({ shards: 1 })
    let asked = 0
    const read: typeof store.read = (...args) => {
      asked += 1
      return store.read(...args)
    }
    const begin: typeof store.begin = (...args) => {
      asked += 1
      return store.begin(...args)
    }
    return { store: Object.assign(Object.create(store), { read, begin }) as typeof store, asked: () => asked }
  }

  it('is answered without the store when the caller promises that the key is new', async () => {
    const { store, asked } = counted()
    const { engine } = await startEngine({ store, more: [rush] })
    await engine.call('counter.rush', { owner: 5000 }, li, { idempotencyKey: 'got' })
    const before = asked()
    switches.early = true
    try {
      const ask = (idempotencyKey: string, firstTry: boolean) =>
        engine.call('counter.rush', { owner: 5000 }, li, { idempotencyKey, firstTry })
      expect(await ask('new', true)).toMatchObject({ ok: false, code: 'paused' })
      expect(asked()).toBe(before)
      // A retry promises nothing, and finds what it had got.
      expect(await ask('got', false)).toMatchObject({ ok: true })
      expect(asked()).toBe(before + 1)
    } finally {
      switches.early = false
    }
  })
})
