import type {
  GroupChanges,
  GroupTransaction,
  JournalRow,
  Lane,
  LaneHead,
  RowKey,
  RowSpan,
  Store,
  StoredRow,
} from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { LaneLocks } from '../store-lanes/lane-locks.ts'
import { openConnection } from './connection.ts'
import { GroupWriter } from './group-writer.ts'
import { type Identified, IdentityWriter } from './identity-writer.ts'
import { explainStart, type OwnedDatabase, openDatabase } from './open-database.ts'
import { prepareSchema } from './prepare-schema.ts'
import { RowReader } from './row-reader.ts'
import { unavailable } from './sqlite-error.ts'
import type { Database } from './sqlite-module.ts'
import { WriteProbe } from './write-probe.ts'

export interface SqliteStoreOptions {
  /** Lanes a tenant, 1 to 1024; fixed when the file is made. 1 by default: SQLite has one writer anyway. */
  readonly shards?: number | undefined
  /** False: refuse when the file is not there, instead of making it. */
  readonly create?: boolean | undefined
  /** How long a commit waits for a program that locks the file, a backup tool perhaps. The event loop stands still meanwhile. */
  readonly busyTimeoutMs?: number | undefined
  /** Memory for pages of the file where it is written, 32 MiB by default; reads beside it have an eighth of that more. */
  readonly cacheKiB?: number | undefined
  /** The file never grows beyond this; writes are refused then (`store_unavailable`, reason `full`). */
  readonly sizeLimitBytes?: number | undefined
}

const defaults = { create: true, busyTimeoutMs: 5000, cacheKiB: 32 * 1024 }

/**
 * A durable store in one file, for one process: what was answered is on disk, through `kill -9` and power cuts.
 *
 * Not checked: whether the disk itself keeps what it says it has synced.
 *
 * @param path of the file; made when it is not there, in a folder that is. Beside it lie `-wal`, `-shm` and `-lock`.
 * @throws TallyError `sqlite_too_old`, `sqlite_folder_unwritable`, `sqlite_file_missing`, `sqlite_file_foreign`,
 *   `sqlite_settings_unsafe`, `sqlite_schema_older` (run `tally migrate`), `sqlite_schema_newer`,
 *   `sqlite_schema_altered`, `sqlite_locked_by_other`, `sqlite_corrupt`, `sqlite_shards_differ`, `shards_invalid`.
 * @example const tally = await createTally({ store: sqliteStore('tally.db'), keys: fileKeys('keys'), clock: systemClock })
 */
export function sqliteStore(path: string, options: SqliteStoreOptions = {}): Store {
  const settings = {
    create: options.create ?? defaults.create,
    busyTimeoutMs: options.busyTimeoutMs ?? defaults.busyTimeoutMs,
    cacheKiB: options.cacheKiB ?? defaults.cacheKiB,
    sizeLimitBytes: options.sizeLimitBytes,
  }
  const owned = openDatabase(path, settings)
  let reader: Database | undefined
  try {
    const shards = prepareSchema(owned, options.shards)
    const cacheKiB = Math.ceil(settings.cacheKiB / 8)
    reader = openConnection(owned.sqlite, owned.path, {
      ...settings,
      cacheKiB,
      readOnly: true,
      sizeLimitBytes: undefined,
    })
    return new SqliteStore(owned, reader, shards)
  } catch (error) {
    reader?.close()
    owned.writer.close()
    owned.lock.release()
    throw explainStart(error, owned.path)
  }
}

class SqliteStore implements Store {
  readonly name = 'sqlite'
  readonly durable = true
  /** The process lock keeps everybody else out. */
  readonly shared = false
  /** SQLite writes one group at a time, and a commit is one synchronous step: a second would only wait. */
  readonly groupsInFlight = 1
  readonly shards: number
  readonly #owned: OwnedDatabase
  readonly #readerDb: Database
  readonly #locks = new LaneLocks()
  readonly #committed: RowReader
  readonly #locked: RowReader
  readonly #writer: GroupWriter
  readonly #identities: IdentityWriter
  readonly #probe: WriteProbe
  #closed = false
  #failure: TallyError | undefined

  constructor(owned: OwnedDatabase, readerDb: Database, shards: number) {
    this.#owned = owned
    this.#readerDb = readerDb
    this.shards = shards
    this.#committed = new RowReader(readerDb)
    // Rows of held lanes are read where they are written: that connection's pages are still in memory after a commit.
    this.#locked = new RowReader(owned.writer)
    this.#writer = new GroupWriter(owned.writer)
    this.#identities = new IdentityWriter(owned.writer, (error) => this.#remember(error))
    this.#probe = new WriteProbe(owned.writer)
  }

  async begin(lanes: readonly Lane[], mode: 'free' | 'wait'): Promise<GroupTransaction | undefined> {
    this.#mustServe()
    const held = await this.#locks.take(lanes, mode)
    if (held.length === 0) return undefined
    try {
      return this.#transaction(
        held,
        this.#step(() => held.map((lane) => this.#locked.headOrFirst(lane))),
      )
    } catch (error) {
      this.#locks.release(held)
      throw error
    }
  }

  #transaction(lanes: readonly Lane[], heads: readonly LaneHead[]): GroupTransaction {
    let open = true
    const end = () => {
      if (!open) throw new TallyError('transaction_over', 'This transaction has ended.')
      open = false
    }
    return {
      heads,
      load: async (keys, spans) => this.#step(() => this.#locked.rows(keys, spans)),
      commit: async (changes) => {
        end()
        try {
          this.#commit(changes)
        } finally {
          this.#locks.release(lanes)
        }
      },
      rollback: async () => {
        end()
        this.#locks.release(lanes)
      },
    }
  }

  #commit(changes: GroupChanges): void {
    this.#mustServe()
    this.#writing(() => this.#writer.write(changes))
    this.#probe.shown()
  }

  async read(keys: readonly RowKey[], spans: readonly RowSpan[]): Promise<readonly StoredRow[]> {
    return this.#step(() => this.#committed.rows(keys, spans))
  }

  async readJournal(lane: Lane, afterSeq: number, limit: number): Promise<readonly JournalRow[]> {
    return this.#step(() => this.#committed.journal(lane, afterSeq, limit))
  }

  async readHead(lane: Lane): Promise<LaneHead | undefined> {
    return this.#step(() => this.#committed.head(lane))
  }

  async identify(tenant: string, names: readonly string[], candidates: readonly number[]): Promise<Identified> {
    return this.#step(() => this.#identities.identify(tenant, names, candidates))
  }

  async lookUp(tenant: string, name: string): Promise<number | undefined> {
    return this.#step(() => this.#committed.owner(tenant, name))
  }

  async ping(): Promise<void> {
    this.#step(() => {
      this.#readerDb.prepare('SELECT count(*) FROM meta').get()
      this.#writing(() => this.#probe.show())
    })
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#identities.flush()
    this.#closed = true
    this.#locks.close()
    this.#readerDb.close()
    this.#owned.writer.close()
    this.#owned.lock.release()
  }

  #step<T>(work: () => T): T {
    this.#mustServe()
    try {
      return work()
    } catch (error) {
      throw unavailable(error)
    }
  }

  #writing(work: () => void): void {
    try {
      work()
    } catch (error) {
      this.#remember(error)
      throw error
    }
  }

  /** After a commit nobody can vouch for, memory and disk may differ: only a new start reads the file as it is. */
  #remember(error: unknown): void {
    if (error instanceof TallyError && error.code === 'outcome_unknown') {
      this.#failure = new TallyError(
        'store_unavailable',
        'The store has stopped after a failed commit. Look at the disk, then restart the process.',
        { cause: error, detail: { reason: 'stopped' } },
      )
    }
  }

  #mustServe(): void {
    if (this.#closed) throw new TallyError('store_closed', 'The store has been closed.')
    if (this.#failure) throw this.#failure
  }
}
