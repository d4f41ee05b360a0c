import { TallyError } from '../kernel/error.ts'
import { MAX_LANES } from '../kernel/lanes.ts'
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
} from './store-port.ts'
import { compareLanes, laneName, NO_HASH, rowName } from './store-port.ts'

export interface MemoryStoreOptions {
  /** Lanes a tenant; 1 by default. More of them exercise the paths a sharded store takes. */
  readonly shards?: number
  readonly groupsInFlight?: number
  /** Whether more than one engine works on it, as processes do on a database. */
  readonly shared?: boolean
}

/** A store for tests, mocks and first steps: keeps every promise of the port but durability. */
export function memoryStore(options: MemoryStoreOptions = {}): Store {
  return new MemoryStore(options.shards ?? 1, options.groupsInFlight ?? 2, options.shared ?? false)
}

class MemoryStore implements Store {
  readonly name = 'memory'
  readonly durable = false
  readonly shared: boolean
  readonly shards: number
  readonly groupsInFlight: number
  readonly #rows = new Map<string, StoredRow>()
  /** n of every row by tenant, shard, owner and kind, so that a span does not walk the whole store. */
  readonly #families = new Map<string, Set<number>>()
  readonly #journals = new Map<string, JournalRow[]>()
  readonly #heads = new Map<string, LaneHead>()
  readonly #directory = new Map<string, number>()
  readonly #owners = new Set<string>()
  readonly #held = new Set<string>()
  #waiters: (() => void)[] = []
  #closed = false

  constructor(shards: number, groupsInFlight: number, shared: boolean) {
    if (!Number.isInteger(shards) || shards < 1 || shards > MAX_LANES) {
      throw new TallyError('shards_invalid', 'A store has 1 to 1024 shards a tenant.')
    }
    this.shards = shards
    this.groupsInFlight = groupsInFlight
    this.shared = shared
  }

  async begin(lanes: readonly Lane[], mode: 'free' | 'wait'): Promise<GroupTransaction | undefined> {
    this.#mustBeOpen()
    const wanted = [...lanes].sort(compareLanes)
    if (mode === 'wait') {
      while (wanted.some((lane) => this.#held.has(laneName(lane)))) {
        await new Promise<void>((resolve) => this.#waiters.push(resolve))
        this.#mustBeOpen()
      }
    }
    const free = wanted.filter((lane) => !this.#held.has(laneName(lane)))
    if (free.length === 0) return undefined
    for (const lane of free) this.#held.add(laneName(lane))
    return this.#transaction(free)
  }

  #transaction(lanes: readonly Lane[]): GroupTransaction {
    let open = true
    const end = () => {
      if (!open) throw new TallyError('transaction_over', 'This transaction has ended.')
      open = false
    }
    const release = () => {
      for (const lane of lanes) this.#held.delete(laneName(lane))
      const waiters = this.#waiters
      this.#waiters = []
      for (const wake of waiters) wake()
    }
    return {
      heads: lanes.map((lane) => this.#head(lane)),
      load: async (keys, spans) => this.#select(keys, spans),
      commit: async (changes) => {
        end()
        try {
          this.#apply(changes)
        } finally {
          release()
        }
      },
      rollback: async () => {
        end()
        release()
      },
    }
  }

  #head(lane: Lane): LaneHead {
    return this.#heads.get(laneName(lane)) ?? { ...lane, seq: 0, hash: NO_HASH, lastNow: 0 }
  }

  #apply(changes: GroupChanges): void {
    if (changes.adds.some((row) => this.#rows.has(rowName(row)))) {
      throw new TallyError('store_unavailable', 'A row that was to be added is there already. Nothing was written.', {
        detail: { reason: 'constraint' },
      })
    }
    this.#mustGoOn(changes.journal)
    for (const row of [...changes.adds, ...changes.writes]) {
      this.#rows.set(rowName(row), row)
      const family = this.#families.get(familyName(row))
      if (family) family.add(row.n)
      else this.#families.set(familyName(row), new Set([row.n]))
    }
    for (const key of changes.removes) {
      this.#rows.delete(rowName(key))
      this.#families.get(familyName(key))?.delete(key.n)
    }
    for (const row of changes.journal) {
      const journal = this.#journals.get(laneName(row))
      if (journal) journal.push(row)
      else this.#journals.set(laneName(row), [row])
    }
    for (const head of changes.heads) this.#heads.set(laneName(head), head)
  }

  #mustGoOn(rows: readonly JournalRow[]): void {
    const next = new Map<string, number>()
    for (const row of rows) {
      const name = laneName(row)
      const seq = next.get(name) ?? (this.#journals.get(name)?.length ?? 0) + 1
      if (row.seq !== seq) {
        throw new TallyError('store_unavailable', 'The journal would not go on without a gap. Nothing was written.', {
          detail: { reason: 'constraint' },
        })
      }
      next.set(name, seq + 1)
    }
  }

  #select(keys: readonly RowKey[], spans: readonly RowSpan[]): StoredRow[] {
    const found: StoredRow[] = []
    for (const key of keys) {
      const row = this.#rows.get(rowName(key))
      if (row) found.push(row)
    }
    for (const span of spans) {
      const inSpan = [...(this.#families.get(familyName(span)) ?? [])].filter((n) => n >= span.from && n < span.to)
      for (const n of inSpan.sort((a, b) => a - b).slice(0, span.limit)) {
        const row = this.#rows.get(rowName({ ...span, n }))
        if (row) found.push(row)
      }
    }
    return found
  }

  async read(keys: readonly RowKey[], spans: readonly RowSpan[]): Promise<readonly StoredRow[]> {
    this.#mustBeOpen()
    return this.#select(keys, spans)
  }

  async readJournal(lane: Lane, afterSeq: number, limit: number): Promise<readonly JournalRow[]> {
    this.#mustBeOpen()
    // Sequences are gap-free from 1, so row `seq` stands at index `seq - 1`.
    return (this.#journals.get(laneName(lane)) ?? []).slice(afterSeq, afterSeq + limit)
  }

  async readHead(lane: Lane): Promise<LaneHead | undefined> {
    this.#mustBeOpen()
    return this.#heads.get(laneName(lane))
  }

  async identify(tenant: string, names: readonly string[], candidates: readonly number[]) {
    this.#mustBeOpen()
    const known = new Set<number>()
    for (const name of names) {
      const owner = this.#directory.get(`${tenant}\u0000${name}`)
      if (owner !== undefined) known.add(owner)
    }
    if (known.size > 1) return 'conflict' as const
    const [existing] = known
    const owner = existing ?? candidates.find((candidate) => !this.#owners.has(`${tenant}\u0000${candidate}`))
    if (owner === undefined) throw new TallyError('owner_numbers_exhausted', 'No candidate owner number was free.')
    this.#owners.add(`${tenant}\u0000${owner}`)
    for (const name of names) this.#directory.set(`${tenant}\u0000${name}`, owner)
    return { owner, created: existing === undefined }
  }

  async lookUp(tenant: string, name: string): Promise<number | undefined> {
    this.#mustBeOpen()
    return this.#directory.get(`${tenant}\u0000${name}`)
  }

  async ping(): Promise<void> {
    this.#mustBeOpen()
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const wake of this.#waiters) wake()
    this.#waiters = []
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new TallyError('store_closed', 'The store has been closed.')
  }
}

function familyName(key: Omit<RowKey, 'n'>): string {
  return `${key.tenant}\u0000${key.shard}\u0000${key.owner}\u0000${key.kind}`
}
