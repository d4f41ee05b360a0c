import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cohortEntity } from '../domain/batch/batch-entity.ts'
import { countyKeys, OPENS, till } from '../domain/testing/county.ts'
import { findViolations } from '../domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../domain/testing/invariants/stored-state.ts'
import { notedStore } from '../domain/testing/noted-store.ts'
import { liveThrough } from '../domain/testing/simulation/simulate-county.ts'
import { closeStatements, statementOf } from '../domain/testing/statements.ts'
import { memoryStore } from '../engine/memory-store.ts'
import type { JournalRow, Store } from '../engine/store-port.ts'
import { compareLanes } from '../engine/store-port.ts'
import { verifyJournal } from '../engine/verify-journal.ts'
import { archivedLane, moveOfLane } from '../kernel/lanes.ts'
import { createKeySet } from '../token/key-set/create-key-set.ts'
import { openKeys } from '../token/keys/open-keys.ts'
import { verifySealedText } from '../token/seal/verify-sealed-text.ts'
import { unwrap } from '../unwrap.ts'
import { busyCounty, goOn, mustGoOn } from './testing/busy-county.ts'
import type { Moved } from './testing/reshard.ts'
import { reshard } from './testing/reshard.ts'
import { sums } from './testing/sums.ts'

const NOW = Date.parse(OPENS)
const keyRing = openKeys(await countyKeys)

/** The store that a move has filled, as a system runs on it. */
async function storeOf(moved: Moved, shards: number): Promise<Store> {
  const store = memoryStore({ shards })
  const transaction = await store.begin(moved.heads, 'wait')
  const { rows, journal, heads } = moved
  await transaction?.commit({ adds: rows, writes: [], removes: [], journal, heads })
  return store
}

function events(journal: readonly JournalRow[], type: string): readonly Record<string, never>[] {
  return journal.flatMap(({ body }) =>
    (JSON.parse(body).events as { type: string; data: Record<string, never> }[])
      .filter((event) => event.type === type)
      .map(({ data }) => data),
  )
}

describe('a store that is divided among another number of lanes', () => {
  it('keeps I1 to I12 and every sum, whatever has happened in it, to whatever number, and a second time', {
    timeout: 120_000,
  }, async () => {
    const lanes = fc.oneof(fc.constantFrom(1, 2, 3, 64, 1024), fc.integer({ min: 1, max: 24 }))
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 10_000 }), lanes, lanes, async (seed, to, then) => {
        const { disk } = await liveThrough(seed)
        const from = disk.store.shards
        const moved = reshard(disk, { from, to, keyRing, now: NOW })
        expect(findViolations(moved)).toEqual([])
        expect(sums(moved)).toEqual(sums(disk))
        const again = reshard(moved, { from: to, to: then, keyRing, now: NOW })
        expect(findViolations(again)).toEqual([])
        expect(sums(again)).toEqual(sums(disk))
      }),
      { numRuns: 8, seed: 4 },
    )
  })

  it('keeps the old chains to the byte, seals their ends, and names them where the new ones begin', async () => {
    const { disk } = await liveThrough(3)
    const { shards: from } = disk.store
    const moved = reshard(disk, { from, to: 5, keyRing, now: NOW })
    const store = await storeOf(moved, 5)
    for (const head of disk.heads) {
      const lane = { tenant: head.tenant, shard: archivedLane(1, head.shard) }
      const check = await verifyJournal(store, lane)
      expect(check).toMatchObject({ ok: true, seq: head.seq + 1 })
      const kept = await store.readJournal(lane, 0, head.seq)
      const was = await disk.store.readJournal(head, 0, head.seq)
      expect(kept).toEqual(was.map((row) => ({ ...row, shard: lane.shard })))
      const [closing] = events(await store.readJournal(lane, head.seq, 1), 'lane.closed')
      const { document, seal } = closing as unknown as { document: string; seal: string }
      const { seq, hash, shard } = head
      expect(JSON.parse(document)).toMatchObject({ tenant: head.tenant, lane: shard, lanes: from, seq, hash, to: 5 })
      const keys = createKeySet(keyRing.publicKeys(head.tenant, NOW))
      expect(await verifySealedText(document, seal, { purpose: 'lanes', keys })).toMatchObject({ ok: true })
    }
    for (const { tenant } of moved.heads) {
      const opened = events(
        moved.journal.filter((row) => row.tenant === tenant),
        'lane.opened',
      )
      expect(opened).toHaveLength(5)
      expect(new Set(opened.map(({ closedHash }) => closedHash)).size).toBe(1)
      const ends = moved.heads.filter((head) => head.tenant === tenant && moveOfLane(head.shard) === 1)
      expect(opened[0]).toMatchObject({ closed: ends.map(({ shard, seq, hash }) => [shard, seq, hash]) })
    }
  })

  it('THR-U1 shows one letter that was changed in an old row, and an old lane that was put in place of another', async () => {
    const { disk } = await liveThrough(3)
    const moved = reshard(disk, { from: disk.store.shards, to: 2, keyRing, now: NOW })
    const [at] = moved.journal.keys()
    const forged = moved.journal.map((row, index) =>
      index === at ? { ...row, body: row.body.replace('operator', 'operatoR') } : row,
    )
    expect(findViolations({ ...moved, journal: forged })).not.toEqual([])
    const [head, next] = moved.heads.filter(({ tenant, shard }) => tenant === 'gaoxian' && moveOfLane(shard) === 1)
    const [one, other] = [head?.shard ?? 0, next?.shard ?? 0]
    const swapped = new Map([
      [one, other],
      [other, one],
    ])
    const swap = <T extends { readonly shard: number }>(rows: readonly T[]) =>
      rows.map((row) => ({ ...row, shard: swapped.get(row.shard) ?? row.shard }))
    const store = await storeOf({ ...moved, journal: swap(moved.journal), heads: swap(moved.heads) }, 2)
    expect(await verifyJournal(store, { tenant: 'gaoxian', shard: one })).toMatchObject({ problem: 'link_wrong' })
  })
})

describe('after a move', () => {
  it.each([
    [1, 8],
    [8, 3],
    [3, 64],
  ])('codes, digits, holds, held money, replies and receipts go on (%i lanes to %i)', async (from, to) => {
    const { store, disk } = notedStore(from)
    const before = await busyCounty(store)
    const moved = reshard(disk, { from, to, keyRing, now: NOW })
    expect(findViolations(moved)).toEqual([])
    await mustGoOn(before, await storeOf(moved, to))
  })
})

describe('statements after a move', () => {
  it.each([
    [1, 8],
    [8, 3],
  ])('of closed days stay to the byte, and carry what was in none (%i lanes to %i)', async (from, to) => {
    const { store, disk } = notedStore(from)
    const before = await busyCounty(store)
    const { county, receipt } = before
    const nextDay = (day: string) => county.clock.set(`${day}T09:00:00+08:00`)
    nextDay('2025-01-21')
    await closeStatements(county)
    const closed = await statementOf(county, '2025-01-20')
    expect(closed).toContain('"usedMinor":2000')
    unwrap(
      await county.as(till('noodles', { id: 'm' })).voucher.refund({ redemptionId: receipt.redemptionId, reason: 'x' }),
    )
    const moved = reshard(disk, { from, to, keyRing, now: county.clock.now() })
    const after = await goOn(county, await storeOf(moved, to))
    nextDay('2025-01-22')
    await closeStatements(after)
    expect(await statementOf(after, '2025-01-20')).toBe(closed)
    expect(JSON.parse(await statementOf(after, '2025-01-21'))).toMatchObject({
      lines: [{ merchantId: 'noodles', uses: 0, carriedMinor: -2000 }],
      payableMinor: -2000,
    })
  })
})

describe('a store whose books are not in order', () => {
  it('is refused, and the refusal says what to do', async () => {
    const { store, disk } = notedStore(3)
    await busyCounty(store)
    const move = (rows: StoredState['rows'], to: number) =>
      reshard({ rows, journal: disk.journal, heads: disk.heads }, { from: 3, to, keyRing, now: NOW })
    const rows = [...disk.rows].sort(compareLanes)
    const cohort = rows.find(({ kind }) => kind === cohortEntity.kind)
    const changed = (more: object) =>
      rows.map((row) =>
        row === cohort ? { ...row, state: JSON.stringify({ ...JSON.parse(row.state), ...more }) } : row,
      )
    expect(() => move(changed({ redeemed: 9 }), 64)).toThrow(expect.objectContaining({ code: 'move_figures_differ' }))
    expect(() => move(changed({ state: 'expired' }), 1)).toThrow(
      expect.objectContaining({ code: 'move_cohorts_differ' }),
    )
    const astray = rows.map((row) => (row.kind === 2 ? { ...row, shard: (row.shard + 1) % 3 } : row))
    expect(() => move(astray, 2)).toThrow(expect.objectContaining({ code: 'move_row_misplaced' }))
  })
})
