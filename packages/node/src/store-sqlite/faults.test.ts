import { DatabaseSync } from 'node:sqlite'
import type { GroupChanges, Store } from '@tallystick/core'
import { describe, expect, test, vi } from 'vitest'
import { commitFailed, unavailable } from './sqlite-error.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()
const lane = { tenant: 'county', shard: 0 }
const hash = '0'.repeat(64)

function group(seq: number, state = 'x'): GroupChanges {
  return {
    adds: [{ ...lane, owner: 1, kind: 1, n: seq, v: 1, state }],
    writes: [],
    removes: [],
    journal: [{ ...lane, seq, at: seq, body: '{}', link: null }],
    heads: [{ ...lane, seq, hash, lastNow: seq }],
  }
}

async function commit(store: Store, changes: GroupChanges): Promise<void> {
  const transaction = await store.begin([lane], 'free')
  if (!transaction) throw new Error('The lane is still held.')
  await transaction.commit(changes)
}

async function everything(store: Store) {
  return {
    rows: await store.read([], [{ ...lane, owner: 1, kind: 1, from: 0, to: 100, limit: 100 }]),
    journal: await store.readJournal(lane, 0, 100),
    head: await store.readHead(lane),
  }
}

describe('the SQLite store under faults', () => {
  test('a busy file refuses the group, writes nothing, frees the lane, and goes on afterwards', async () => {
    const path = folders.path()
    const store = folders.open(path, { busyTimeoutMs: 20 })
    await commit(store, group(1))
    const before = await everything(store)
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    await expect(commit(store, group(2))).rejects.toMatchObject({
      code: 'store_unavailable',
      detail: { reason: 'busy' },
    })
    await expect(store.identify('county', ['name'], [1])).rejects.toMatchObject({ code: 'store_unavailable' })
    vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 2000)
    await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable', detail: { reason: 'busy' } })
    vi.restoreAllMocks()
    expect(await everything(store)).toEqual(before)
    other.exec('ROLLBACK')
    other.close()
    await commit(store, group(2))
    expect((await everything(store)).head?.seq).toBe(2)
  })

  test('a full file refuses the group and writes nothing of it', async () => {
    const store = folders.open(folders.path(), { sizeLimitBytes: 200 * 1024 })
    await commit(store, group(1))
    const before = await everything(store)
    await expect(commit(store, group(2, 'y'.repeat(300_000)))).rejects.toMatchObject({
      code: 'store_unavailable',
      detail: { reason: 'full' },
    })
    expect(await everything(store)).toEqual(before)
    await commit(store, group(2))
  })

  test('a full file is no healthy one: ping says so, and is well again by itself once there is room', async () => {
    const path = folders.path()
    const store = folders.open(path, { sizeLimitBytes: 400 * 1024 })
    let seq = 1
    await commit(store, group(seq))
    await expect(store.ping()).resolves.toBeUndefined()
    for (const size of [16_000, 4_000, 1_000, 100]) {
      for (let full = false; !full; ) {
        full = await commit(store, group(seq + 1, 'y'.repeat(size))).then(
          () => false,
          () => true,
        )
        if (!full) seq += 1
      }
    }
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 2000)
    await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable', detail: { reason: 'full' } })
    await expect(store.ping()).rejects.toMatchObject({ detail: { reason: 'full' } })
    const transaction = await store.begin([lane], 'free')
    const removes = Array.from({ length: 4 }, (_, n) => ({ ...lane, owner: 1, kind: 1, n: n + 2 }))
    await transaction?.commit({ adds: [], writes: [], removes, journal: [], heads: [] })
    now.mockReturnValue(performance.now() + 9000)
    await expect(store.ping()).resolves.toBeUndefined()
    vi.restoreAllMocks()
  })

  test('a file that takes no writes any more turns health red, loses nothing, and is well again without a hand', async () => {
    const writers = new Set<DatabaseSync>()
    const { exec } = DatabaseSync.prototype
    vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
      writers.add(this)
      return exec.call(this, sql)
    })
    const store = folders.open(folders.path())
    await commit(store, group(1))
    const before = await everything(store)
    // What SQLite itself says (SQLITE_READONLY) where file or folder have lost the right to write.
    for (const db of writers) exec.call(db, 'PRAGMA query_only = ON')
    const refused = { code: 'store_unavailable', detail: { reason: 'read_only' } }
    await expect(commit(store, group(2))).rejects.toMatchObject(refused)
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 2000)
    await expect(store.ping()).rejects.toMatchObject(refused)
    expect(await everything(store)).toEqual(before)
    for (const db of writers) exec.call(db, 'PRAGMA query_only = OFF')
    now.mockReturnValue(performance.now() + 9000)
    await expect(store.ping()).resolves.toBeUndefined()
    await commit(store, group(2))
    vi.restoreAllMocks()
  })

  test('health that is asked for in a loop writes once a second at most', async () => {
    const path = folders.path()
    const store = folders.open(path)
    const written = () => new DatabaseSync(path, { readOnly: true }).prepare('SELECT value FROM meta WHERE name = ?')
    const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now())
    await store.ping()
    const first = written().get('probe')
    for (let asked = 0; asked < 50; asked += 1) await store.ping()
    expect(written().get('probe')).toEqual(first)
    now.mockReturnValue(performance.now() + 1001)
    await new Promise((resolve) => setTimeout(resolve, 5))
    await store.ping()
    expect(written().get('probe')).not.toEqual(first)
    vi.restoreAllMocks()
  })

  test('a group that contradicts the journal is refused as a whole', async () => {
    const store = folders.open(folders.path())
    await commit(store, group(1))
    const before = await everything(store)
    for (const seq of [1, 3]) {
      await expect(commit(store, { ...group(9), journal: group(seq).journal })).rejects.toMatchObject({
        code: 'store_unavailable',
        detail: { reason: 'constraint' },
      })
    }
    expect(await everything(store)).toEqual(before)
  })

  test('stops after a COMMIT that nobody can vouch for, and serves again once it was opened anew', async () => {
    const path = folders.path()
    const store = folders.open(path)
    await commit(store, group(1))
    const { exec } = DatabaseSync.prototype
    const failing = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
      if (sql === 'COMMIT') throw Object.assign(new Error('disk I/O error'), { errcode: 10 | (4 << 8) })
      return exec.call(this, sql)
    })
    await expect(commit(store, group(2))).rejects.toMatchObject({ code: 'outcome_unknown' })
    failing.mockRestore()
    const stopped = { code: 'store_unavailable', detail: { reason: 'stopped' } }
    await expect(commit(store, group(2))).rejects.toMatchObject(stopped)
    await expect(everything(store)).rejects.toMatchObject(stopped)
    await expect(store.identify('county', ['name'], [1])).rejects.toMatchObject(stopped)
    await expect(store.ping()).rejects.toMatchObject(stopped)
    await store.close()
    const again = folders.open(path)
    expect((await everything(again)).journal).toHaveLength(1)
    await commit(again, group(2))
  })

  test('a failed COMMIT is unknown unless SQLite says why nothing can be there', () => {
    const [busy, full, ioFsync, corrupt] = [5, 13, 10 | (4 << 8), 11].map((errcode) => ({ errcode }))
    expect(commitFailed(busy).code).toBe('store_unavailable')
    expect(commitFailed(full).code).toBe('store_unavailable')
    expect(commitFailed(ioFsync)).toMatchObject({ code: 'outcome_unknown', detail: { reason: 'io_error' } })
    expect(commitFailed(corrupt).code).toBe('outcome_unknown')
    expect(commitFailed(new Error('anything')).code).toBe('outcome_unknown')
    expect(unavailable(ioFsync)).toMatchObject({ code: 'store_unavailable', detail: { reason: 'io_error' } })
  })
})

describe('the journal on disk', () => {
  test('THR-G2 refuses to change, remove, replace or skip a row, whatever program asks', async () => {
    const path = folders.path()
    const store = folders.open(path)
    await commit(store, group(1))
    await commit(store, group(2))
    const before = await store.readJournal(lane, 0, 10)
    const attacks = [
      "UPDATE journal SET body = 'forged' WHERE seq = 1",
      'DELETE FROM journal WHERE seq = 2',
      'DELETE FROM journal',
      "INSERT OR REPLACE INTO journal VALUES ('county', 0, 1, 1, 'forged', NULL)",
      "REPLACE INTO journal VALUES ('county', 0, 2, 1, 'forged', NULL)",
      "INSERT INTO journal VALUES ('county', 0, 1, 1, 'x', NULL) ON CONFLICT DO UPDATE SET body = 'forged'",
      "INSERT OR IGNORE INTO journal VALUES ('county', 0, 9, 1, 'skipped', NULL)",
    ]
    const other = new DatabaseSync(path)
    for (const attack of attacks) expect(() => other.exec(attack), attack).toThrow(/journal rows/)
    other.close()
    expect(await store.readJournal(lane, 0, 10)).toEqual(before)
  })
})
