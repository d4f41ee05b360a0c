import { describe, expect, test } from 'vitest'
import { TallyError } from '../kernel/error.ts'
import { memoryStore } from './memory-store.ts'
import type { Store } from './store-port.ts'
import { startEngine } from './testing/small-engine.ts'

/** A store whose next commits are refused, with nothing written. */
function refusing(store: Store, reason: string, times: number): { readonly commits: number } {
  const begin = store.begin.bind(store)
  const counted = { commits: 0 }
  store.begin = async (lanes, mode) => {
    const transaction = await begin(lanes, mode)
    if (!transaction) return undefined
    return {
      ...transaction,
      commit: async (changes) => {
        counted.commits += 1
        if (counted.commits > times) return transaction.commit(changes)
        await transaction.rollback()
        throw new TallyError('store_unavailable', 'Nothing was written.', { detail: { reason } })
      },
    }
  }
  return counted
}

describe('a group that lost against another transaction', () => {
  test('is run again as a whole, and each of its calls happens once', async () => {
    const store = memoryStore({ shards: 4 })
    const counted = refusing(store, 'conflict', 2)
    const { call, sumOf } = await startEngine({ store })
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => call('counter.add', { owner: 5001 })))
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true)
    expect(await sumOf(5001)).toBe(20)
    expect(counted.commits).toBe(3)
  })

  test('is given up after the third time, with nothing done', async () => {
    const store = memoryStore()
    const counted = refusing(store, 'conflict', 100)
    const { call, sumOf, engine } = await startEngine({ store })
    await expect(call('counter.add', { owner: 5001 })).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(counted.commits).toBe(3)
    expect(await sumOf(5001)).toBe(0)
    expect(engine.statistics.groups).toBe(0)
  })

  test('is not run again for any other reason', async () => {
    const store = memoryStore()
    const counted = refusing(store, 'full', 1)
    const { call, sumOf } = await startEngine({ store })
    await expect(call('counter.add', { owner: 5001 })).rejects.toMatchObject({ detail: { reason: 'full' } })
    expect(counted.commits).toBe(1)
    expect(await sumOf(5001)).toBe(0)
  })
})
