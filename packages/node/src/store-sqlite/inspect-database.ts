import { existsSync } from 'node:fs'
import type { JournalRow, Lane, LaneHead, RowKey, RowSpan, StoredRow } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { openConnection } from './connection.ts'
import { explainStart } from './open-database.ts'
import { RowReader } from './row-reader.ts'
import { verifySchema } from './schema.ts'
import { requireSqlite } from './sqlite-module.ts'

/** A database seen by somebody who may only look, also while a server runs on it. */
export interface InspectedDatabase {
  /** Every lane that was written. */
  readonly lanes: readonly LaneHead[]
  /** What SQLite's own check of the whole file has found; empty when all is well. Takes time with the file's size. */
  findDamage(): readonly string[]
  readJournal(lane: Lane, afterSeq: number, limit: number): Promise<readonly JournalRow[]>
  readHead(lane: Lane): Promise<LaneHead | undefined>
  read(keys: readonly RowKey[], spans: readonly RowSpan[]): Promise<readonly StoredRow[]>
  close(): void
}

/**
 * Opens a database for looking, after its settings and schema were checked.
 *
 * @throws TallyError `sqlite_too_old`, `sqlite_file_missing`, `sqlite_settings_unsafe`, `sqlite_file_foreign`,
 *   `sqlite_schema_older`, `sqlite_schema_newer`, `sqlite_schema_altered`, `sqlite_corrupt`.
 */
export function inspectDatabase(path: string): InspectedDatabase {
  const sqlite = requireSqlite()
  if (!existsSync(path)) {
    throw new TallyError('sqlite_file_missing', `There is no database at ${path}. Check the path, or run: tally init`, {
      detail: { path },
    })
  }
  try {
    const db = openConnection(sqlite, path, { readOnly: true, busyTimeoutMs: 5000, cacheKiB: 16 * 1024 })
    try {
      verifySchema(db, path)
    } catch (error) {
      db.close()
      throw error
    }
    // All that is looked at is of one moment, whatever a server writes meanwhile.
    db.exec('BEGIN')
    const reader = new RowReader(db)
    const lanes = db.prepare('SELECT tenant, shard FROM lanes ORDER BY tenant, shard').all() as unknown as Lane[]
    return {
      lanes: lanes.map((lane) => reader.headOrFirst(lane)),
      findDamage: () =>
        db
          .prepare('PRAGMA integrity_check(20)')
          .all()
          .map((row) => String(row.integrity_check))
          .filter((line) => line !== 'ok'),
      readJournal: async (lane, afterSeq, limit) => reader.journal(lane, afterSeq, limit),
      readHead: async (lane) => reader.head(lane),
      read: async (keys, spans) => reader.rows(keys, spans),
      close: () => db.close(),
    }
  } catch (error) {
    throw explainStart(error, path)
  }
}
