import { TallyError } from '@tallystick/core/errors'

/** What is used of `pg`; written out, so that nobody needs its types to compile against this package. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>
  end(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
}

export interface PostgresClient {
  /** Whether queries are sent without waiting for the answers to those before. */
  readonly pipeline?: boolean
  query(query: PostgresQuery | string): Promise<PostgresResult>
  release(destroy?: boolean): void
  on(event: 'error', listener: (error: Error) => void): unknown
  removeListener(event: 'error', listener: (error: Error) => void): unknown
}

export interface PostgresQuery {
  readonly text: string
  readonly values?: unknown[]
  /** Prepared once a connection under this name. */
  readonly name?: string
  readonly rowMode?: 'array'
}

export interface PostgresResult {
  readonly command: string
  readonly rows: readonly (readonly unknown[])[]
}

export interface PoolSettings {
  readonly connectionString: string
  readonly max: number
  readonly connectionTimeoutMillis: number
  readonly query_timeout: number
  readonly keepAlive: boolean
  readonly pipeline: boolean
  readonly application_name: string
  readonly allowExitOnIdle: boolean
}

export interface PgModule {
  readonly Pool: new (settings: PoolSettings) => PostgresPool
}

/**
 * The driver, imported when a store is opened: who runs on SQLite need not install it.
 *
 * @throws TallyError `postgres_driver_missing`.
 */
export async function importPg(load: () => Promise<unknown> = () => import('pg')): Promise<PgModule> {
  try {
    const loaded = (await load()) as PgModule & { default?: PgModule }
    return loaded.default ?? loaded
  } catch (error) {
    throw new TallyError(
      'postgres_driver_missing',
      'The PostgreSQL store needs the package pg, and it is not installed. Run: npm install pg',
      { cause: error },
    )
  }
}
