import { TallyError } from '@tallystick/core/errors'
import { explainStart, openPool } from '../open-pool.ts'
import { Session } from '../session.ts'
import { verifySettings } from '../settings.ts'

export interface PostgresAddress {
  readonly connectionString: string
  readonly schema: string
}

export interface OpenSession {
  readonly session: Session
  /** Runs work, and says what it throws in our words. */
  within<T>(work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** An hour: a move counts the rows of large tables. */
const LONGEST_STATEMENT_MS = 3_600_000

/**
 * One connection with the rights of the login itself, which must own the schema, for the time of a move.
 *
 * @throws TallyError `postgres_unreachable`, `postgres_settings_unsafe`, `postgres_read_only`, `postgres_too_old`.
 */
export async function openSession({ connectionString, schema }: PostgresAddress): Promise<OpenSession> {
  const { pool } = await openPool({ connectionString, maxConnections: 1, statementTimeoutMs: LONGEST_STATEMENT_MS })
  pool.on('error', () => undefined)
  const within = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      throw error instanceof TallyError ? error : explainStart(error)
    }
  }
  const taken = await within(() => pool.connect()).catch(async (error) => {
    await pool.end()
    throw error
  })
  const session = new Session(taken)
  session.attach()
  const close = async () => {
    session.detach()
    // A pool does not end before its connections are given back.
    session.client.release(true)
    await pool.end()
  }
  try {
    await within(async () => {
      await verifySettings(session)
      await session.query(`SET search_path = "${schema}", pg_temp`)
    })
    return { session, within, close }
  } catch (error) {
    await close()
    throw error
  }
}
