import { DatabaseSync } from 'node:sqlite'
import type { Store } from '@tallystick/core'
import { openKeys } from '@tallystick/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countyKeys, OPENS } from '../../../core/src/domain/testing/county.ts'
import { findViolations } from '../../../core/src/domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../../../core/src/domain/testing/invariants/stored-state.ts'
import { busyCounty, mustGoOn } from '../../../core/src/move/testing/busy-county.ts'
import { sums } from '../../../core/src/move/testing/sums.ts'
import { postgresMoveSource } from '../store-postgres/move/move-source.ts'
import { postgresMoveTarget, unfinishedPostgresTarget } from '../store-postgres/move/move-target.ts'
import { postgresSchemas } from '../store-postgres/testing/postgres-schemas.ts'
import { sqliteMoveSource } from '../store-sqlite/move-source.ts'
import { sqliteStore } from '../store-sqlite/sqlite-store.ts'
import { storeFolders } from '../store-sqlite/testing/store-folder.ts'
import { readPostgres, readSqlite } from '../testing/faults/read-everything.ts'
import { abandonMove } from './abandon-move.ts'
import type { MoveSource, MoveTarget } from './move-source.ts'
import { moveStore } from './move-store.ts'
import { deeds, playAtRandom } from './testing/play-at-random.ts'

const schemas = postgresSchemas()
const folders = storeFolders()
const keyRing = openKeys(await countyKeys)
const NOW = Date.parse(OPENS)

interface Place {
  open(): Store | Promise<Store>
  source(): MoveSource | Promise<MoveSource>
  read(): StoredState | Promise<StoredState>
}

function fileOf(shards: number): Place {
  const path = folders.path()
  return {
    open: () => sqliteStore(path, { shards }),
    source: () => sqliteMoveSource(path),
    read: () => readSqlite(path),
  }
}

function schemaOf(shards: number, schema = schemas.fresh()): Place & { readonly schema: string } {
  const { connectionString } = schemas.server
  return {
    schema,
    open: () => schemas.open({ schema, shards }),
    source: () => postgresMoveSource({ connectionString, schema }),
    read: () => readPostgres((sql) => schemas.server.query(sql), schema),
  }
}

const kinds = [
  ['SQLite', fileOf],
  ['PostgreSQL', schemaOf],
] as const

/** Moves into a schema, and closes the source as the command does. */
async function move(from: Place, schema: string, shards: number, through = (target: MoveTarget) => target) {
  const source = await from.source()
  const { connectionString } = schemas.server
  try {
    return await moveStore({
      source,
      openTarget: async (id) => through(await postgresMoveTarget({ connectionString, schema, shards, move: id })),
      keyRing,
      principal: 'operator:li',
      now: NOW,
    })
  } finally {
    await source.close()
  }
}

/** Gives a move up, as the command does. */
async function abandon(from: Place, schema: string) {
  const source = await from.source()
  const { connectionString } = schemas.server
  try {
    return await abandonMove(source, (id) => unfinishedPostgresTarget({ connectionString, schema }, id))
  } finally {
    await source.close()
  }
}

async function tablesOf(schema: string) {
  return schemas.server.query(`SELECT FROM pg_tables WHERE schemaname = '${schema}'`)
}

async function filled(place: Place) {
  const store = await place.open()
  const county = await busyCounty(store)
  await county.county.tally.close()
  return county
}

describe.each(kinds)('moving a store on %s into PostgreSQL', (_name, placeOf) => {
  test.each([
    [1, 8],
    [3, 1],
    [3, 3],
  ])('nothing is missing, and everybody goes on (%i lanes to %i)', async (from, to) => {
    const place = placeOf(from)
    const before = await filled(place)
    const { schema, open, read } = schemaOf(to)
    const report = await move(place, schema, to)
    expect(report).toMatchObject({ from: { shards: from }, to: { shards: to } })
    const [old, moved] = [await place.read(), await read()]
    expect(findViolations(moved)).toEqual([])
    expect(sums(moved)).toEqual(sums(old))
    if (from === to) expect([...moved.heads]).toEqual([...old.heads])
    else await mustGoOn(before, await open())
  })

  test('takes the old store out of service, and refuses while a server has it', async () => {
    const place = placeOf(2)
    const store = await place.open()
    await store.identify('county', ['aa'], [5000])
    const { schema } = schemaOf(4)
    await expect(move(place, schema, 4)).rejects.toMatchObject({
      code: expect.stringMatching(/^(sqlite_locked_by_other|move_source_busy)$/),
    })
    // Nothing was changed: it goes on.
    expect(await store.identify('county', ['bb'], [5001])).toEqual({ owner: 5001, created: true })
    await store.close()
    expect(await move(place, schema, 4)).toMatchObject({ names: 2, owners: 2 })
    await expect((async () => place.open())()).rejects.toMatchObject({ code: 'store_moved' })
    const moved = await schemas.open({ schema })
    expect([moved.shards, await moved.lookUp('county', 'aa')]).toEqual([4, 5000])
  })

  test('cut off anywhere, says that it is incomplete, and comes to the same store when it is run again', async () => {
    const place = placeOf(2)
    await filled(place)
    const whole = schemaOf(5)
    for (const step of ['addRows', 'addJournal', 'addHeads', 'addNames', 'finish'] as const) {
      const cut = (target: MoveTarget): MoveTarget => ({
        ...target,
        [step]: () => Promise.reject(new Error('power cut')),
      })
      await expect(move(place, whole.schema, 5, cut)).rejects.toThrow('power cut')
      await expect(schemas.open({ schema: whole.schema })).rejects.toMatchObject({ code: 'store_incomplete' })
      await expect((async () => place.open())()).rejects.toMatchObject({ code: 'store_moved' })
    }
    await move(place, whole.schema, 5)
    const moved = await whole.read()
    expect(findViolations(moved)).toEqual([])
    expect(sums(moved)).toEqual(sums(await place.read()))
    // Finished is finished.
    await expect(move(place, whole.schema, 5)).rejects.toMatchObject({ code: 'move_target_used' })
  })

  test('given up, puts the old store back into service and leaves nothing behind', async () => {
    const place = placeOf(2)
    await filled(place)
    const { schema, read } = schemaOf(5)
    const cut = (target: MoveTarget): MoveTarget => ({ ...target, addHeads: () => Promise.reject(new Error('no')) })
    await expect(move(place, schema, 5, cut)).rejects.toThrow('no')
    expect(await abandon(place, schema)).toBe(true)
    expect(await abandon(place, schema)).toBe(false)
    expect([...(await read()).rows]).toEqual([])
    const store = await place.open()
    expect(await store.identify('county', ['cc'], [5002])).toMatchObject({ created: true })
    await store.close()
    expect(await move(place, schema, 5)).toMatchObject({ to: { shards: 5 } })
  })
})

describe.each(kinds)('of two new stores for one on %s', (_name, placeOf) => {
  test('the second is refused: after a move that was cut off, and after one that was finished', async () => {
    const place = placeOf(2)
    await filled(place)
    const { schema } = schemaOf(5)
    const cut = (target: MoveTarget): MoveTarget => ({ ...target, addHeads: () => Promise.reject(new Error('no')) })
    await expect(move(place, schema, 5, cut)).rejects.toThrow('no')
    const other = schemaOf(5).schema
    await expect(move(place, other, 5)).rejects.toMatchObject({
      code: 'move_target_differs',
      detail: { schema: other },
    })
    expect(await tablesOf(other)).toEqual([])
    await move(place, schema, 5)
    await expect(move(place, other, 5)).rejects.toMatchObject({ code: 'move_target_differs' })
    // Also where somebody has made the tables.
    const made = schemaOf(5)
    await (await made.open()).close()
    await expect(move(place, made.schema, 5)).rejects.toMatchObject({ code: 'move_target_differs' })
    await (await made.open()).ping()
  })

  test('one that the move does not fill does not put the old store back into service', async () => {
    const place = placeOf(2)
    await filled(place)
    const { schema } = schemaOf(5)
    const cut = (target: MoveTarget): MoveTarget => ({ ...target, finish: () => Promise.reject(new Error('no')) })
    await expect(move(place, schema, 5, cut)).rejects.toThrow('no')
    const other = schemaOf(5)
    await expect(abandon(place, other.schema)).rejects.toMatchObject({ code: 'store_moved' })
    await (await other.open()).close()
    await expect(abandon(place, other.schema)).rejects.toMatchObject({ code: 'store_moved' })
    await move(place, schema, 5)
    // The mistyped one, and the right one, which was finished.
    for (const wrong of [other.schema, schema]) {
      await expect(abandon(place, wrong)).rejects.toMatchObject({ code: 'store_moved' })
    }
    await expect((async () => place.open())()).rejects.toMatchObject({ code: 'store_moved' })
  })
})

describe('moving', () => {
  test('keeps I1 to I12 and every sum after any history, from and to any number of lanes, on real databases', async () => {
    const lanes = fc.integer({ min: 1, max: 9 })
    const deed = fc.record({ what: fc.constantFrom(...deeds), person: fc.nat(7) })
    // Half of them begin with claims, so that there is something to do.
    const history = fc.tuple(
      fc
        .uniqueArray(fc.nat(7), { minLength: 2 })
        .map((people) => people.map((person) => ({ what: 'claim' as const, person }))),
      fc.array(deed, { maxLength: 14 }),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(fileOf, schemaOf),
        lanes,
        lanes,
        lanes,
        history,
        async (placeOf, from, to, then, [first, more]) => {
          const place = placeOf(from)
          const store = await place.open()
          await playAtRandom(store, [...first, ...more])
          await store.close()
          const once = schemaOf(to)
          await move(place, once.schema, to)
          const twice = schemaOf(then)
          await move(once, twice.schema, then)
          const before = await place.read()
          const old = sums(before)
          expect([...before.journal].some(({ body }) => body.includes('voucher.claimed'))).toBe(true)
          for (const moved of [await once.read(), await twice.read()]) {
            expect(findViolations(moved)).toEqual([])
            expect(sums(moved)).toEqual(old)
          }
        },
      ),
      { numRuns: 6 },
    )
  }, 120_000)

  test('fences a server that was overlooked: it can write no more, and says why', async () => {
    const place = schemaOf(2)
    const overlooked = await place.open()
    await overlooked.identify('county', ['aa'], [5000])
    const { schema } = place
    await schemas.server.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'tallystick %'",
    )
    await expect
      .poll(() => schemas.server.query("SELECT FROM pg_stat_activity WHERE application_name LIKE 'tallystick %'"))
      .toEqual([])
    await move(place, schemaOf(3).schema, 3)
    await expect(overlooked.identify('county', ['bb'], [5001])).rejects.toMatchObject({
      code: 'store_unavailable',
      detail: { reason: 'permission' },
    })
    expect(await schemas.server.query(`SELECT FROM ${schema}.tally_owners`)).toHaveLength(1)
  })

  test('ends, and says why, where the server is one that no store may run on', async () => {
    const place = schemaOf(2)
    await (await place.open()).close()
    const readOnly = `${schemas.server.connectionString}?options=-c%20default_transaction_read_only%3Don`
    const address = { connectionString: readOnly, schema: place.schema }
    await expect(postgresMoveSource(address)).rejects.toMatchObject({ code: 'postgres_read_only' })
  })

  test('stops at a chain that somebody has broken, and at a store that is in use', async () => {
    const path = folders.path()
    const place: Place = {
      open: () => sqliteStore(path),
      source: () => sqliteMoveSource(path),
      read: () => readSqlite(path),
    }
    await filled(place)
    const db = new DatabaseSync(path)
    db.exec(
      "DROP TRIGGER journal_keeps_text; UPDATE journal SET body = replace(body, 'requestId', 'requestID') WHERE seq = 9",
    )
    db.exec("CREATE TRIGGER journal_keeps_text BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'never'); END")
    db.close()
    const used = schemaOf(2)
    await (await used.open()).identify('county', ['aa'], [5000])
    await expect(move(place, used.schema, 2)).rejects.toMatchObject({ code: 'move_target_used' })
    const target = schemaOf(2)
    await expect(move(place, target.schema, 2)).rejects.toMatchObject({ code: 'journal_broken' })
    // It goes on where it is, and what was copied is gone.
    await (await place.open()).close()
    expect([...(await target.read()).journal]).toEqual([])
    await (await target.open()).ping()
  })
})
