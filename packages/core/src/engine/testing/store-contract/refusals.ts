import { describe, expect, test } from 'vitest'
import type { OpenStore } from './opened-store.ts'
import { commit, eachWithStore, head, hold, journalRow, lane, nothing, row } from './opened-store.ts'

const refused = { code: 'store_unavailable', detail: { reason: 'constraint' } }

export function refusalsContract(open: OpenStore): void {
  describe('a group that contradicts what is stored', () => {
    const at = eachWithStore(open)
    const [a, b] = [lane('a'), lane('b')]

    const everything = async () => ({
      rows: await at.store.read(
        [row({ ...a, n: 1 }), row({ ...a, n: 2 }), row({ ...b, n: 1 }), row({ ...b, n: 2 })],
        [],
      ),
      journals: [await at.store.readJournal(a, 0, 10), await at.store.readJournal(b, 0, 10)],
      heads: [await at.store.readHead(a), await at.store.readHead(b)],
    })
    const group = (seq: number) => ({
      ...nothing,
      writes: [row({ ...a, n: 1, state: `${seq}` }), row({ ...b, n: 1, state: `${seq}` })],
      journal: [journalRow(seq, a), journalRow(seq, b)],
      heads: [head(seq, a), head(seq, b)],
    })

    test('leaves nothing of any of its lanes: rows, removes, journal, heads', async () => {
      await commit(at.store, { ...group(1), adds: [row({ ...b, n: 2 })] }, a, b)
      const before = await everything()
      const wrong = {
        ...group(2),
        removes: [row({ ...a, n: 1 })],
        writes: [],
        adds: [row({ ...b, n: 2, state: 'two' })],
      }
      await expect(commit(at.store, wrong, a, b)).rejects.toMatchObject(refused)
      expect(await everything()).toEqual(before)
    })

    test('is refused where its journal skips a row, or writes one again', async () => {
      await commit(at.store, group(1), a, b)
      const before = await everything()
      for (const seq of [1, 3]) {
        const wrong = { ...group(2), journal: [journalRow(2, a), journalRow(seq, b)] }
        await expect(commit(at.store, wrong, a, b), `row ${seq}`).rejects.toMatchObject(refused)
      }
      expect(await everything()).toEqual(before)
    })

    test('is over, frees its lanes at once, and the next group goes on where the last good one stopped', async () => {
      await commit(at.store, group(1), a, b)
      const transaction = await hold(at.store, a, b)
      await expect(transaction.commit({ ...group(2), adds: [row({ ...a, n: 1 })], writes: [] })).rejects.toMatchObject(
        refused,
      )
      await expect(transaction.rollback()).rejects.toMatchObject({ code: 'transaction_over' })
      const next = await at.store.begin([a, b], 'free')
      expect(next?.heads).toEqual([head(1, a), head(1, b)])
      await next?.commit(group(2))
      expect((await everything()).journals.map((rows) => rows.length)).toEqual([2, 2])
    })
  })
}
