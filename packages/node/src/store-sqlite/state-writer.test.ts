import { DatabaseSync } from 'node:sqlite'
import type { StoredRow } from '@tallystick/core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()
const lane = { tenant: 'county', shard: 0 }
const key = (owner: number, n = 0) => ({ ...lane, owner, kind: 1, n })
const short = (text: string) => JSON.stringify({ text })
const long = (text: string) => JSON.stringify({ text, more: 'x'.repeat(400) })

async function write(store: ReturnType<typeof folders.open>, writes: StoredRow[], removes: StoredRow[] = []) {
  const transaction = await store.begin([lane], 'wait')
  await transaction?.commit({ adds: [], writes, removes, journal: [], heads: [] })
}

function statesIn(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true })
  const count = db.prepare('SELECT count(*) AS count FROM states').get()?.count
  db.close()
  return Number(count)
}

test('gives back the last state of every row, however its length changes, and leaves nothing behind', async () => {
  const step = fc.record({
    owner: fc.integer({ min: 1, max: 12 }),
    what: fc.constantFrom('short', 'long', 'remove'),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 9 }), { maxLength: 12 }), async (groups) => {
      const path = folders.path()
      let store = folders.open(path)
      const expected = new Map<number, string>()
      for (const [at, group] of groups.entries()) {
        const last = new Map(group.map(({ owner, what }) => [owner, what]))
        const rows = [...last].map(([owner, what]) => ({
          row: { ...key(owner), v: 1, state: what === 'long' ? long(`${at}`) : short(`${at}`) },
          what,
        }))
        const of = (wanted: boolean) => rows.filter(({ what }) => (what === 'remove') === wanted).map(({ row }) => row)
        await write(store, of(false), of(true))
        for (const row of of(false)) expected.set(row.owner, row.state)
        for (const row of of(true)) expected.delete(row.owner)
        // Places go on where the file ends, not where the process began.
        if (at === 3) {
          await store.close()
          store = folders.open(path)
        }
      }
      const owners = Array.from({ length: 12 }, (_, index) => index + 1)
      const found = await store.read(
        owners.map((owner) => key(owner)),
        [],
      )
      expect(new Map(found.map((row) => [row.owner, row.state]))).toEqual(expected)
      await store.close()
      expect(statesIn(path)).toBe([...expected.values()].filter((state) => state.length >= 200).length)
    }),
    { numRuns: 40 },
  )
})

test('reads long and short states of a span in order', async () => {
  const store = folders.open(folders.path())
  const rows = Array.from({ length: 5 }, (_, n) => ({
    ...key(9, n),
    v: 1,
    state: n % 2 ? long(`${n}`) : short(`${n}`),
  }))
  await write(store, rows)
  const found = await store.read([], [{ ...lane, owner: 9, kind: 1, from: 1, to: 4, limit: 10 }])
  expect(found).toEqual(rows.slice(1, 4))
})
