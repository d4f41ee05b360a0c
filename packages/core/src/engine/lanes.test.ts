import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { accept } from '../kernel/decision.ts'
import { ref } from '../kernel/entity.ts'
import { defineOperation } from '../kernel/operation.ts'
import { memoryStore } from './memory-store.ts'
import type { Scheduler } from './scheduler.ts'
import { hostScheduler } from './scheduler.ts'
import type { Store } from './store-port.ts'
import { counter, startEngine, tenant } from './testing/small-engine.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** A store whose commits wait for something first. */
function withCommits(inner: Store, before: () => Promise<void>): Store {
  return Object.assign(Object.create(inner), {
    begin: async (...args: Parameters<Store['begin']>) => {
      const transaction = await inner.begin(...args)
      return (
        transaction && {
          ...transaction,
          commit: async (changes: Parameters<typeof transaction.commit>[0]) => {
            await before()
            return transaction.commit(changes)
          },
        }
      )
    },
    read: inner.read.bind(inner),
    readJournal: inner.readJournal.bind(inner),
    readHead: inner.readHead.bind(inner),
  })
}

/** A store whose commits take a few turns of the loop, as a disk does. */
function slow(inner: Store, turns: number): Store {
  return withCommits(inner, async () => {
    for (let n = 0; n < turns; n += 1) await turn()
  })
}

describe('lanes', () => {
  it.each([1, 4, 64])('serve the same calls with the same result (%i lanes)', async (shards) => {
    const { call, sumOf, store } = await startEngine({ shards })
    await Promise.all(
      Array.from({ length: 300 }, (_, n) =>
        n % 3 === 0
          ? call('counter.move', { from: 4096 + (n % 7), to: 4110 + (n % 11) })
          : call('counter.add', { owner: 4096 + (n % 17) }),
      ),
    )
    const sums = await Promise.all(Array.from({ length: 40 }, (_, n) => sumOf(4096 + n)))
    expect(sums.reduce((total, sum) => total + sum, 0)).toBe(200)
    for (let shard = 0; shard < shards; shard += 1) {
      const rows = await store.readJournal({ tenant, shard }, 0, 1000)
      expect(rows.map((row) => row.seq)).toEqual(rows.map((_, index) => index + 1))
    }
  })

  it('let a call of two lanes through while each of them is kept busy by calls of one', async () => {
    const gates: (() => void)[] = []
    const store = withCommits(memoryStore({ shards: 2 }), () => new Promise<void>((resolve) => gates.push(resolve)))
    const { call } = await startEngine({ store })
    let running = true
    const busy = async (owner: number) => {
      while (running) await call('counter.add', { owner })
    }
    const turns = async () => {
      for (let n = 0; n < 10; n += 1) await turn()
    }
    // The commits of the two lanes end by turns, and each lane has more to do whenever one does.
    const load = [busy(4096), busy(4096)]
    await turns()
    load.push(busy(4097), busy(4097))
    await turns()
    let through = false
    const moved = call('counter.move', { from: 4096, to: 4097 }).then(() => {
      through = true
    })
    let ended = 0
    for (; !through && ended < 60; ended += 1) {
      gates.shift()?.()
      await turns()
    }
    running = false
    expect(through).toBe(true)
    expect(ended).toBeLessThan(15)
    for (let n = 0; n < 20; n += 1) {
      for (const open of gates.splice(0)) open()
      await turns()
    }
    await Promise.all([moved, ...load])
  })

  it('make two calls wait for each other in no order of their lanes', async () => {
    const { call, sumOf } = await startEngine({ store: slow(memoryStore({ shards: 5 }), 2) })
    const pairs = Array.from({ length: 60 }, (_, n) => ({ from: 4100 + (n % 5), to: 4100 + ((n * 3 + 1) % 5) }))
    const outcomes = await Promise.all(pairs.map((pair) => call('counter.move', pair)))
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true)
    const sums = await Promise.all([0, 1, 2, 3, 4].map((n) => sumOf(4100 + n)))
    expect(Number.isInteger(sums.reduce((total, sum) => total + sum, 0))).toBe(true)
  })

  it('are not asked for again and again while a group of ours holds them', async () => {
    const host = hostScheduler()
    let asked = 0
    const scheduler: Scheduler = {
      soon(work) {
        asked += 1
        host.soon(work)
      },
      later: (milliseconds, work) => host.later(milliseconds, work),
    }
    const { call } = await startEngine({ store: slow(memoryStore(), 200), scheduler })
    const first = call('counter.add', { owner: 4100 })
    await turn()
    await turn()
    const second = call('counter.add', { owner: 4100 })
    await Promise.all([first, second])
    expect(asked).toBeLessThan(10)
  })

  it('refuse more than eight of them to one call', async () => {
    const wide = defineOperation({
      name: 'counter.wide',
      summary: 'Touches as many lanes as it is told to.',
      kind: 'write',
      route: 'POST /v1/wide',
      input: z.strictObject({ lanes: z.int() }),
      output: z.strictObject({}),
      permits: ['operator'],
      scope: 'tenant',
      refusals: [],
      touches: ({ lanes }) => Array.from({ length: lanes }, (_, lane) => ref(counter, 4096 + lane)),
      decide: () => accept({}),
    })
    const { call } = await startEngine({ shards: 16, more: [wide] })
    expect(await call('counter.wide', { lanes: 8 })).toMatchObject({ ok: true })
    await expect(call('counter.wide', { lanes: 9 })).rejects.toMatchObject({ code: 'too_many_lanes' })
    await expect(call('counter.wide', { lanes: 0 })).rejects.toMatchObject({ code: 'entity_not_touched' })
  })

  it('THR-D2 turn calls away when twenty thousand wait, without doing anything', async () => {
    const store = slow(memoryStore(), 2)
    const { call, sumOf } = await startEngine({ store })
    const outcomes = await Promise.all(Array.from({ length: 20_600 }, () => call('counter.add', { owner: 4100 })))
    const overloaded = outcomes.filter((outcome) => !outcome.ok)
    expect(overloaded.length).toBeGreaterThan(0)
    expect(overloaded[0]).toMatchObject({ code: 'overloaded', retryable: true })
    expect(await sumOf(4100)).toBe(outcomes.length - overloaded.length)
  }, 30_000)
})
