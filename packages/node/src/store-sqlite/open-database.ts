import { TallyError } from '@tallystick/core/errors'
import { openConnection } from './connection.ts'
import { preparePlace } from './place.ts'
import { type ProcessLock, takeProcessLock } from './process-lock.ts'
import { sqliteReason } from './sqlite-error.ts'
import { type Database, requireSqlite, type SqliteModule } from './sqlite-module.ts'

export interface OpenOptions {
  readonly create: boolean
  readonly busyTimeoutMs: number
  readonly cacheKiB: number
  readonly sizeLimitBytes?: number | undefined
}

/** A file that is ours alone: the lock is held, the one writing connection is open and its settings are safe. */
export interface OwnedDatabase {
  readonly sqlite: SqliteModule
  readonly path: string
  readonly writer: Database
  readonly lock: ProcessLock
}

/**
 * Checks the runtime, the place and the settings, and takes the file for this process.
 *
 * @throws TallyError `sqlite_too_old`, `sqlite_folder_unwritable`, `sqlite_file_missing`, `sqlite_settings_unsafe`,
 *   `sqlite_locked_by_other`, `sqlite_corrupt`, `store_unavailable`.
 */
export function openDatabase(path: string, options: OpenOptions): OwnedDatabase {
  const sqlite = requireSqlite()
  const file = preparePlace(path, options)
  let lock: ProcessLock | undefined
  try {
    lock = takeProcessLock(sqlite, file)
    if (!lock) throw lockedByOther(file, readHolder(sqlite, file))
    const writer = openConnection(sqlite, file, { ...options, readOnly: false })
    return { sqlite, path: file, writer, lock }
  } catch (error) {
    lock?.release()
    throw explainStart(error, file)
  }
}

/** Says in our words why SQLite would not begin. */
export function explainStart(error: unknown, path: string): TallyError {
  if (error instanceof TallyError) return error
  const reason = sqliteReason(error)
  if (reason === 'busy') return lockedByOther(path, undefined)
  if (reason === 'corrupt') {
    return new TallyError(
      'sqlite_corrupt',
      `${path} is damaged or not a SQLite database. Keep a copy of it with its -wal file and restore the last backup.`,
      { cause: error, detail: { path } },
    )
  }
  if (reason === 'cannot_open' || reason === 'read_only') {
    return new TallyError(
      'sqlite_folder_unwritable',
      `${path} or a file beside it cannot be written. Give the user that runs Tallystick the right to write all of them.`,
      { cause: error, detail: { path } },
    )
  }
  return new TallyError('store_unavailable', `${path} cannot be opened. Look at the cause.`, {
    cause: error,
    detail: { path, reason: reason ?? 'other' },
  })
}

function lockedByOther(path: string, holder: string | undefined): TallyError {
  const who = holder === undefined ? 'another process' : `process ${holder}`
  return new TallyError(
    'sqlite_locked_by_other',
    `${path} is in use by ${who}, and only one process may write it. Stop that one, or call it over HTTP instead.`,
    { detail: { path, pid: holder === undefined ? null : Number(holder) } },
  )
}

/** The process that wrote its number into the file when it began; only a help for people, the lock does not rest on it. */
function readHolder(sqlite: SqliteModule, path: string): string | undefined {
  let db: Database | undefined
  try {
    db = new sqlite.DatabaseSync(path, { readOnly: true })
    const row = db.prepare("SELECT value FROM meta WHERE name = 'holder'").get()
    return typeof row?.value === 'string' ? row.value : undefined
  } catch {
    return undefined
  } finally {
    db?.close()
  }
}
