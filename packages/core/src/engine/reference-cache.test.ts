import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EntityKind } from '../kernel/entity.ts'
import { defineEntity } from '../kernel/entity.ts'
import { memoryStore } from './memory-store.ts'
import { ReferenceCache } from './reference-cache.ts'
import { hostScheduler } from './scheduler.ts'
import type { Store } from './store-port.ts'
import { li, startEngine, tenant } from './testing/small-engine.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Two engines on one store, as two processes on one database. */
async function twoEngines(options: { shards?: number; shared?: boolean } = {}) {
  const store = memoryStore({ shards: options.shards ?? 4, shared: options.shared ?? true })
  const [first, second] = [await startEngine({ store }), await startEngine({ store })]
  const isUp = async (engine: typeof first, name = 'hall') => {
    const outcome = await engine.call('sign.get', { name })
    return outcome.ok && (outcome.value as { up: boolean }).up
  }
  return { store, first, second, isUp }
}

/** How often the store is asked while `work` runs. */
async function countCalls(store: Store, method: 'readHead' | 'readJournal' | 'read', work: () => Promise<unknown>) {
  const spy = vi.spyOn(store, method)
  await work()
  const count = spy.mock.calls.length
  spy.mockRestore()
  return count
}

describe('reference data of several processes', () => {
  test.each([1, 4, 64])('a change is seen by the other process within two seconds, with %i lanes', async (shards) => {
    const { first, second, isUp } = await twoEngines({ shards })
    expect(await isUp(second)).toBe(false)
    await first.call('sign.set', { name: 'hall', up: true })
    expect(await isUp(first)).toBe(true)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await isUp(second)).toBe(true)
  })

  test('whoever asks after a pause gets no old answer, however long it was', async () => {
    const { first, second, isUp } = await twoEngines()
    expect(await isUp(second)).toBe(false)
    await vi.advanceTimersByTimeAsync(60_000)
    await first.call('sign.set', { name: 'hall', up: true })
    expect(await isUp(second)).toBe(true)
  })

  test('of two processes that write one after the other both keep the last', async () => {
    const { first, second, isUp } = await twoEngines()
    for (const engine of [first, second]) await isUp(engine)
    await first.call('sign.set', { name: 'hall', up: true })
    await second.call('sign.set', { name: 'hall', up: false })
    await vi.advanceTimersByTimeAsync(1000)
    expect([await isUp(first), await isUp(second)]).toEqual([false, false])
  })

  test('a long absence is made good by reading everything anew', async () => {
    const { store, first, second, isUp } = await twoEngines({ shards: 1 })
    expect(await isUp(second)).toBe(false)
    await first.call('sign.set', { name: 'hall', up: true })
    for (let burst = 0; burst < 21; burst += 1) {
      await Promise.all(Array.from({ length: 100 }, () => first.call('counter.add', { owner: 5001 })))
    }
    const pages = await countCalls(store, 'readJournal', async () => {
      await vi.advanceTimersByTimeAsync(1000)
      expect(await isUp(second)).toBe(true)
    })
    expect(pages).toBe(0)
  })

  test('a process that nobody asks does not ask the store, one that is asked does so once a second', async () => {
    const { store, first, isUp } = await twoEngines()
    await isUp(first)
    await vi.advanceTimersByTimeAsync(2000)
    expect(await countCalls(store, 'readHead', () => vi.advanceTimersByTimeAsync(60_000))).toBe(0)
    const busy = await countCalls(store, 'readHead', async () => {
      for (let tenth = 0; tenth < 50; tenth += 1) {
        await isUp(first)
        await vi.advanceTimersByTimeAsync(100)
      }
    })
    expect(busy).toBeGreaterThanOrEqual(5)
    expect(busy).toBeLessThanOrEqual(6)
  })

  test('a store that only this process writes is never asked again', async () => {
    const { store, first, isUp } = await twoEngines({ shared: false })
    await isUp(first)
    const asked = await countCalls(store, 'readHead', async () => {
      await vi.advanceTimersByTimeAsync(10_000)
      await isUp(first)
    })
    expect(asked).toBe(0)
  })

  test('while the store cannot be asked, old reference data is not used for new calls', async () => {
    const { store, first, isUp } = await twoEngines()
    await isUp(first)
    await vi.advanceTimersByTimeAsync(5000)
    const failing = vi.spyOn(store, 'readHead').mockRejectedValue(new Error('unreachable'))
    await expect(isUp(first)).rejects.toThrow('unreachable')
    failing.mockRestore()
    expect(await isUp(first)).toBe(false)
  })
})

describe('reference data of many tenants', () => {
  test('THR-D1 those that do not exist are forgotten again, since anybody may name one; those that do are not', async () => {
    const { call, store } = await startEngine()
    await call('sign.set', { name: 'hall', up: true })
    const ask = (tenant: string) => call('sign.get', { name: 'hall' }, undefined, { ...li, tenant })
    for (let n = 0; n <= 1000; n += 1) await ask(`made-up-${n}`)
    expect(await countCalls(store, 'read', () => ask('made-up-1000'))).toBe(0)
    expect(await countCalls(store, 'read', () => ask('made-up-0'))).toBe(1)
    expect(await countCalls(store, 'read', () => ask(li.tenant))).toBe(0)
  })

  test('a tenant that gets its first reference data stays, however many are made up', async () => {
    const { call, store } = await startEngine()
    const newcomer = { ...li, tenant: 'newcomer' }
    await call('sign.get', { name: 'hall' }, undefined, newcomer)
    await call('sign.set', { name: 'hall', up: true }, undefined, newcomer)
    for (let n = 0; n <= 1000; n += 1) await call('sign.get', { name: 'x' }, undefined, { ...li, tenant: `m-${n}` })
    const look = () => call('sign.get', { name: 'hall' }, undefined, newcomer)
    expect(await countCalls(store, 'read', look)).toBe(0)
    expect(await look()).toEqual({ ok: true, value: { up: true } })
  })
})

describe('reference data that was read before', () => {
  test('is not decoded again, but as each kind wants it', async () => {
    const { store, first } = await twoEngines()
    await first.call('sign.set', { name: 'hall', up: true })
    const nameOf = ({ name }: { readonly name: string }) => name
    const upcast = (state: unknown) => ({ ...(state as { name: string }), colour: 'red' })
    const old = defineEntity<{ name: string }>({ kind: 202, name: 'sign', version: 1, nameOf })
    const newer = defineEntity<{ name: string; colour: string }>({
      kind: 202,
      name: 'sign',
      version: 2,
      nameOf,
      upcast,
    })
    const find = async (kind: typeof old | typeof newer) => {
      const cache = new ReferenceCache(store, [kind as EntityKind<unknown>], hostScheduler())
      const found = (await cache.of(tenant)).find(kind, 'hall')
      cache.close()
      return found
    }
    expect(await find(old)).toEqual({ name: 'hall', up: true })
    expect(await find(newer)).toEqual({ name: 'hall', up: true, colour: 'red' })
    expect(await find(old)).toBe(await find(old))
  })
})
