import type { GroupTransaction, JournalRow, Lane, LaneHead, RowKey, RowSpan, Store, StoredRow } from '@tallystick/core'
import { compareLanes } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { LaneLocks } from '../store-lanes/lane-locks.ts'
import { connectionSettings } from './connection-settings.ts'
import { Connections } from './connections.ts'
import { type DirectoryStatements, directoryForAll, directoryPerShard } from './directory-statements.ts'
import { PostgresTransaction, rowQueries } from './group-transaction.ts'
import { type HotStatements, statementsForAll, statementsPerShard } from './hot-statements.ts'
import { type Identified, IdentityDirectory } from './identity-directory.ts'
import { LaneHeads } from './lane-heads.ts'
import { openPool, type PoolOptions } from './open-pool.ts'
import { unavailable } from './postgres-error.ts'
import { prepareSchema, verifyNames } from './prepare-schema.ts'
import type { Session } from './session.ts'
import { toRow } from './statements/load-rows.ts'
import { toHead } from './statements/lock-lanes.ts'
import { readHead } from './statements/read-head.ts'
import { readJournal, toJournalRow } from './statements/read-journal.ts'
import { WriteProbe } from './write-probe.ts'

export interface PostgresStoreOptions extends PoolOptions {
  /** Lanes a tenant, 1 to 1024; fixed when the tables are made. 64 by default. */
  readonly shards?: number | undefined
  /** Where the tables lie; `tally` by default. */
  readonly schema?: string | undefined
  /** False: refuse when the tables are not there, instead of making them. */
  readonly create?: boolean | undefined
  /**
   * Statements and transactions that serve one shard each, as Citus needs them. By default the catalogue decides: true
   * where the tables are distributed. Can be forced on a plain PostgreSQL, where it is slower.
   */
  readonly perShard?: boolean | undefined
}

/** Groups under way at once where each serves one shard: there, only many of them keep all nodes busy. */
const MAX_SHARDS_IN_FLIGHT = 16

/**
 * A durable store on PostgreSQL 14 and newer, for any number of processes: what was answered is there, through `kill -9`
 * of process, backend or server. Needs the package `pg`. Sessions work as the role `tally_app`, which cannot change the
 * journal and sees the tenants of its call only.
 *
 * Not checked: whether the server's disk keeps what it says it has synced; a pooler in between that gives every
 * transaction another connection (use its session mode).
 *
 * @throws TallyError `postgres_driver_missing`, `postgres_options_invalid`, `shards_invalid`, and what
 *   `prepareSchema` throws: `postgres_unreachable`, `postgres_settings_unsafe`, `postgres_schema_older` …
 * @example const store = await postgresStore({ connectionString: 'postgres://tally@localhost/county' })
 */
export async function postgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { schema = 'tally', create = true, statementTimeoutMs = 10_000 } = options
  verifyNames(schema, options.shards)
  const { pool, max } = await openPool(options)
  // Before anything is asked: a connection that breaks meanwhile must not end the process.
  pool.on('error', () => undefined)
  try {
    const prepared = await prepareSchema(pool, schema, { shards: options.shards, create })
    const perShard = options.perShard ?? prepared.distributed
    const settings = connectionSettings({ ...prepared, schema, statementTimeoutMs, perShard })
    const connections = new Connections(pool, settings, max, perShard)
    const store = new PostgresStore(connections, { shards: prepared.shards, max, perShard })
    await verifyRole(connections)
    return store
  } catch (error) {
    await pool.end()
    throw error
  }
}

/** @throws TallyError `postgres_role_missing`: the login may not work as the role of the application. */
async function verifyRole(connections: Connections): Promise<void> {
  try {
    await connections.ask([], { text: 'SELECT count(*) FROM tally_meta', rowMode: 'array' })
  } catch (error) {
    if ((error as TallyError).detail.reason === 'unreachable') throw error
    throw new TallyError(
      'postgres_role_missing',
      'The user of the connection string may not become the role tally_app, so it may not write. As superuser run: GRANT tally_app TO that user.',
      { cause: error },
    )
  }
}

class PostgresStore implements Store {
  readonly name = 'postgres'
  readonly durable = true
  readonly shared = true
  readonly groupsInFlight: number
  readonly servesOneShard: boolean
  readonly shards: number
  readonly #connections: Connections
  readonly #statements: HotStatements
  readonly #identities: IdentityDirectory
  readonly #probe: WriteProbe
  /** Lanes that this process holds: nobody here need ask the server for them. */
  readonly #locks = new LaneLocks()
  readonly #open = new Set<PostgresTransaction>()
  readonly #asked = new Set<Promise<unknown>>()
  readonly #heads: LaneHeads
  #closed = false

  constructor(connections: Connections, { shards, max, perShard }: { shards: number; max: number; perShard: boolean }) {
    const directory: DirectoryStatements = perShard ? directoryPerShard : directoryForAll
    this.#connections = connections
    this.#statements = perShard ? statementsPerShard : statementsForAll
    this.#identities = new IdentityDirectory(connections, directory)
    this.#probe = new WriteProbe(connections, this.#statements)
    this.#heads = new LaneHeads(connections, this.#statements, shards)
    this.shards = shards
    this.groupsInFlight = perShard ? Math.min(Math.max(2, max - 2), MAX_SHARDS_IN_FLIGHT) : 2
    this.servesOneShard = perShard
  }

  async begin(
    lanes: readonly Lane[],
    mode: 'free' | 'wait',
    also: readonly Lane[] = [],
  ): Promise<GroupTransaction | undefined> {
    this.#mustServe()
    const wanted = await this.#locks.take(lanes, mode)
    if (wanted.length === 0) return undefined
    const more = await this.#locks.take(also, 'free')
    const held = [...wanted, ...more]
    let session: Session | undefined
    try {
      await this.#heads.make(held)
      session = await this.#connections.take()
      const heads = await lock(session, this.#statements, { wanted, mode, more })
      if (heads.length > 0) return this.#transaction(session, held, heads)
      await session.query('ROLLBACK')
      this.#connections.giveBack(session, 'clean')
    } catch (error) {
      if (session) this.#connections.giveBack(session, 'broken')
      this.#locks.release(held)
      this.#mustServe()
      throw unavailable(error)
    }
    this.#locks.release(held)
    return undefined
  }

  #transaction(session: Session, held: readonly Lane[], heads: readonly LaneHead[]): GroupTransaction {
    const locked = new Set(heads.map(({ tenant, shard }) => `${shard}/${tenant}`))
    const isLocked = ({ tenant, shard }: Lane) => locked.has(`${shard}/${tenant}`)
    this.#locks.release(held.filter((lane) => !isLocked(lane)))
    const transaction = new PostgresTransaction(session, this.#statements, heads, {
      onEnd: (state) => {
        this.#open.delete(transaction)
        this.#connections.giveBack(session, state)
        this.#locks.release(held.filter(isLocked))
      },
      onCommit: (error) => this.#probe.committed(error),
    })
    this.#open.add(transaction)
    return transaction
  }

  async read(keys: readonly RowKey[], spans: readonly RowSpan[]): Promise<readonly StoredRow[]> {
    this.#mustServe()
    const queries = rowQueries(this.#statements, keys, spans)
    if (queries.length === 0) return []
    const tenants = [...keys, ...spans].map(({ tenant }) => tenant)
    return (await this.#connections.ask(tenants, ...queries)).map(toRow)
  }

  async readJournal(lane: Lane, afterSeq: number, limit: number): Promise<readonly JournalRow[]> {
    this.#mustServe()
    const rows = await this.#connections.ask([lane.tenant], readJournal(lane, afterSeq, limit))
    return rows.map((row) => toJournalRow(lane, row))
  }

  async readHead(lane: Lane): Promise<LaneHead | undefined> {
    this.#mustServe()
    const rows = await this.#connections.ask([lane.tenant], readHead(lane))
    return rows[0] && toHead(rows[0])
  }

  async identify(tenant: string, names: readonly string[], candidates: readonly number[]): Promise<Identified> {
    this.#mustServe()
    const asked = this.#identities.identify(tenant, names, candidates)
    this.#asked.add(asked)
    try {
      return await asked
    } catch (error) {
      this.#probe.committed(error)
      throw error
    } finally {
      this.#asked.delete(asked)
    }
  }

  async lookUp(tenant: string, name: string): Promise<number | undefined> {
    this.#mustServe()
    return this.#identities.lookUp(tenant, name)
  }

  async ping(): Promise<void> {
    this.#mustServe()
    const rows = await this.#connections.ask([], {
      text: "SELECT pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'",
      rowMode: 'array',
    })
    if (rows[0]?.[0] !== true) return this.#probe.show()
    throw new TallyError('store_unavailable', 'PostgreSQL takes no writes here; connect to the primary.', {
      detail: { reason: 'read_only', sqlState: null },
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    this.#locks.close()
    await Promise.allSettled(this.#asked)
    for (const transaction of this.#open) transaction.abandon()
    await this.#connections.close()
  }

  #mustServe(): void {
    if (this.#closed) throw new TallyError('store_closed', 'The store has been closed.')
  }
}

/** Begins and locks, in one round trip; the heads of what it got. What is taken along is taken last, and never waited for. */
async function lock(
  session: Session,
  statements: HotStatements,
  { wanted, mode, more }: { wanted: readonly Lane[]; mode: 'free' | 'wait'; more: readonly Lane[] },
): Promise<LaneHead[]> {
  const tenants = [...wanted, ...more].map(({ tenant }) => tenant)
  const begin = session.beginning('BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE', tenants)
  const locks = statements.lockLanes(wanted, mode)
  const along = more.length > 0 ? statements.lockLanes(more, 'free') : []
  const ended = await session.all([...begin, ...locks, ...along])
  const results = ended.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value.rows
  })
  const locked = results.slice(begin.length, begin.length + locks.length).flat()
  if (mode === 'wait' && locked.length < wanted.length) {
    throw new TallyError(
      'store_unavailable',
      'Head rows of lanes are missing. Restart the process. Nothing was written.',
    )
  }
  return [...locked, ...results.slice(begin.length + locks.length).flat()].map(toHead).sort(compareLanes)
}
