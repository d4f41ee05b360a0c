import { TallyError } from '@tallystick/core/errors'
import { openPool, withLogin } from '../open-pool.ts'
import { verifyNames } from '../prepare-schema.ts'
import { readMeta, verifySchema } from '../schema.ts'
import type { Session } from '../session.ts'
import { verifySettings } from '../settings.ts'
import { citusSteps } from './citus-steps.ts'
import { hasCitus, isDistributed } from './is-distributed.ts'

export interface DistributePostgresOptions {
  /** The coordinator, as a superuser: the role of the application is changed on every node. */
  readonly connectionString: string
  readonly schema?: string | undefined
}

export interface DistributionReport {
  readonly schema: string
  readonly shards: number
  /** One sentence for each step that was made; none when all of it was done before. */
  readonly applied: readonly string[]
}

/**
 * Spreads the tables of a store over the nodes of a Citus cluster, by shard; the store must be empty. If it is cut off,
 * run it again: each step looks first whether it was made.
 *
 * Not done: adding nodes, and their logins: the nodes must let the role `tally_app` in from each other.
 *
 * @throws TallyError `citus_missing`, `citus_nodes_missing`, `store_not_empty`, and what `prepareSchema` throws.
 * @example await distributePostgres({ connectionString: 'postgres://owner@coordinator/county' })
 */
export async function distributePostgres(options: DistributePostgresOptions): Promise<DistributionReport> {
  const { connectionString, schema = 'tally' } = options
  verifyNames(schema, undefined)
  const { pool } = await openPool({ connectionString, maxConnections: 1, statementTimeoutMs: 3_600_000 })
  pool.on('error', () => undefined)
  try {
    return await withLogin(pool, async (session) => {
      await verifySettings(session)
      await verifySchema(session, schema)
      await verifyCitus(session)
      if (!(await isDistributed(session, schema))) await verifyEmpty(session, schema)
      const shards = Number(await readMeta(session, schema, 'shards'))
      return { schema, shards, applied: await apply(session, schema, shards) }
    })
  } finally {
    await pool.end()
  }
}

/** The SQL of all steps, for people who want to read or run it themselves. */
export function printDistribution({ schema = 'tally', shards = 64 }: { schema?: string; shards?: number }): string {
  verifyNames(schema, shards)
  const steps = citusSteps(shards).map(({ summary, sql }) => {
    const statements = sql.map((statement) => `${statement};`)
    const framed = sql.length > 1 ? ['BEGIN;', ...statements, 'COMMIT;'] : statements
    return [`-- ${summary}`, ...framed].join('\n')
  })
  return [`SET search_path = "${schema}", pg_temp;`, ...steps].join('\n\n')
}

async function apply(session: Session, schema: string, shards: number): Promise<string[]> {
  const applied: string[] = []
  await session.query(`SET search_path = "${schema}", pg_temp`)
  for (const { summary, done, sql } of citusSteps(shards)) {
    if (await holds(session, done)) continue
    if (sql.length > 1) await session.query('BEGIN')
    for (const statement of sql) await session.query(statement)
    if (sql.length > 1) await session.query('COMMIT')
    applied.push(summary)
  }
  return applied
}

async function verifyCitus(session: Session): Promise<void> {
  if (!(await hasCitus(session))) {
    throw new TallyError(
      'citus_missing',
      'This database has no extension citus. Install Citus on every node, put citus into shared_preload_libraries, run CREATE EXTENSION citus in this database on each, then citus_add_node for each worker, and try again.',
    )
  }
  const node = "SELECT EXISTS (SELECT FROM pg_catalog.pg_dist_node WHERE shouldhaveshards AND noderole = 'primary')"
  if (await holds(session, node)) return
  throw new TallyError(
    'citus_nodes_missing',
    'No node of this Citus cluster may hold shards. Add workers: SELECT citus_add_node(name, port), then try again.',
  )
}

async function verifyEmpty(session: Session, schema: string): Promise<void> {
  const filled = `SELECT EXISTS (SELECT FROM "${schema}".tally_lanes) OR EXISTS (SELECT FROM "${schema}".tally_owners)`
  if (!(await holds(session, filled))) return
  throw new TallyError(
    'store_not_empty',
    `The schema ${schema} holds data, and a journal is not moved under its guard. Name another one with --schema: tally migrate --citus --schema NAME makes and spreads it.`,
    { detail: { schema } },
  )
}

async function holds(session: Session, question: string): Promise<boolean> {
  const { rows } = await session.query({ text: question, rowMode: 'array' })
  return rows[0]?.[0] === true
}
