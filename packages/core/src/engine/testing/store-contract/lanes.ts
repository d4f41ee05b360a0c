import { describe, expect, test } from 'vitest'
import { NO_HASH } from '../../store-port.ts'
import type { OpenStore } from './opened-store.ts'
import { commit, eachWithStore, head, hold, lane, nothing, row, settle } from './opened-store.ts'

export function lanesContract(open: OpenStore): void {
  const a = lane('a')
  const b = lane('b')
  const c = lane('c')

  describe('lanes', () => {
    const at = eachWithStore(open)

    test('a lane nobody has written starts at zero', async () => {
      const transaction = await hold(at.store, a)
      expect(transaction.heads).toEqual([{ ...a, seq: 0, hash: NO_HASH, lastNow: 0 }])
      await transaction.rollback()
      expect(await at.store.readHead(a)).toBeUndefined()
    })

    test('a transaction sees the heads of the commit before it', async () => {
      await commit(at.store, { heads: [head(1, { ...a, lastNow: 1_763_900_000_000 })] }, a)
      const committed = head(3, { ...a, hash: 'ab'.repeat(32), lastNow: 1_763_900_000_123 })
      await commit(at.store, { heads: [committed] }, a)
      const transaction = await hold(at.store, a)
      expect(transaction.heads).toEqual([committed])
      await transaction.rollback()
      expect(await at.store.readHead(a)).toEqual(committed)
    })

    test('heads come in ascending order of lanes, whatever order was asked for', async () => {
      const transaction = await hold(at.store, c, a, b)
      expect(transaction.heads.map(({ tenant }) => tenant)).toEqual(['a', 'b', 'c'])
      await transaction.rollback()
    })

    test('every shard of a tenant is a lane of its own', async () => {
      const lanes = Array.from({ length: at.store.shards }, (_, shard) => lane('a', shard))
      const held = await Promise.all(lanes.map((one) => at.store.begin([one], 'free')))
      expect(held.map((transaction) => transaction?.heads[0]?.shard)).toEqual(lanes.map(({ shard }) => shard))
      await Promise.all(held.map((transaction) => transaction?.rollback()))
    })

    test('free leaves out the lanes that somebody holds', async () => {
      const first = await hold(at.store, b)
      const second = await at.store.begin([a, b, c], 'free')
      expect(second?.heads.map(({ tenant }) => tenant)).toEqual(['a', 'c'])
      await first.rollback()
      await second?.rollback()
    })

    test('free answers undefined, at once, when no lane is free', async () => {
      const first = await hold(at.store, a, b)
      expect(await at.store.begin([a, b], 'free')).toBeUndefined()
      await first.rollback()
    })
  })
}

export function waitingContract(open: OpenStore): void {
  const a = lane('a')
  const b = lane('b')

  describe('lanes that are waited for', () => {
    const at = eachWithStore(open)

    test('wait gets its lanes once they are free', async () => {
      const first = await hold(at.store, a)
      let got = false
      const waiting = hold(at.store, a, b).then((transaction) => {
        got = true
        return transaction
      })
      await settle()
      expect(got).toBe(false)
      await first.rollback()
      const second = await waiting
      expect(second.heads.map(({ tenant }) => tenant)).toEqual(['a', 'b'])
      await second.rollback()
    })

    test('wait holds nothing while it waits', async () => {
      const first = await hold(at.store, a)
      const waiting = hold(at.store, a, b)
      await settle()
      const other = await at.store.begin([b], 'free')
      expect(other?.heads).toHaveLength(1)
      await other?.rollback()
      await first.rollback()
      await (await waiting).rollback()
    })

    test('two that wait for the same lanes in opposite order both get them', async () => {
      const first = await hold(at.store, a, b)
      const waiting = [hold(at.store, a, b), hold(at.store, b, a)].map(async (one) => (await one).rollback())
      await settle()
      await first.rollback()
      await Promise.all(waiting)
      expect(await at.store.begin([a, b], 'free').then((transaction) => transaction?.heads.length)).toBe(2)
    })
  })
}

export function exclusionContract(open: OpenStore): void {
  const a = lane('a')

  describe('lanes that are held', () => {
    const at = eachWithStore(open)

    test('two transactions never hold the same lane: no increment of forty is lost', async () => {
      const counter = row({ owner: 7 })
      const increment = async () => {
        const transaction = await hold(at.store, lane())
        const [found] = await transaction.load([counter], [])
        await settle()
        await transaction.commit({ ...nothing, writes: [{ ...counter, state: String(Number(found?.state ?? 0) + 1) }] })
      }
      await Promise.all(Array.from({ length: 40 }, increment))
      expect(await at.store.read([counter], [])).toEqual([{ ...counter, state: '40' }])
    })

    test('commit and rollback each end the transaction and free the lane', async () => {
      for (const end of ['commit', 'rollback'] as const) {
        const transaction = await hold(at.store, a)
        if (end === 'commit') await transaction.commit(nothing)
        else await transaction.rollback()
        await expect(transaction.commit(nothing)).rejects.toMatchObject({ code: 'transaction_over' })
        await expect(transaction.rollback()).rejects.toMatchObject({ code: 'transaction_over' })
        const next = await at.store.begin([a], 'free')
        expect(next).toBeDefined()
        await next?.rollback()
      }
    })
  })
}
