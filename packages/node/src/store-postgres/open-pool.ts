import { TallyError } from '@tallystick/core/errors'
import { importPg, type PostgresClient, type PostgresPool } from './pg-module.ts'
import { adviceFor, postgresReason } from './postgres-error.ts'
import { Session } from './session.ts'

export interface PoolOptions {
  /** `postgres://user:password@host:5432/database`; everything that `pg` takes, `sslmode` too. */
  readonly connectionString?: string | undefined
  /** A pool of `pg` for this store alone, since its connections get settings of their own; best with `pipeline: true`. */
  readonly pool?: PostgresPool | undefined
  /** Connections of this process. 10 by default: two for groups, the others for reads and identities. */
  readonly maxConnections?: number | undefined
  /** How long one statement may take, waiting for locks and disk included. 10,000 by default. */
  readonly statementTimeoutMs?: number | undefined
  /** How long to wait for a connection. 5,000 by default. */
  readonly connectTimeoutMs?: number | undefined
}

/** A pool that nobody has used yet, and how many connections it has. */
export interface OpenedPool {
  readonly pool: PostgresPool
  readonly max: number
}

/** @throws TallyError `postgres_driver_missing`, `postgres_options_invalid`. */
export async function openPool(options: PoolOptions): Promise<OpenedPool> {
  const { connectionString, pool, maxConnections = 10, statementTimeoutMs = 10_000, connectTimeoutMs = 5000 } = options
  const wrong =
    (connectionString === undefined) === (pool === undefined) ||
    ![maxConnections, statementTimeoutMs, connectTimeoutMs].every((value) => Number.isInteger(value) && value > 0)
  if (wrong) {
    throw new TallyError(
      'postgres_options_invalid',
      'postgresStore() needs either connectionString or pool, and whole numbers above zero for its limits.',
    )
  }
  if (pool) return { pool, max: (pool as { options?: { max?: number } }).options?.max ?? maxConnections }
  const { Pool } = await importPg()
  return {
    max: maxConnections,
    pool: new Pool({
      connectionString: connectionString ?? '',
      max: maxConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      // The server ends a slow statement itself; this is for a server, or a network, that no longer answers at all.
      query_timeout: statementTimeoutMs + 5000,
      keepAlive: true,
      pipeline: true,
      application_name: 'tallystick',
      allowExitOnIdle: false,
    }),
  }
}

/**
 * One connection with the rights of the login itself, for looking at the server and for migrating.
 *
 * @throws TallyError `postgres_unreachable` with `detail.reason`; what `work` throws, in our words.
 */
export async function withLogin<T>(pool: PostgresPool, work: (session: Session) => Promise<T>): Promise<T> {
  let client: PostgresClient
  try {
    client = await pool.connect()
  } catch (error) {
    throw explainStart(error)
  }
  const session = new Session(client)
  session.attach()
  try {
    return await work(session)
  } catch (error) {
    throw explainStart(error)
  } finally {
    session.detach()
    // Not kept: the running store works with other rights.
    client.release(true)
  }
}

/** Says in our words why the store cannot start. */
export function explainStart(error: unknown): TallyError {
  if (error instanceof TallyError) return error
  const reason = postgresReason(error)
  if (reason === 'permission') {
    return new TallyError(
      'postgres_rights_missing',
      'This user may not make or read the tables of the store. Run tally migrate --postgres once as the owner of the database, or grant the rights.',
      { cause: error, detail: { reason } },
    )
  }
  const sentence = `The store cannot begin. ${adviceFor(reason)}`
  const options = { cause: error, detail: { reason } }
  if (reason === 'other') return new TallyError('store_unavailable', sentence, options)
  return new TallyError('postgres_unreachable', sentence, options)
}
