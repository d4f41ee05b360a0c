import { NEWEST_VERSION } from './migrations/all-migrations.ts'
import { openPool, withLogin } from './open-pool.ts'
import { DEFAULT_SHARDS, verifyNames } from './prepare-schema.ts'
import { applyMigrations, verifySchema } from './schema.ts'
import { verifySettings } from './settings.ts'

export interface MigratePostgresOptions {
  /** As a user that may create tables and the role `tally_app`; the running application needs neither right. */
  readonly connectionString: string
  readonly schema?: string | undefined
  /** Lanes a tenant, when the tables are made now. 64 by default. */
  readonly shards?: number | undefined
}

export interface PostgresMigrationReport {
  readonly schema: string
  /** 0: there was nothing. */
  readonly from: number
  readonly to: number
  /** One sentence for each step that was made. */
  readonly applied: readonly string[]
}

/**
 * Makes the tables, or brings them to the schema of this release, in one transaction. Forward only: to go back, restore
 * a backup that was taken before.
 *
 * @throws TallyError `postgres_unreachable`, `postgres_settings_unsafe`, `postgres_rights_missing`,
 *   `postgres_role_missing`, `postgres_schema_newer`, `postgres_driver_missing`.
 * @example const { from, to } = await migratePostgres({ connectionString: 'postgres://owner@localhost/county' })
 */
export async function migratePostgres(options: MigratePostgresOptions): Promise<PostgresMigrationReport> {
  const { connectionString, schema = 'tally', shards } = options
  verifyNames(schema, shards)
  const { pool } = await openPool({ connectionString, maxConnections: 1, statementTimeoutMs: 3_600_000 })
  pool.on('error', () => undefined)
  try {
    return await withLogin(pool, async (session) => {
      await verifySettings(session)
      const { from, applied } = await applyMigrations(session, schema, shards ?? DEFAULT_SHARDS)
      await verifySchema(session, schema)
      return { schema, from, to: NEWEST_VERSION, applied: applied.map(({ summary }) => summary) }
    })
  } finally {
    await pool.end()
  }
}
