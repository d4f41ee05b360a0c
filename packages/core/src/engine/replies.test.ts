import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { refuse } from '../kernel/decision.ts'
import { sha256Hex } from '../kernel/digest.ts'
import { ref } from '../kernel/entity.ts'
import { TallyError } from '../kernel/error.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import { defineOperation } from '../kernel/operation.ts'
import { memoryStore } from './memory-store.ts'
import type { GroupTransaction, Store } from './store-port.ts'
import { counter, startEngine, switches, tenant, zhao } from './testing/small-engine.ts'

afterEach(() => {
  switches.early = false
})

type Commit = GroupTransaction['commit']

/** A memory store whose commits go through `commit` first. */
function withCommit(inner: Store, around: (commit: Commit) => Commit): Store {
  return Object.assign(Object.create(inner), {
    begin: async (...args: Parameters<Store['begin']>) => {
      const transaction = await inner.begin(...args)
      return transaction && { ...transaction, commit: around(transaction.commit) }
    },
    read: inner.read.bind(inner),
    readJournal: inner.readJournal.bind(inner),
    readHead: inner.readHead.bind(inner),
  })
}

describe('stored answers', () => {
  it('give the same key the same answer, and do the thing once', async () => {
    const { call, sumOf } = await startEngine()
    const answers = [await call('counter.add', { owner: 4100 }, 'key')]
    for (let retry = 0; retry < 3; retry += 1) answers.push(await call('counter.add', { owner: 4100 }, 'key'))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await sumOf(4100)).toBe(1)
  })

  it('hold for retries that arrive in the same group', async () => {
    const { call, sumOf } = await startEngine()
    const answers = await Promise.all(Array.from({ length: 20 }, () => call('counter.add', { owner: 4100 }, 'key')))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await sumOf(4100)).toBe(1)
  })

  it('come before what would refuse early today', async () => {
    const { call } = await startEngine()
    const first = await call('counter.add', { owner: 4100 }, 'key')
    switches.early = true
    expect(await call('counter.add', { owner: 4100 }, 'key')).toEqual(first)
    expect(await call('counter.add', { owner: 4100 }, 'other')).toMatchObject({ ok: false, code: 'paused' })
    expect(await call('counter.add', { owner: 4100 })).toMatchObject({ ok: false, code: 'paused' })
  })

  it('are looked for together by a crowd that memory refuses: a few reads, however many ask', async () => {
    const inner = memoryStore({ shards: 3 })
    let reads = 0
    let atOnce = 0
    const slow = withCommit(inner, (commit) => commit)
    const store: Store = Object.assign(slow, {
      async read(...asked: Parameters<Store['read']>) {
        reads += 1
        atOnce += 1
        if (atOnce > 4) throw new TallyError('store_unavailable', 'Every connection is busy.')
        await new Promise((resolve) => setTimeout(resolve, 5))
        atOnce -= 1
        return inner.read(...asked)
      },
    })
    const { call } = await startEngine({ store })
    const first = await call('counter.add', { owner: 4100 }, 'key')
    switches.early = true
    reads = 0
    const asked = Array.from({ length: 2500 }, (_, n) => call('counter.add', { owner: 4000 + n }, `key ${n}`))
    const outcomes = await Promise.all([...asked, call('counter.add', { owner: 4100 }, 'key')])
    expect(outcomes.pop()).toEqual(first)
    expect(outcomes.every((outcome) => !outcome.ok && outcome.code === 'paused')).toBe(true)
    expect(reads).toBeLessThanOrEqual(5)
  })

  it('THR-C7 refuse a key that was used with another body', async () => {
    const { call, sumOf } = await startEngine()
    await call('counter.add', { owner: 4100, amount: 1 }, 'key')
    expect(await call('counter.add', { owner: 4100, amount: 2 }, 'key')).toMatchObject({
      code: 'idempotency_key_reused',
    })
    // The default and the same value spelled out are one body.
    expect(await call('counter.add', { owner: 4100 }, 'key')).toMatchObject({ ok: true })
    expect(await sumOf(4100)).toBe(1)
  })

  it('THR-C8 are never found under the key of somebody else', async () => {
    const { call, sumOf } = await startEngine()
    await call('counter.add', { owner: 4100, amount: 41 }, 'key')
    const other = await call('counter.add', { owner: 4100, amount: 1 }, 'key', zhao)
    expect(other).toEqual({ ok: true, value: { sum: 42 } })
    const elsewhere = await call('counter.add', { owner: 4100 }, 'key', { ...zhao, tenant: 'other-county' })
    expect(elsewhere).toEqual({ ok: true, value: { sum: 1 } })
    expect(await sumOf(4100)).toBe(42)
  })

  it('THR-P2 keep of the body only what nobody can guess at without the keys', async () => {
    const { store, call } = await startEngine()
    await call('counter.add', { owner: 4100, amount: 1 }, 'key')
    const rows = await store.read([], [{ tenant, shard: 0, owner: 4100, kind: 5, from: 0, to: 2 ** 53 - 1, limit: 10 }])
    expect(rows).toHaveLength(1)
    // A thief of the database would try every card secret, donation number or place under a plain hash.
    const plain = sha256Hex(canonicalJson({ owner: 4100, amount: 1 }))
    expect(rows[0]?.state).not.toContain(plain)
    expect(JSON.parse(rows[0]?.state ?? '').bodyHash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('are not kept for refusals: the same key may succeed later', async () => {
    const { call } = await startEngine()
    const refusing = { owner: 4100, goesWrong: 'refuses' }
    expect(await call('counter.add', refusing, 'key')).toMatchObject({ code: 'sold_out' })
    expect(await call('counter.add', { owner: 4100 }, 'key')).toMatchObject({ ok: true })
  })

  it('THR-C6 are written by the commit that does the thing: cut before it, nothing was done', async () => {
    const store = memoryStore()
    let cut = true
    const failing = withCommit(store, (commit) => async (changes) => {
      if (!cut) return commit(changes)
      cut = false
      await commit({ adds: [], writes: [], removes: [], journal: [], heads: [] })
      throw new TallyError('store_unavailable', 'cut before the commit')
    })
    const { call, sumOf } = await startEngine({ store: failing })
    await expect(call('counter.add', { owner: 4100 }, 'key')).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(await sumOf(4100)).toBe(0)
    expect(await call('counter.add', { owner: 4100 }, 'key')).toEqual({ ok: true, value: { sum: 1 } })
  })

  it('THR-C6 answer a retry after the reply of a commit was lost', async () => {
    const store = memoryStore()
    let cut = true
    const failing = withCommit(store, (commit) => async (changes) => {
      await commit(changes)
      if (cut) throw new TallyError('outcome_unknown', 'cut after the commit')
    })
    const { call, sumOf } = await startEngine({ store: failing })
    await expect(call('counter.add', { owner: 4100 }, 'key')).rejects.toMatchObject({ code: 'outcome_unknown' })
    cut = false
    expect(await call('counter.add', { owner: 4100 }, 'key')).toEqual({ ok: true, value: { sum: 1 } })
    expect(await sumOf(4100)).toBe(1)
    expect(await store.readJournal({ tenant, shard: 0 }, 0, 10)).toHaveLength(1)
  })
})

describe('refused attempts', () => {
  it('THR-D1 of the public are not journaled: anybody could fill the disk, under any organisation’s name', async () => {
    const open: AnyOperation = defineOperation({
      name: 'bell.ring',
      summary: 'For tests.',
      kind: 'write',
      route: 'POST /v1/bells',
      idempotency: 'natural',
      input: z.strictObject({ owner: z.int() }),
      output: z.strictObject({}),
      permits: ['public'],
      scope: 'public',
      refusals: ['sold_out'],
      touches: ({ owner }) => [ref(counter, owner)],
      decide: () => refuse('sold_out'),
    })
    const { store, engine, call } = await startEngine({ more: [open] })
    const names = ['county', 'made-up-1', 'made-up-2']
    for (const name of names) {
      const anyone = { role: 'public', tenant: name } as const
      expect(await call('bell.ring', { owner: 4100 }, undefined, anyone)).toMatchObject({ code: 'sold_out' })
      expect(await call('bell.ring', { no: 1 }, undefined, anyone)).toMatchObject({ code: 'input_invalid' })
    }
    await engine.close()
    for (const name of names) {
      expect(await store.readJournal({ tenant: name, shard: 0 }, 0, 10)).toEqual([])
      expect(await store.readHead({ tenant: name, shard: 0 })).toBeUndefined()
    }
  })

  it('are journaled with the next commit of their lane', async () => {
    const { store, call } = await startEngine()
    await call('counter.add', { owner: 4100, goesWrong: 'refuses' })
    await call('counter.add', { owner: 4100 })
    const bodies = (await store.readJournal({ tenant, shard: 0 }, 0, 10)).map((row) => JSON.parse(row.body))
    const attempt = { operation: 'counter.add', code: 'sold_out', principal: 'operator:li' }
    expect(bodies.map((body) => body.operation)).toEqual(['counter.add', 'attempts'])
    expect(bodies[1].events).toMatchObject([{ type: 'attempt.refused', data: attempt }])
  })

  it('are flushed when no commit comes, at the latest when the engine closes', async () => {
    const { store, engine, call } = await startEngine()
    for (let n = 0; n < 3; n += 1) await call('counter.add', { owner: 4100, goesWrong: 'refuses' })
    await engine.close()
    const [row, ...others] = await store.readJournal({ tenant, shard: 0 }, 0, 10)
    expect(others).toEqual([])
    expect(JSON.parse(row?.body ?? '').events).toHaveLength(3)
  })

  it('are counted as dropped when the commit that took them failed', async () => {
    let cut = true
    const store = withCommit(memoryStore(), (commit) => async (changes) => {
      if (cut) await commit({ adds: [], writes: [], removes: [], journal: [], heads: [] })
      else return commit(changes)
      throw new TallyError('store_unavailable', 'cut')
    })
    const { engine, call } = await startEngine({ store })
    for (let n = 0; n < 3; n += 1) await call('counter.add', { owner: 4100, goesWrong: 'refuses' })
    await expect(call('counter.add', { owner: 4100 })).rejects.toMatchObject({ code: 'store_unavailable' })
    cut = false
    await engine.close()
    const [row] = await store.readJournal({ tenant, shard: 0 }, 0, 10)
    expect(JSON.parse(row?.body ?? '').events).toEqual([{ type: 'attempt.dropped', data: { count: 3 } }])
  })
})
