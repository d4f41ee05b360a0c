import type { JournalRow, Lane, LaneHead, RowKey, RowSpan, StoredRow } from '@tallystick/core'
import { groupByLane } from '../store-lanes/group-by-lane.ts'
import { bindKey } from './bind-key.ts'
import { NO_HASH } from './no-hash.ts'
import { placeholders, SizedStatements } from './sized-statements.ts'
import type { Database, Statement } from './sqlite-module.ts'

/** A state is beside its row, or where the row says. */
const STATE = 'coalesce(s.state, r.state) AS state'
const LONG_STATE = 'LEFT JOIN states AS s ON s.id = r.place'

/** Everything that is read over one connection. Each method is one synchronous step, so it sees one state of the file. */
export class RowReader {
  readonly #byKey: SizedStatements
  readonly #bySpan: Statement
  readonly #journal: Statement
  readonly #head: Statement
  readonly #name: Statement

  constructor(db: Database) {
    this.#byKey = new SizedStatements(
      db,
      (rows) =>
        `SELECT r.owner, r.kind, r.n, r.v, ${STATE} FROM (VALUES ${placeholders(rows, 5)}) AS w JOIN rows AS r ON
         r.tenant = w.column1 AND r.shard = w.column2 AND r.owner = w.column3 AND r.kind = w.column4 AND r.n = w.column5 ${LONG_STATE}`,
    )
    this.#bySpan = db.prepare(
      `SELECT r.n, r.v, ${STATE} FROM rows AS r ${LONG_STATE}
       WHERE r.tenant = ? AND r.shard = ? AND r.owner = ? AND r.kind = ? AND r.n >= ? AND r.n < ? ORDER BY r.n LIMIT ?`,
    )
    this.#journal = db.prepare(
      'SELECT seq, at, body, link FROM journal WHERE tenant = ? AND shard = ? AND seq > ? ORDER BY seq LIMIT ?',
    )
    this.#head = db.prepare('SELECT seq, hash, last_now FROM lanes WHERE tenant = ? AND shard = ?')
    this.#name = db.prepare('SELECT owner FROM directory WHERE tenant = ? AND name = ?')
  }

  rows(keys: readonly RowKey[], spans: readonly RowSpan[]): StoredRow[] {
    const found: StoredRow[] = []
    for (const [lane, ofLane] of groupByLane(keys)) {
      // In the order of the disk: neighbours are read once.
      const rows = this.#byKey.all(ofLane.sort(compareKeys), bindKey)
      for (const row of rows) found.push({ ...lane, ...(row as Omit<StoredRow, keyof Lane>) })
    }
    for (const span of spans) {
      const { tenant, shard, owner, kind } = span
      const rows = this.#bySpan.all(tenant, shard, owner, kind, span.from, span.to, span.limit)
      for (const row of rows) {
        found.push({ tenant, shard, owner, kind, ...(row as unknown as Pick<StoredRow, 'n' | 'v' | 'state'>) })
      }
    }
    return found
  }

  journal(lane: Lane, afterSeq: number, limit: number): JournalRow[] {
    const rows = this.#journal.all(lane.tenant, lane.shard, afterSeq, limit)
    return rows.map((row) => ({
      tenant: lane.tenant,
      shard: lane.shard,
      ...(row as unknown as Omit<JournalRow, keyof Lane>),
    }))
  }

  head(lane: Lane): LaneHead | undefined {
    const row = this.#head.get(lane.tenant, lane.shard)
    if (!row) return undefined
    return {
      tenant: lane.tenant,
      shard: lane.shard,
      seq: row.seq as number,
      hash: row.hash as string,
      lastNow: row.last_now as number,
    }
  }

  /** The head as a transaction sees it: a lane nobody has written begins at zero. */
  headOrFirst(lane: Lane): LaneHead {
    return this.head(lane) ?? { tenant: lane.tenant, shard: lane.shard, seq: 0, hash: NO_HASH, lastNow: 0 }
  }

  owner(tenant: string, name: string): number | undefined {
    return this.#name.get(tenant, name)?.owner as number | undefined
  }
}

export function compareKeys(a: RowKey, b: RowKey): number {
  return a.owner - b.owner || a.kind - b.kind || a.n - b.n
}
