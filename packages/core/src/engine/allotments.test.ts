import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACCOUNT_OWNER, accountEntity } from '../kernel/ledger-account.ts'
import { Allotments } from './allotments.ts'
import { fakeClock } from './clock.ts'
import { memoryStore } from './memory-store.ts'
import type { CallResult } from './pending-call.ts'
import type { Refill } from './refill-allotment.ts'
import type { RowKey, Store } from './store-port.ts'
import { NOON, startEngine, tenant } from './testing/small-engine.ts'
import { watchCommits } from './testing/watch-commits.ts'

async function accountsOf(store: Store): Promise<Record<string, number>> {
  const sums: Record<string, number> = {}
  for (let shard = 0; shard < store.shards; shard += 1) {
    const everything = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 1000 }
    const rows = await store.read(
      [],
      [{ tenant, shard, owner: ACCOUNT_OWNER, kind: accountEntity.kind, ...everything }],
    )
    let lane = 0
    for (const row of rows) {
      const { account, balanceMinor } = JSON.parse(row.state)
      sums[account] = (sums[account] ?? 0) + balanceMinor
      lane += balanceMinor
    }
    expect(lane).toBe(0)
  }
  return sums
}

const last = { owner: 5000, slot: 0 }
const taken = { kind: 'accepted', value: {}, replayed: false } as const

/** The last pieces as others carry them about: how often the home row was moved and what the stripes hold, look by look. */
function scripted(script: {
  readonly moves: readonly number[]
  readonly stripes: readonly Readonly<Record<number, number>>[]
  /** The try that finds enough where it did not visit other lanes. */
  readonly takenAt?: number
}) {
  const seen: (readonly number[])[] = []
  const looks: number[][] = []
  let looked = 0
  const store = {
    shards: 4,
    async read(keys: readonly RowKey[]) {
      looks.push(keys.map(({ shard }) => shard))
      const left = script.stripes[looks.length - 1] ?? {}
      return keys.flatMap((key) =>
        left[key.shard] === undefined ? [] : [{ ...key, v: 1, state: JSON.stringify({ left: left[key.shard] }) }],
      )
    },
  }
  const run = async () => {
    looked += 1
    return { homes: [{ left: 0, moves: script.moves[looked - 1] ?? script.moves.at(-1) ?? 0 }] }
  }
  const allotments = new Allotments(store, run, () => 0)
  const wanted = { allotments: [last], amount: 1, taker: 0 }
  const tryWith = async ({ from }: Refill): Promise<CallResult> => {
    seen.push(from)
    return from.length > 0 || seen.length === script.takenAt ? taken : { kind: 'wait', ...wanted }
  }
  const request = (decide = tryWith) => allotments.request(tenant, wanted, decide)
  return { allotments, seen, looks, request }
}

/** Everybody asks at once, more than there is; says how many got something and that nothing is left over. */
async function drain(shards: number, left: number, takers: readonly number[]) {
  const { store, call } = await startEngine({ shards })
  await call('stock.fill', { left, unitMinor: 2000 })
  const outcomes = await Promise.all(takers.map((taker) => call('stock.take', { taker, unitMinor: 2000 })))
  const refusals = outcomes.filter((outcome) => !outcome.ok)
  expect(refusals.every((outcome) => !outcome.ok && outcome.code === 'sold_out')).toBe(true)
  const accounts = await accountsOf(store)
  expect(accounts.stock).toBe((left - (outcomes.length - refusals.length)) * 2000)
  expect(accounts.transit ?? 0).toBe(0)
  return outcomes.length - refusals.length
}

describe('an allotment', () => {
  it.each([1, 2, 3, 4, 7, 8, 9, 16, 33, 64])(
    'THR-C12 gives out exactly its whole stock in %i lanes',
    async (shards) => {
      const takers = Array.from({ length: 160 }, (_, n) => 4096 + n * 31)
      expect(await drain(shards, 100, takers)).toBe(100)
    },
  )

  it('THR-C12 gives out exactly its whole stock wherever the takers lie and however often they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 64 }),
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 4096, max: 4400 }), { minLength: 61, maxLength: 120 }),
        async (shards, left, takers) => {
          expect(await drain(shards, left, takers)).toBe(left)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('leaves no lane without when a crowd from all of them asks for ten times what there is', async () => {
    const [shards, left] = [16, 320]
    const { call } = await startEngine({ shards })
    await call('stock.fill', { left })
    const takers = Array.from({ length: left * 10 }, (_, n) => 4096 + n)
    const outcomes = await Promise.all(takers.map((taker) => call('stock.take', { taker })))
    const got = Array.from({ length: shards }, () => 0)
    outcomes.forEach((outcome, n) => {
      const lane = (takers[n] ?? 0) % shards
      if (outcome.ok) got[lane] = (got[lane] ?? 0) + 1
    })
    expect(got.reduce((sum, each) => sum + each)).toBe(left)
    expect(Math.min(...got)).toBeGreaterThanOrEqual(left / shards / 3)
    expect(Math.max(...got)).toBeLessThanOrEqual((left / shards) * 3)
  })

  it('THR-C12 gives out all of it to takers that come one after another from all lanes', async () => {
    const { call } = await startEngine({ shards: 16 })
    await call('stock.fill', { left: 50 })
    let given = 0
    for (let n = 0; n < 60; n += 1) if ((await call('stock.take', { taker: 4096 + n })).ok) given += 1
    expect(given).toBe(50)
  })

  it('THR-C12 is not said to be gone by a look during which it was carried from lane to lane', async () => {
    const store = memoryStore({ shards: 4 })
    const { call } = await startEngine({ store })
    await call('stock.fill', { left: 1 })
    let stripes = 0
    const home = { left: 0, moves: 7 }
    // The last piece goes home and on to a lane that was read before, between the look at the stripes and the end of the look.
    const carried = {
      shards: 4,
      async read(keys: readonly RowKey[]) {
        const rows = await store.read(keys, [])
        if (keys.length > 1) {
          stripes += 1
          home.moves += stripes === 1 ? 2 : 0
          return []
        }
        return rows.map((row) => ({ ...row, state: JSON.stringify(home) }))
      },
    }
    const clock = fakeClock(NOON)
    const allotments = new Allotments(
      carried,
      () => Promise.reject(new Error('a look takes nothing')),
      () => clock.now(),
    )
    expect(await allotments.isGone(tenant, last)).toBe(false)
    expect(allotments.exhausted(tenant, last)).toBe(false)
    // Known for a second, however many ask; then looked at anew.
    await Promise.all(Array.from({ length: 50 }, () => allotments.isGone(tenant, last)))
    expect(stripes).toBe(1)
    clock.advance({ seconds: 1 })
    expect(await allotments.isGone(tenant, last)).toBe(true)
    expect(allotments.exhausted(tenant, last)).toBe(true)
  })

  it('THR-C12 gives out exactly its whole stock to two processes that move it under each other’s hands', async () => {
    const store = memoryStore({ shards: 16 })
    const [first, second] = [await startEngine({ store }), await startEngine({ store })]
    await first.call('stock.fill', { left: 100 })
    const takers = Array.from({ length: 160 }, (_, n) => 4096 + n * 7)
    const outcomes = await Promise.all(takers.map((taker, n) => (n % 2 ? first : second).call('stock.take', { taker })))
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(100)
  })

  it('gathers what other lanes hold for a taker that asks for more than its lane has', async () => {
    const { call } = await startEngine({ shards: 8 })
    await call('stock.fill', { left: 40 })
    for (let n = 0; n < 8; n += 1) await call('stock.take', { taker: 4096 + n, amount: 2 })
    expect(await call('stock.take', { taker: 4099, amount: 24 })).toMatchObject({ ok: true })
    expect(await call('stock.take', { taker: 4100 })).toMatchObject({ code: 'sold_out' })
  })

  it('THR-G5 is never overdrawn by a drain from everywhere', async () => {
    const { store, call } = await startEngine({ shards: 4 })
    await call('stock.fill', { left: 10, unitMinor: 100 })
    const amounts = Array.from({ length: 30 }, (_, n) => ({ taker: 4096 + n, amount: (n % 3) + 1, unitMinor: 100 }))
    const outcomes = await Promise.all(amounts.map((input) => call('stock.take', input)))
    const taken = outcomes.reduce((sum, outcome, n) => sum + (outcome.ok ? (amounts[n]?.amount ?? 0) : 0), 0)
    expect(taken).toBeLessThanOrEqual(10)
    expect((await accountsOf(store)).stock).toBe((10 - taken) * 100)
  })

  it('remembers for one second that nothing is left, and asks the store again after that', async () => {
    const clock = fakeClock(NOON)
    const { engine, call } = await startEngine({ shards: 2, clock })
    await call('stock.fill', { left: 1 })
    await call('stock.take', { taker: 4096 })
    expect(await call('stock.take', { taker: 4096 })).toMatchObject({ code: 'sold_out' })
    const { groups } = engine.statistics
    await call('stock.fill', { left: 1 })
    expect(await call('stock.take', { taker: 4096 })).toMatchObject({ code: 'sold_out' })
    expect(engine.statistics.groups).toBe(groups + 1)
    clock.advance({ milliseconds: 999 })
    expect(await call('stock.take', { taker: 4096 })).toMatchObject({ code: 'sold_out' })
    clock.advance({ milliseconds: 1 })
    expect(await call('stock.take', { taker: 4097 })).toMatchObject({ ok: true })
  })

  it('THR-C12 does not take a look for proof when something moved behind its back', async () => {
    // Another process moves the last unit from a lane that is not read yet to one that was.
    const { allotments, seen, looks, request } = scripted({ moves: [5, 6, 6, 6], stripes: [{}, { 1: 1, 3: 0 }] })
    expect(await request()).toEqual(taken)
    expect(allotments.exhausted(tenant, last)).toBe(false)
    expect(seen).toEqual([[], [], [1]])
    expect(looks).toHaveLength(2)
    expect(await request()).toBeUndefined()
    expect(allotments.exhausted(tenant, last)).toBe(true)
  })

  it('THR-C12 is not said to be gone where another process has just brought it to the lane that asks', async () => {
    const { allotments, seen, request } = scripted({ moves: [5, 5], stripes: [{ 0: 1 }], takenAt: 2 })
    expect(await request()).toEqual(taken)
    expect(allotments.exhausted(tenant, last)).toBe(false)
    expect(seen).toEqual([[], []])
  })

  it('is looked for by one call of a lane; the others decide again when it is over, also when that call fails', async () => {
    const { seen, request } = scripted({ moves: [], stripes: [], takenAt: 1 })
    const outcomes = await Promise.allSettled([
      request(() => Promise.reject(new Error('its own fault'))),
      request(),
      request(),
    ])
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
    expect(seen).toEqual([])
    expect(await request()).toEqual(taken)
  })

  it('THR-C12 is brought from another lane in the commit that takes it, so that nobody can take it on the way', async () => {
    let commits = 0
    const store = watchCommits(memoryStore({ shards: 8 }), () => {
      commits += 1
    })
    const { call } = await startEngine({ store })
    await call('stock.fill', { left: 64 })
    // A lane takes its fair share of two and leaves one of them; another takes all the rest.
    await call('stock.take', { taker: 4096 })
    await call('stock.take', { taker: 4097, amount: 62 })
    const before = commits
    expect(await call('stock.take', { taker: 4098 })).toMatchObject({ ok: true })
    expect(commits - before).toBe(1)
    expect(await call('stock.take', { taker: 4096 })).toMatchObject({ code: 'sold_out' })
  })

  it('is proven empty once for all lanes that wait to hear it', async () => {
    const { engine, call } = await startEngine({ shards: 64 })
    await call('stock.fill', { left: 1 })
    await call('stock.take', { taker: 4096 })
    const { groups } = engine.statistics
    const takers = Array.from({ length: 64 }, (_, lane) => call('stock.take', { taker: 4096 + lane }))
    for (const outcome of await Promise.all(takers)) expect(outcome).toMatchObject({ code: 'sold_out' })
    // The takers' own group, two steps of the one proof, and the group in which they hear of it.
    expect(engine.statistics.groups - groups).toBeLessThanOrEqual(6)
  })

  it('THR-C12 gives out exactly its whole stock in 1,024 lanes, to two processes', async () => {
    const store = memoryStore({ shards: 1024 })
    const [first, second] = [await startEngine({ store }), await startEngine({ store })]
    await first.call('stock.fill', { left: 500, unitMinor: 2000 })
    const takers = Array.from({ length: 900 }, (_, n) => 4096 + n * 7919)
    const take = (taker: number, n: number) => (n % 2 ? first : second).call('stock.take', { taker, unitMinor: 2000 })
    const outcomes = await Promise.all(takers.map(take))
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(500)
    expect(await accountsOf(store)).toMatchObject({ stock: 0, transit: 0 })
  })
})
