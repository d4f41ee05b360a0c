import { randomBytes } from 'node:crypto'
import type { GroupChanges } from '@tallystick/core'
import { createTally, fakeClock, unwrap } from '@tallystick/core'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { countyKeys, OPENS, openCounty } from '../../../core/src/domain/testing/county.ts'
import { shimmedFolder } from '../testing/disk-shim/shimmed-folder.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'
import { smallDisk } from './testing/small-disk.ts'
import { NOBODY } from './testing/start-postgres.ts'

const shim = shimmedFolder({ canBeFull: true })
const at = postgresSchemas(shim.environment)
const disk = smallDisk(6, process.getuid?.() === 0 ? NOBODY : (process.getuid?.() ?? 0))
afterAll(() => {
  disk?.remove()
  shim.remove()
})

interface FullDisk {
  readonly name: string
  /** From now on the rows of the schema lie where there is little room. */
  hold(schema: string): Promise<unknown>
  makeRoom(): void
}

/** A disk of six megabytes, where this process may mount one. */
const small: FullDisk[] = disk
  ? [
      {
        name: 'a small disk',
        async hold(schema) {
          await at.server.query(`CREATE TABLESPACE small LOCATION '${disk.folder}'`)
          await at.server.query(`ALTER TABLE ${schema}.tally_rows SET TABLESPACE small`)
          await at.server.query(`ALTER INDEX ${schema}.tally_rows_pkey SET TABLESPACE small`)
        },
        makeRoom: () => disk.resize(40),
      },
    ]
  : []

/** The C library says so, for every file of the server: everywhere. */
const told: FullDisk = {
  name: 'the C library',
  hold: async () => shim.fill(true),
  makeRoom: () => shim.fill(false),
}

const lane = { tenant: 'county', shard: 0 }
const filling = (seq: number, bytes: number): GroupChanges => ({
  adds: [{ ...lane, owner: 1, kind: 1, n: seq, v: 1, state: randomBytes(bytes).toString('base64') }],
  writes: [],
  removes: [],
  journal: [],
  heads: [{ ...lane, seq: 0, hash: '0'.repeat(64), lastNow: seq }],
})
const full = { code: 'store_unavailable', detail: { reason: 'full' } }

/** The clock that the probe waits by. */
function later(milliseconds: number): void {
  const now = performance.now() + milliseconds
  vi.spyOn(performance, 'now').mockReturnValue(now)
}

describe('a full disk under PostgreSQL', () => {
  test.each([...small, told])(
    'turns health red with its reason, loses nothing, and needs no hand once there is room, by $name',
    async ({ hold, makeRoom }) => {
      const schema = at.fresh()
      const store = await at.open({ schema, shards: 2 })
      const clock = fakeClock(OPENS)
      const county = await openCounty({ store, clock, quota: 50, document: { approval: 'one' } })
      const people = await Promise.all(Array.from({ length: 8 }, (_, n) => county.holder(n)))
      const claims = () =>
        Promise.allSettled(
          people.map(({ api }, n) => api.voucher.claim({ batchId: county.batchId }, { idempotencyKey: `mine-${n}` })),
        )
      expect(await county.tally.health()).toMatchObject({ ok: true })
      // The lane is made while there is room.
      await (await store.begin([lane], 'wait'))?.rollback()
      await hold(schema)
      // Somebody else's data fill the disk, to the last kilobyte.
      let kept = 0
      for (const bytes of [60_000, 8_000, 1_000, 200]) {
        for (let isFull = false; !isFull; ) {
          const transaction = await store.begin([lane], 'wait')
          isFull = await transaction!.commit(filling(kept + 1, bytes)).then(
            () => false,
            (error) => {
              expect(error).toMatchObject(full)
              return true
            },
          )
          if (!isFull) kept += 1
        }
      }
      // At once, by what was refused; and later too, when only the probe asks.
      expect(await county.tally.health()).toMatchObject({
        ok: false,
        reason: 'full',
        problem: expect.stringContaining('make room'),
      })
      later(5000)
      expect(await county.tally.health()).toMatchObject({ ok: false, reason: 'full' })
      for (const claimed of await claims()) {
        expect(claimed).toMatchObject({
          status: 'rejected',
          reason: { code: 'store_unavailable', detail: { reason: 'full' } },
        })
      }
      expect(await store.read([], [{ ...lane, owner: 1, kind: 1, from: 0, to: 1e9, limit: 1e6 }])).toHaveLength(kept)
      // A process that starts now says so too, though it has not written anything yet.
      const other = await createTally({ store: await at.open({ schema }), keys: await countyKeys, clock })
      expect(await other.health()).toMatchObject({ ok: false, reason: 'full' })
      makeRoom()
      later(20_000)
      expect(await county.tally.health()).toMatchObject({ ok: true })
      expect(await other.health()).toMatchObject({ ok: true })
      for (const claimed of await claims()) expect(claimed).toMatchObject({ status: 'fulfilled', value: { ok: true } })
      expect(unwrap(await county.sponsor.batch.figures({ batchId: county.batchId })).issued).toBe(8)
      vi.restoreAllMocks()
    },
  )

  test('is asked for by writing once in ten seconds at most, and leaves no row behind', async () => {
    const schema = at.fresh()
    const store = await at.open({ schema, shards: 1 })
    const written = async () => {
      const [row] = await at.server.query(`SELECT pg_total_relation_size('${schema}.tally_rows')::int AS bytes`)
      return Number(row?.bytes)
    }
    await store.ping()
    const once = await written()
    for (let n = 0; n < 20; n += 1) await store.ping()
    expect(await written()).toBe(once)
    later(11_000)
    await Promise.all([store.ping(), store.ping(), store.ping()])
    expect(await at.server.query(`SELECT FROM ${schema}.tally_rows`)).toEqual([])
    expect(await written()).toBeGreaterThan(once)
    expect((await written()) - once).toBeLessThanOrEqual(4 * 8192)
    vi.restoreAllMocks()
  })
})
