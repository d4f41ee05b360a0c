import type { Lane, LaneHead, StoredRow } from '@tallystick/core'
import { type MoveSource, type NameRow, type OwnerRow, pages } from '../move/move-source.ts'
import { writeAtomically } from './group-writer.ts'
import { readMoveMark, writeMoveMark } from './move-mark.ts'
import { type OwnedDatabase, openDatabase } from './open-database.ts'
import { RowReader } from './row-reader.ts'
import { readMeta, verifySchema } from './schema.ts'

const PAGE = 1000

const ROWS = `
  SELECT r.owner, r.kind, r.n, r.v, coalesce(s.state, r.state) AS state FROM rows AS r LEFT JOIN states AS s ON s.id = r.place
  WHERE r.tenant = ? AND r.shard = ? AND (r.owner, r.kind, r.n) > (?, ?, ?) ORDER BY r.owner, r.kind, r.n LIMIT ${PAGE}`
const OWNERS = `SELECT tenant, owner FROM owners WHERE (tenant, owner) > (?, ?) ORDER BY tenant, owner LIMIT ${PAGE}`
const NAMES = `
  SELECT tenant, name, owner FROM directory WHERE (tenant, name) > (?, ?) ORDER BY tenant, name LIMIT ${PAGE}`
const COUNTS = `
  SELECT (SELECT count(*) FROM rows) AS rows, (SELECT count(*) FROM journal) AS journal,
         (SELECT count(*) FROM owners) AS owners, (SELECT count(*) FROM directory) AS names`

/**
 * A SQLite store that is to be moved. While it is open no server can open it, and none opens while a server has it.
 *
 * @throws TallyError `sqlite_locked_by_other`, `sqlite_file_missing`, `sqlite_schema_older` and what else opening may throw.
 */
export function sqliteMoveSource(path: string): MoveSource {
  const owned = openDatabase(path, { create: false, busyTimeoutMs: 5000, cacheKiB: 64 * 1024 })
  try {
    verifySchema(owned.writer, owned.path)
    return sourceOf(owned)
  } catch (error) {
    owned.writer.close()
    owned.lock.release()
    throw error
  }
}

function sourceOf({ writer: db, lock, path }: OwnedDatabase): MoveSource {
  const reader = new RowReader(db)
  const rows = db.prepare(ROWS)
  const owners = db.prepare(OWNERS)
  const names = db.prepare(NAMES)
  return {
    place: path,
    shards: Number(readMeta(db, 'shards')),
    sealedBy: readMoveMark(db),
    seal: async (move) => writeAtomically(db, () => writeMoveMark(db, move)),
    release: async () => writeAtomically(db, () => writeMoveMark(db, undefined)),
    async lanes() {
      const lanes = db.prepare('SELECT tenant, shard FROM lanes ORDER BY tenant, shard').all() as unknown as Lane[]
      return lanes.map((lane): LaneHead => reader.headOrFirst(lane))
    },
    rows: ({ tenant, shard }) =>
      pages<StoredRow>(PAGE, (last) => {
        const page = rows.all(tenant, shard, last?.owner ?? -1, last?.kind ?? 0, last?.n ?? 0)
        return page.map((row) => ({ tenant, shard, ...(row as unknown as Omit<StoredRow, keyof Lane>) }))
      }),
    readJournal: async (lane, afterSeq, limit) => reader.journal(lane, afterSeq, limit),
    readHead: async (lane) => reader.head(lane),
    owners: () =>
      pages<OwnerRow>(PAGE, (last) => owners.all(last?.tenant ?? '', last?.owner ?? -1) as unknown as OwnerRow[]),
    names: () =>
      pages<NameRow>(PAGE, (last) => names.all(last?.tenant ?? '', last?.name ?? '') as unknown as NameRow[]),
    counts: async () => db.prepare(COUNTS).get() as never,
    async close() {
      db.close()
      lock.release()
    },
  }
}
