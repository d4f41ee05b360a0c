import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RowKey, StoredRow } from '../../store-port.ts'
import { rowName } from '../../store-port.ts'
import type { OpenStore } from './opened-store.ts'
import { commit, eachWithStore, head, hold, journalRow, lane, nothing, row } from './opened-store.ts'

export function rowsContract(open: OpenStore): void {
  describe('rows', () => {
    const at = eachWithStore(open)

    test('rows that do not exist are left out', async () => {
      await commit(at.store, { writes: [row({ n: 1 })] })
      expect(await at.store.read([row({ n: 0 }), row({ n: 1 }), row({ owner: 9 })], [])).toEqual([row({ n: 1 })])
      expect(await at.store.read([], [])).toEqual([])
    })

    test('what was committed is read, by key and in the next transaction', async () => {
      const written = [row({ n: 1, v: 3, state: '{"left":5}' }), row({ n: 2 })]
      await commit(at.store, { writes: written })
      expect(byName(await at.store.read(written, []))).toEqual(byName(written))
      const transaction = await hold(at.store, lane())
      expect(byName(await transaction.load(written, []))).toEqual(byName(written))
      await transaction.rollback()
    })

    test('a transaction loads keys and spans together, as they were committed, and leaves out what is not there', async () => {
      const written = [
        row({ n: 1, state: 'one' }),
        row({ n: 3, state: 'three' }),
        row({ kind: 2, n: 1, state: 'other' }),
      ]
      await commit(at.store, { writes: written })
      const transaction = await hold(at.store, lane())
      expect(byName(await transaction.load([row({ kind: 2, n: 1 }), row({ n: 8 })], [family({ from: 2 })]))).toEqual(
        byName(written.slice(1)),
      )
      expect(await transaction.load([], [])).toEqual([])
      expect(await transaction.load([row({ n: 7 })], [])).toEqual([])
      await transaction.rollback()
    })

    test('a later write replaces state and version', async () => {
      await commit(at.store, { writes: [row({ v: 1, state: 'old' })] })
      await commit(at.store, { writes: [row({ v: 2, state: 'new' })] })
      expect(await at.store.read([row()], [])).toEqual([row({ v: 2, state: 'new' })])
    })

    test('a removed row is gone, from spans too, and can come back', async () => {
      await commit(at.store, { writes: [row({ n: 1 }), row({ n: 2 })] })
      await commit(at.store, { removes: [row({ n: 1 }), row({ n: 77 })] })
      expect(await at.store.read([row({ n: 1 })], [family()])).toEqual([row({ n: 2 })])
      await commit(at.store, { writes: [row({ n: 1, state: 'again' })] })
      expect(await at.store.read([], [family()])).toEqual([row({ n: 1, state: 'again' }), row({ n: 2 })])
    })

    test('rows that were missing are added, short and long; one that is there after all refuses the whole group', async () => {
      const added = [row({ n: 1 }), row({ n: 2, state: JSON.stringify('long'.repeat(200)) })]
      await commit(at.store, { adds: added })
      expect(byName(await at.store.read(added, []))).toEqual(byName(added))
      for (const there of added) {
        const again = { adds: [row({ n: 3 }), { ...there, state: 'other' }], writes: [row({ n: 4 })] }
        await expect(commit(at.store, again)).rejects.toMatchObject({
          code: 'store_unavailable',
          detail: { reason: 'constraint' },
        })
      }
      expect(await at.store.read([], [family()])).toEqual(added)
    })

    test('rollback leaves nothing behind', async () => {
      const transaction = await hold(at.store, lane())
      await transaction.load([row()], [])
      await transaction.rollback()
      expect(await at.store.read([], [family()])).toEqual([])
      expect(await at.store.readHead(lane())).toBeUndefined()
    })

    test('a read beside an open transaction sees the last commit', async () => {
      await commit(at.store, { writes: [row({ state: 'before' })] })
      const transaction = await hold(at.store, lane())
      expect(await at.store.read([row()], [])).toEqual([row({ state: 'before' })])
      await transaction.commit({ ...nothing, writes: [row({ state: 'after' })] })
      expect(await at.store.read([row()], [])).toEqual([row({ state: 'after' })])
    })
  })
}

export function spansContract(open: OpenStore): void {
  describe('spans', () => {
    const at = eachWithStore(open)

    test('a span is ascending, from inclusive, to exclusive, cut at its limit', async () => {
      await commit(at.store, { writes: [9, 3, 5, 1, 7].map((n) => row({ n })) })
      const numbers = async (from: number, to: number, limit: number) =>
        (await at.store.read([], [{ ...family(), from, to, limit }])).map(({ n }) => n)
      expect(await numbers(0, 100, 100)).toEqual([1, 3, 5, 7, 9])
      expect(await numbers(3, 9, 100)).toEqual([3, 5, 7])
      expect(await numbers(3, 100, 2)).toEqual([3, 5])
      expect(await numbers(4, 5, 100)).toEqual([])
      expect(await numbers(0, 100, 0)).toEqual([])
    })

    test('a span holds rows of its own tenant, owner and kind only', async () => {
      const neighbours = [row({ owner: 2 }), row({ kind: 2 }), row({ tenant: 'other' })]
      await commit(at.store, { writes: [row(), ...neighbours] }, lane(), lane('other'))
      expect(await at.store.read([], [family()])).toEqual([row()])
    })

    test('keys and several spans are answered together', async () => {
      const written = [row({ n: 1 }), row({ kind: 2, n: 1 }), row({ kind: 2, n: 2 }), row({ kind: 3, n: 1 })]
      await commit(at.store, { writes: written })
      const found = await at.store.read([row({ n: 1 })], [family({ kind: 2 }), family({ kind: 3 })])
      expect(byName(found)).toEqual(byName(written))
    })

    test('hundreds of rows are written, loaded and removed in one group', async () => {
      const many = Array.from({ length: 777 }, (_, index) => row({ owner: (index * 7919) % 1009, n: index }))
      await commit(at.store, { writes: many })
      const transaction = await hold(at.store, lane())
      expect(byName(await transaction.load(many, []))).toEqual(byName(many))
      await transaction.commit({ ...nothing, removes: many.slice(0, 700) })
      expect(byName(await at.store.read(many, []))).toEqual(byName(many.slice(700)))
    })
  })
}

export function valuesContract(open: OpenStore): void {
  describe('values and tenants', () => {
    const at = eachWithStore(open)

    test('numbers up to 48 bits, empty text and every script come back unchanged', async () => {
      const written = [
        row({ owner: 2 ** 48 - 1, kind: 63, n: 2 ** 40 - 1, v: 65_535, state: '' }),
        row({ owner: 2 ** 47 + 1, n: 2 ** 32, state: '{"名":"高县·ئۇيغۇر 🧧","x":"a\\u0000\'\\"--"}' }),
        row({ owner: 0, n: 0, state: 'x'.repeat(200_000) }),
      ]
      await commit(at.store, { writes: written })
      expect(byName(await at.store.read(written, []))).toEqual(byName(written))
      expect(
        await at.store.read([], [family({ owner: 2 ** 48 - 1, kind: 63, from: 2 ** 40 - 1, to: 2 ** 40 })]),
      ).toEqual([written[0]])
    })

    test('tenants with equal keys do not meet, and their names may be in any script', async () => {
      const tenants = ['高县', 'county', "o'hara", 'county ']
      const lanes = tenants.map((tenant) => lane(tenant))
      const written = tenants.map((tenant, index) => row({ tenant, state: `of ${index}` }))
      await commit(at.store, { writes: written }, ...lanes)
      for (const one of written) expect(await at.store.read([one], [])).toEqual([one])
      await commit(at.store, { removes: [row({ tenant: 'county' })] })
      expect(byName(await at.store.read(written, []))).toEqual(byName(written.filter((one) => one.tenant !== 'county')))
    })

    test('rows, journal and heads of several lanes are committed together', async () => {
      const lanes = [lane('a'), lane('b', at.store.shards - 1)]
      await commit(
        at.store,
        {
          writes: lanes.map((one) => row(one)),
          journal: lanes.map((one) => journalRow(1, one)),
          heads: lanes.map((one) => head(1, one)),
        },
        ...lanes,
      )
      for (const one of lanes) {
        expect(await at.store.read([row(one)], [])).toEqual([row(one)])
        expect(await at.store.readJournal(one, 0, 10)).toEqual([journalRow(1, one)])
        expect(await at.store.readHead(one)).toEqual(head(1, one))
      }
    })
  })
}

export function historyContract(open: OpenStore): void {
  describe('histories', () => {
    const at = eachWithStore(open)

    test('any history of additions, writes and removes leaves what a map would hold', async () => {
      const number = fc.nat({ max: 5 })
      const key = fc.record({ owner: fc.constantFrom(1, 2, 2 ** 48 - 1), kind: fc.constantFrom(1, 2), n: number })
      const step = fc.record({ write: fc.boolean(), key, state: fc.string() })
      const history = fc.array(fc.uniqueArray(step, { maxLength: 40, selector: ({ key: k }) => nameOf(k) }), {
        maxLength: 5,
      })
      let run = 0
      await fc.assert(
        fc.asyncProperty(history, async (groups) => {
          const tenant = `run ${run++}`
          const model = new Map<string, StoredRow>()
          for (const group of groups) {
            const rows = group.map((one) => ({ ...one, row: row({ ...one.key, tenant, state: one.state }) }))
            const present = rows.filter((one) => one.write).map((one) => one.row)
            const adds = present.filter((one) => !model.has(nameOf(one)))
            const writes = present.filter((one) => model.has(nameOf(one)))
            const removes = rows.filter((one) => !one.write).map((one) => one.row)
            await commit(at.store, { adds, writes, removes }, lane(tenant))
            for (const one of present) model.set(nameOf(one), one)
            for (const one of removes) model.delete(nameOf(one))
          }
          for (const owner of [1, 2, 2 ** 48 - 1]) {
            for (const kind of [1, 2]) {
              const expected = [...model.values()]
                .filter((one) => one.owner === owner && one.kind === kind && one.n >= 1 && one.n < 5)
                .sort((x, y) => x.n - y.n)
                .slice(0, 3)
              expect(await at.store.read([], [{ ...row({ tenant, owner, kind }), from: 1, to: 5, limit: 3 }])).toEqual(
                expected,
              )
            }
          }
          expect(byName(await at.store.read([...model.values()], []))).toEqual(byName([...model.values()]))
        }),
        { numRuns: 30 },
      )
    })
  })
}

function family(fields: { owner?: number; kind?: number; from?: number; to?: number } = {}) {
  return { ...lane(), owner: 1, kind: 1, from: 0, to: 2 ** 40, limit: 1000, ...fields }
}

function nameOf(key: Omit<RowKey, 'tenant' | 'shard'>): string {
  return `${key.owner}/${key.kind}/${key.n}`
}

function byName(rows: readonly StoredRow[]): StoredRow[] {
  return [...rows].sort((x, y) => (rowName(x) < rowName(y) ? -1 : 1))
}
