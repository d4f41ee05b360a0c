import { describe, expect, test } from 'vitest'
import type { OpenStore } from './opened-store.ts'
import { commit, eachWithStore, head, hold, journalRow, lane, nothing, row, settle } from './opened-store.ts'

export function lifetimeContract(open: OpenStore): void {
  describe('lifetime', () => {
    const at = eachWithStore(open)

    test('says who it is and what it can take', async () => {
      expect(at.store.name).toMatch(/^[a-z]+$/)
      expect(at.store.shards).toBeGreaterThanOrEqual(1)
      expect(at.store.groupsInFlight).toBeGreaterThanOrEqual(1)
      await expect(at.store.ping()).resolves.toBeUndefined()
    })

    test('answers whether it can serve as often as anybody asks, also while every lane is held', async () => {
      const lanes = Array.from({ length: at.store.shards }, (_, shard) => lane('county', shard))
      const transaction = await hold(at.store, ...lanes)
      await expect(Promise.all(Array.from({ length: 50 }, () => at.store.ping()))).resolves.toHaveLength(50)
      await transaction.commit({ ...nothing, writes: [row()] })
      await expect(at.store.ping()).resolves.toBeUndefined()
      expect(await at.store.read([row()], [])).toEqual([row()])
    })

    test('durable stores, and only they, can be opened again', () => {
      expect(at.opened.reopen !== undefined).toBe(at.store.durable)
    })

    test('what was committed is there after the store was opened again', async () => {
      const { reopen } = at.opened
      if (!reopen) return expect(at.store.durable).toBe(false)
      const link = 'ef'.repeat(32)
      const changes = {
        writes: [row({ owner: 2 ** 48 - 1, state: '高县' })],
        journal: [journalRow(1), journalRow(2, { link })],
        heads: [head(2, { hash: link })],
      }
      await commit(at.store, { writes: [row({ n: 5 })] })
      await commit(at.store, { ...changes, removes: [row({ n: 5 })] })
      await at.store.identify('county', ['name'], [44])
      const again = await reopen()
      expect(await again.read([...changes.writes, row({ n: 5 })], [])).toEqual(changes.writes)
      expect(await again.readJournal(lane(), 0, 10)).toEqual(changes.journal)
      const transaction = await hold(again, lane())
      expect(transaction.heads).toEqual(changes.heads)
      await transaction.rollback()
      expect(await again.lookUp('county', 'name')).toBe(44)
      expect(await again.identify('county', ['other'], [44, 45])).toEqual({ owner: 45, created: true })
    })

    test('a transaction that was open when the process ended left nothing', async () => {
      const { reopen } = at.opened
      if (!reopen) return expect(at.store.durable).toBe(false)
      await commit(at.store, { writes: [row({ state: 'kept' })] })
      await hold(at.store, lane())
      const again = await reopen()
      expect(await again.read([row()], [])).toEqual([row({ state: 'kept' })])
      const transaction = await again.begin([lane()], 'free')
      expect(transaction?.heads).toHaveLength(1)
      await transaction?.rollback()
    })
  })
}

export function closingContract(open: OpenStore): void {
  describe('closing', () => {
    const at = eachWithStore(open)

    test('a closed store refuses everything with store_closed', async () => {
      await at.store.close()
      const attempts = [
        () => at.store.begin([lane()], 'free'),
        () => at.store.begin([lane()], 'wait'),
        () => at.store.read([row()], []),
        () => at.store.readJournal(lane(), 0, 1),
        () => at.store.readHead(lane()),
        () => at.store.identify('county', ['name'], [1]),
        () => at.store.lookUp('county', 'name'),
        () => at.store.ping(),
      ]
      for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: 'store_closed' })
      await expect(at.store.close()).resolves.toBeUndefined()
    })

    test('closing refuses those who wait for a lane', async () => {
      await hold(at.store, lane())
      const waiting = expect(hold(at.store, lane())).rejects.toMatchObject({ code: 'store_closed' })
      await settle()
      await at.store.close()
      await waiting
    })

    test('closing answers an identity that was asked for before', async () => {
      const asked = at.store.identify('county', ['name'], [44])
      await at.store.close()
      expect(await asked).toEqual({ owner: 44, created: true })
    })

    test('a commit that changes nothing is a commit', async () => {
      await expect(commit(at.store, nothing)).resolves.toBeUndefined()
    })
  })
}
