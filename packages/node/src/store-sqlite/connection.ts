import { TallyError } from '@tallystick/core/errors'
import type { Database, SqliteModule } from './sqlite-module.ts'

export interface ConnectionOptions {
  readonly readOnly: boolean
  readonly busyTimeoutMs: number
  readonly cacheKiB: number
  readonly sizeLimitBytes?: number | undefined
}

/**
 * Opens one connection and makes it safe: WAL, every commit synced, foreign keys, no memory map, no double-quoted
 * strings, no extensions. The settings hold for a connection, not for a file, so each is set and read back.
 *
 * @throws TallyError `sqlite_settings_unsafe`; errors of SQLite pass through.
 */
export function openConnection(sqlite: SqliteModule, path: string, options: ConnectionOptions): Database {
  const db = new sqlite.DatabaseSync(path, {
    readOnly: options.readOnly,
    timeout: options.busyTimeoutMs,
    enableForeignKeyConstraints: true,
    enableDoubleQuotedStringLiterals: false,
    allowExtension: false,
  })
  try {
    if (!options.readOnly) {
      db.exec('PRAGMA journal_mode = WAL')
      // Pages that many groups change are written back once: 4000 pages are 16 MB of WAL.
      db.exec('PRAGMA wal_autocheckpoint = 4000')
      // Without a limit a WAL that once grew under a long reader stays that large.
      db.exec('PRAGMA journal_size_limit = 67108864')
    }
    db.exec('PRAGMA synchronous = FULL')
    // On macOS only this makes a sync reach the disk; elsewhere it does nothing.
    db.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON')
    db.exec('PRAGMA mmap_size = 0')
    db.exec(`PRAGMA cache_size = -${options.cacheKiB}`)
    if (options.sizeLimitBytes !== undefined) limitSize(db, options.sizeLimitBytes)
    verifySettings(db)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** What must be true of every connection; SQLite's own spelling of each value. */
const required: readonly { readonly pragma: string; readonly wanted: readonly unknown[]; readonly because: string }[] =
  [
    { pragma: 'journal_mode', wanted: ['wal'], because: 'readers would block the writer' },
    { pragma: 'synchronous', wanted: [2], because: 'a power cut could take back what was answered' },
    { pragma: 'foreign_keys', wanted: [1], because: 'references would not be checked' },
    { pragma: 'mmap_size', wanted: [0, undefined], because: 'a stray write could damage the file unseen' },
  ]

/**
 * Reads the settings back, after a query: asked before the first one, SQLite answers what it has been told, not what
 * the file allows.
 *
 * @throws TallyError `sqlite_settings_unsafe` with `detail {setting, found}`.
 */
export function verifySettings(db: Database): void {
  db.prepare('SELECT count(*) FROM sqlite_schema').get()
  for (const { pragma, wanted, because } of required) {
    const found = readPragma(db, pragma)
    if (!wanted.includes(found)) throw unsafe(pragma, found, wanted[0], because)
  }
  const timeout = Number(readPragma(db, 'busy_timeout') ?? 0)
  if (timeout <= 0) throw unsafe('busy_timeout', timeout, 'above 0', 'a backup would make calls fail')
}

export function readPragma(db: Database, pragma: string): unknown {
  const row = db.prepare(`PRAGMA ${pragma}`).get()
  return row === undefined ? undefined : Object.values(row)[0]
}

function unsafe(setting: string, found: unknown, wanted: unknown, because: string): TallyError {
  return new TallyError(
    'sqlite_settings_unsafe',
    `SQLite answers ${setting}=${found}, it must be ${wanted}: else ${because}. ` +
      'Put the database on a local disk, give its path to sqliteStore() and let no other program change its settings.',
    { detail: { setting, found: found ?? null } },
  )
}

function limitSize(db: Database, bytes: number): void {
  const pageSize = Number(readPragma(db, 'page_size'))
  const pages = Math.floor(bytes / pageSize)
  if (!(pages >= 1)) throw new TallyError('sqlite_options_invalid', 'sizeLimitBytes must hold at least one page.')
  db.exec(`PRAGMA max_page_count = ${pages}`)
}
