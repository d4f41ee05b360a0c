import { describe, expect, test } from 'vitest'
import type { OpenStore } from './opened-store.ts'
import { commit, eachWithStore, head, hold, journalRow, lane, nothing } from './opened-store.ts'

export function journalContract(open: OpenStore): void {
  describe('journal', () => {
    const at = eachWithStore(open)

    const append = async (count: number) => {
      const transaction = await hold(at.store, lane())
      const last = transaction.heads[0]?.seq ?? 0
      const rows = Array.from({ length: count }, (_, index) => journalRow(last + 1 + index))
      await transaction.commit({ ...nothing, journal: rows, heads: [head(last + count)] })
    }

    test('rows come in order after the cursor, at most as many as asked for', async () => {
      await append(3)
      await append(4)
      const sequence = async (after: number, limit: number) =>
        (await at.store.readJournal(lane(), after, limit)).map(({ seq }) => seq)
      expect(await sequence(0, 100)).toEqual([1, 2, 3, 4, 5, 6, 7])
      expect(await sequence(2, 3)).toEqual([3, 4, 5])
      expect(await sequence(7, 100)).toEqual([])
      expect(await at.store.readJournal(lane('nobody'), 0, 10)).toEqual([])
    })

    test('a row keeps time, body and link as they were written', async () => {
      const rows = [
        journalRow(1, { at: 2 ** 41, body: '{"操作":"领取 🎫"}' }),
        journalRow(2, { body: '', link: 'cd'.repeat(32) }),
      ]
      await commit(at.store, { journal: rows, heads: [head(2)] })
      expect(await at.store.readJournal(lane(), 0, 10)).toEqual(rows)
    })

    test('a reader that follows the cursor while others write meets every row once, without a gap', async () => {
      const writers = Promise.all(Array.from({ length: 30 }, (_, index) => append(1 + (index % 5))))
      const total = Array.from({ length: 30 }, (_, index) => 1 + (index % 5)).reduce((sum, count) => sum + count, 0)
      const seen: number[] = []
      while (seen.length < total) {
        const page = await at.store.readJournal(lane(), seen.at(-1) ?? 0, 4)
        seen.push(...page.map(({ seq }) => seq))
        await new Promise<void>((resolve) => setTimeout(resolve, 0))
      }
      await writers
      expect(seen).toEqual(Array.from({ length: total }, (_, index) => index + 1))
    })

    test('a row is readable only together with the head that counts it', async () => {
      const transaction = await hold(at.store, lane())
      expect(await at.store.readJournal(lane(), 0, 10)).toEqual([])
      await transaction.commit({ ...nothing, journal: [journalRow(1)], heads: [head(1)] })
      expect(await at.store.readJournal(lane(), 0, 10)).toHaveLength(1)
      expect((await at.store.readHead(lane()))?.seq).toBe(1)
    })
  })
}
