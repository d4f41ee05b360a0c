import { existsSync } from 'node:fs'
import { TallyError } from '@tallystick/core/errors'
import { NEWEST_VERSION } from './migrations/all-migrations.ts'
import { explainStart, openDatabase } from './open-database.ts'
import { applyMigrations, readSchemaVersion, verifySchema } from './schema.ts'

export interface MigrationReport {
  readonly path: string
  readonly from: number
  readonly to: number
  /** One sentence for each step that was made. */
  readonly applied: readonly string[]
  /** A copy of the file as it was; only when something was changed. */
  readonly backup: string | undefined
}

/**
 * Brings a database to the schema of this release, in one transaction and after a copy of it was made. Does nothing
 * to a file that is there already. Forward only: to go back, restore the copy.
 *
 * @throws TallyError `sqlite_file_missing`, `sqlite_locked_by_other` (stop every process that uses it),
 *   `sqlite_schema_newer`, `sqlite_file_foreign`, `backup_exists` and what opening may throw.
 * @example const { from, to, backup } = migrate('tally.db')
 */
export function migrate(path: string): MigrationReport {
  const owned = openDatabase(path, { create: false, busyTimeoutMs: 5000, cacheKiB: 64 * 1024 })
  try {
    const from = readSchemaVersion(owned.writer, owned.path)
    if (from >= NEWEST_VERSION) {
      verifySchema(owned.writer, owned.path)
      return { path: owned.path, from, to: from, applied: [], backup: undefined }
    }
    const backup = `${owned.path}.schema-${from}.bak`
    if (existsSync(backup)) {
      throw new TallyError('backup_exists', `${backup} is there already. Move it away, then run tally migrate again.`, {
        detail: { path: backup },
      })
    }
    owned.writer.prepare('VACUUM INTO ?').run(backup)
    const applied = applyMigrations(owned.writer, from).map(({ summary }) => summary)
    verifySchema(owned.writer, owned.path)
    return { path: owned.path, from, to: NEWEST_VERSION, applied, backup }
  } catch (error) {
    throw explainStart(error, owned.path)
  } finally {
    owned.writer.close()
    owned.lock.release()
  }
}
