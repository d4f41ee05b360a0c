import { TallyError } from '@tallystick/core/errors'
import { isDistributed } from './citus/is-distributed.ts'
import { mustBeInService } from './move/move-marks.ts'
import { withLogin } from './open-pool.ts'
import type { PostgresPool } from './pg-module.ts'
import { applyMigrations, readMeta, readSchemaVersion, verifySchema } from './schema.ts'
import { verifySettings } from './settings.ts'

export interface PreparedSchema {
  readonly shards: number
  readonly synchronousCommit: string
  /** Whether Citus has the tables on several nodes. */
  readonly distributed: boolean
}

export const DEFAULT_SHARDS = 64

/**
 * Checks server and schema, or makes the tables where there are none; answers the number of shards.
 *
 * @throws TallyError `postgres_unreachable`, `postgres_settings_unsafe`, `postgres_too_old`, `postgres_read_only`,
 *   `postgres_rights_missing`, `postgres_role_missing`, `postgres_schema_missing`, `postgres_schema_older`,
 *   `postgres_schema_newer`, `postgres_schema_altered`, `postgres_shards_differ`, `store_moved`, `store_incomplete`.
 */
export async function prepareSchema(
  pool: PostgresPool,
  schema: string,
  wanted: { readonly shards: number | undefined; readonly create: boolean },
): Promise<PreparedSchema> {
  return withLogin(pool, async (session) => {
    const synchronousCommit = await verifySettings(session)
    if (wanted.create && (await readSchemaVersion(session, schema)) === 0) {
      await applyMigrations(session, schema, wanted.shards ?? DEFAULT_SHARDS)
    }
    await verifySchema(session, schema)
    await mustBeInService(session, schema)
    const shards = Number(await readMeta(session, schema, 'shards'))
    if (wanted.shards !== undefined && wanted.shards !== shards) {
      throw new TallyError(
        'postgres_shards_differ',
        `The schema ${schema} was made with ${shards} shards, and ${wanted.shards} are asked for. The number is fixed for the life of a store: leave it out, or make another store of it with tally move.`,
        { detail: { schema, shards, wanted: wanted.shards } },
      )
    }
    return { shards, synchronousCommit, distributed: await isDistributed(session, schema) }
  })
}

/** @throws TallyError `shards_invalid`, `postgres_options_invalid`. */
export function verifyNames(schema: string, shards: number | undefined): void {
  if (shards !== undefined && !(Number.isInteger(shards) && shards >= 1 && shards <= 1024)) {
    throw new TallyError('shards_invalid', 'A store has 1 to 1024 shards a tenant.')
  }
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema) || schema.startsWith('pg_')) {
    throw new TallyError(
      'postgres_options_invalid',
      'The schema must be a name of lower-case letters, digits and underscores that does not begin with pg_.',
      { detail: { schema } },
    )
  }
}
