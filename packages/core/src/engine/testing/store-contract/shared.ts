import { describe, expect, test } from 'vitest'
import type { Store } from '../../store-port.ts'
import type { OpenedStore, OpenStore } from './opened-store.ts'
import { commit, eachWithStore, head, hold, journalRow, lane, nothing, row, settle } from './opened-store.ts'

/** The store, and the same data as another process has it; the store twice where nobody else may write. */
async function both({ store, second }: OpenedStore): Promise<[Store, Store]> {
  return [store, (await second?.()) ?? store]
}

/** What holds between processes: each store here has locks, connections and caches of its own, over the same data. */
export function sharedContract(open: OpenStore): void {
  describe('several processes', () => {
    const at = eachWithStore(open)

    test('may write the stores that say so, and only they', () => {
      expect(at.opened.second !== undefined).toBe(at.store.shared)
    })

    test('never hold one lane together: no increment of sixty is lost', async () => {
      const stores = await both(at.opened)
      const counter = row({ owner: 7 })
      const increment = async (store: Store) => {
        const transaction = await hold(store, lane())
        const [found] = await transaction.load([counter], [])
        const seq = (transaction.heads[0]?.seq ?? 0) + 1
        await settle()
        const writes = [{ ...counter, state: String(Number(found?.state ?? 0) + 1) }]
        await transaction.commit({ ...nothing, writes, journal: [journalRow(seq)], heads: [head(seq)] })
      }
      await Promise.all(Array.from({ length: 60 }, (_, index) => increment(stores[index % 2] as Store)))
      for (const store of stores) {
        expect(await store.read([counter], [])).toEqual([{ ...counter, state: '60' }])
        expect((await store.readHead(lane()))?.seq).toBe(60)
      }
    })

    test('see what another has committed as soon as it was answered, and nothing before', async () => {
      const [one, other] = await both(at.opened)
      await commit(one, { writes: [row({ state: 'first' })], journal: [journalRow(1)], heads: [head(1)] })
      expect(await other.read([row()], [])).toEqual([row({ state: 'first' })])
      const transaction = await hold(other, lane())
      expect(transaction.heads).toEqual([head(1)])
      expect(await one.begin([lane()], 'free')).toBeUndefined()
      expect(await one.readJournal(lane(), 0, 10)).toHaveLength(1)
      await transaction.commit({ ...nothing, removes: [row()], journal: [journalRow(2)], heads: [head(2)] })
      expect(await one.read([row()], [])).toEqual([])
      expect(await one.readJournal(lane(), 1, 10)).toEqual([journalRow(2)])
    })

    test('follow one another’s journal without a gap', async () => {
      const [writer, reader] = await both(at.opened)
      const GROUPS = 25
      const written = (async () => {
        for (let group = 0; group < GROUPS; group += 1) {
          const rows = [journalRow(2 * group + 1), journalRow(2 * group + 2)]
          await commit(writer, { journal: rows, heads: [head(2 * group + 2)] })
        }
      })()
      const seen: number[] = []
      while (seen.length < 2 * GROUPS) {
        seen.push(...(await reader.readJournal(lane(), seen.at(-1) ?? 0, 3)).map(({ seq }) => seq))
        await new Promise<void>((resolve) => setTimeout(resolve, 0))
      }
      await written
      expect(seen).toEqual(Array.from({ length: 2 * GROUPS }, (_, index) => index + 1))
    })
  })
}

export function sharedIdentitiesContract(open: OpenStore): void {
  describe('identities that several processes ask for', () => {
    const at = eachWithStore(open)

    test('that know parts of one person’s names give that person one number, or say that they are two', async () => {
      const stores = await both(at.opened)
      const name = (letter: string) => letter.repeat(64)
      for (let round = 0; round < 8; round += 1) {
        const tenant = `round ${round}`
        const known = [
          [name('a'), name('b')],
          [name('b'), name('c')],
          [name('c'), name('a')],
          [name('b'), name('a')],
        ]
        const answers = await Promise.all(
          known.map((names, index) =>
            (stores[index % 2] as Store).identify(tenant, names, [round * 100 + index + 5000]),
          ),
        )
        // Who was told a number was told it of every name they gave.
        for (const [index, answer] of answers.entries()) {
          if (answer === 'conflict') continue
          for (const given of known[index] ?? []) expect(await at.store.lookUp(tenant, given)).toBe(answer.owner)
        }
        const created = answers.filter((answer) => answer !== 'conflict' && answer.created)
        expect(created.length).toBeGreaterThan(0)
        const owners = new Set(created.map((answer) => (answer === 'conflict' ? -1 : answer.owner)))
        expect(owners.size).toBe(created.length)
      }
    })

    test('get numbers of their own when all race for the same ones', async () => {
      const stores = await both(at.opened)
      const candidates = Array.from({ length: 16 }, (_, index) => 700 + index)
      const answers = await Promise.all(
        candidates.map((_, index) =>
          (stores[index % 2] as Store).identify('county', [`${index}`.padStart(64, 'f')], candidates),
        ),
      )
      const owners = answers.map((answer) => (answer === 'conflict' ? -1 : answer.owner))
      expect(owners.toSorted((x, y) => x - y)).toEqual(candidates)
    })
  })
}
