import type { JournalRow, Lane, LaneHead, RowKey, RowSpan, StoredRow } from '@tallystick/core'
import { isDistributed } from './citus/is-distributed.ts'
import { rowQueries } from './group-transaction.ts'
import { statementsForAll } from './hot-statements.ts'
import { openPool, withLogin } from './open-pool.ts'
import { readMeta, verifySchema } from './schema.ts'
import type { Session } from './session.ts'
import { verifySettings } from './settings.ts'
import { findShardProblems } from './shard-rules.ts'
import { toRow } from './statements/load-rows.ts'
import { toHead } from './statements/lock-lanes.ts'
import { readHead } from './statements/read-head.ts'
import { readJournal, toJournalRow } from './statements/read-journal.ts'

/** A store on PostgreSQL as somebody sees it who may only look, also while servers run on it. */
export interface InspectedPostgres {
  readonly shards: number
  readonly distributed: boolean
  /** What stands against spreading the tables by shard; empty when nothing does. */
  readonly shardProblems: readonly string[]
  /** Every lane that was written. */
  readonly lanes: readonly LaneHead[]
  readJournal(lane: Lane, afterSeq: number, limit: number): Promise<readonly JournalRow[]>
  readHead(lane: Lane): Promise<LaneHead | undefined>
  read(keys: readonly RowKey[], spans: readonly RowSpan[]): Promise<readonly StoredRow[]>
}

/**
 * Looks at a store as the login itself, which must be the owner of the schema: row-level security hides tenants from others.
 *
 * @throws TallyError `postgres_unreachable`, `postgres_settings_unsafe`, `postgres_read_only`, `postgres_schema_missing`,
 *   `postgres_schema_older`, `postgres_schema_newer`, `postgres_schema_altered`, `postgres_rights_missing`.
 */
export async function inspectPostgres<T>(
  { connectionString, schema }: { readonly connectionString: string; readonly schema: string },
  work: (seen: InspectedPostgres) => Promise<T>,
): Promise<T> {
  const { pool } = await openPool({ connectionString, maxConnections: 1 })
  pool.on('error', () => undefined)
  try {
    return await withLogin(pool, async (session) => {
      await verifySettings(session)
      await verifySchema(session, schema)
      await session.query(`SET search_path = "${schema}", pg_temp`)
      // All that is looked at is of one moment, whatever servers write meanwhile.
      await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      return work({
        shards: Number(await readMeta(session, schema, 'shards')),
        distributed: await isDistributed(session, schema),
        shardProblems: await findShardProblems(session, schema),
        lanes: await writtenLanes(session),
        readJournal: async (lane, afterSeq, limit) =>
          (await session.query(readJournal(lane, afterSeq, limit))).rows.map((row) => toJournalRow(lane, row)),
        readHead: async (lane) => {
          const [row] = (await session.query(readHead(lane))).rows
          return row && toHead(row)
        },
        read: async (keys, spans) => (await session.rows(rowQueries(statementsForAll, keys, spans))).map(toRow),
      })
    })
  } finally {
    await pool.end()
  }
}

async function writtenLanes(session: Session): Promise<LaneHead[]> {
  const text = `SELECT tenant, shard, seq, hash, last_now FROM tally_lanes WHERE hash IS NOT NULL ORDER BY tenant, shard`
  return (await session.query({ text, rowMode: 'array' })).rows.map(toHead)
}
