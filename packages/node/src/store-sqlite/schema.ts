import { TallyError } from '@tallystick/core/errors'
import { readPragma } from './connection.ts'
import { migrations, NEWEST_VERSION } from './migrations/all-migrations.ts'
import type { Migration } from './migrations/migration.ts'
import type { Database } from './sqlite-module.ts'

/** Stands in the file's header and tells our files from other people's: "TLYS". */
const APPLICATION_ID = 0x544c5953

/** Without these the journal could be changed by a single statement. */
const guards = ['journal_keeps_order', 'journal_keeps_rows', 'journal_keeps_text']

/**
 * The version of the file's schema; 0 for a file without any table.
 *
 * @throws TallyError `sqlite_file_foreign`: the file holds tables of another program.
 */
export function readSchemaVersion(db: Database, path: string): number {
  const tables = db.prepare('SELECT count(*) AS count FROM sqlite_schema').get()
  if (tables?.count === 0) return 0
  if (readPragma(db, 'application_id') !== APPLICATION_ID) {
    throw new TallyError(
      'sqlite_file_foreign',
      `${path} is a database of another program. Give Tallystick a file of its own.`,
      { detail: { path } },
    )
  }
  return Number(readPragma(db, 'user_version'))
}

export function readMeta(db: Database, name: string): string | undefined {
  return db.prepare('SELECT value FROM meta WHERE name = ?').get(name)?.value as string | undefined
}

/**
 * Refuses every version but the newest.
 *
 * @throws TallyError `sqlite_schema_older`, `sqlite_schema_newer`, `sqlite_schema_altered`.
 */
export function verifySchema(db: Database, path: string): void {
  const version = readSchemaVersion(db, path)
  const detail = { path, version, newest: NEWEST_VERSION }
  if (version < NEWEST_VERSION) {
    throw new TallyError(
      'sqlite_schema_older',
      `${path} has schema ${version}, this release needs ${NEWEST_VERSION}. Stop every process that uses it and run: tally migrate`,
      { detail },
    )
  }
  if (version > NEWEST_VERSION) {
    throw new TallyError(
      'sqlite_schema_newer',
      `${path} has schema ${version}, this release knows ${NEWEST_VERSION}. Install the release that wrote it, or a later one.`,
      { detail },
    )
  }
  const found = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()
  const missing = guards.filter((guard) => !found.some(({ name }) => name === guard))
  if (missing.length > 0) {
    throw new TallyError(
      'sqlite_schema_altered',
      `${path} has lost what protects its journal (${missing.join(', ')}). Somebody changed the schema: check the journal with tally doctor and restore a backup.`,
      { detail: { path, missing } },
    )
  }
}

/** Brings the file from the version it has to the newest (or a given one), all in one transaction; answers what was done. */
export function applyMigrations(db: Database, from: number, to = NEWEST_VERSION): readonly Migration[] {
  const wanted = migrations.filter(({ version }) => version > from && version <= to)
  if (wanted.length === 0) return []
  db.exec('BEGIN IMMEDIATE')
  try {
    for (const { sql } of wanted) db.exec(sql)
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}`)
    db.exec(`PRAGMA user_version = ${to}`)
    db.exec('COMMIT')
    return wanted
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
