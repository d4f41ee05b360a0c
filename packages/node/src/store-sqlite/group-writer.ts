import type { GroupChanges, RowKey } from '@tallystick/core'
import { compareKeys } from './row-reader.ts'
import { placeholders, SizedStatements } from './sized-statements.ts'
import { commitFailed, unavailable } from './sqlite-error.ts'
import type { Database } from './sqlite-module.ts'

/** The one place that writes rows, journal and heads. */
export class GroupWriter {
  readonly #db: Database
  readonly #upsert: SizedStatements
  readonly #remove: SizedStatements
  readonly #journal: SizedStatements
  readonly #heads: SizedStatements

  constructor(db: Database) {
    this.#db = db
    this.#upsert = new SizedStatements(
      db,
      (rows) => `INSERT INTO rows (tenant, shard, owner, kind, n, v, state) VALUES ${placeholders(rows, 7)}
        ON CONFLICT (tenant, shard, owner, kind, n) DO UPDATE SET v = excluded.v, state = excluded.state`,
    )
    this.#remove = new SizedStatements(
      db,
      (rows) => `DELETE FROM rows WHERE (tenant, shard, owner, kind, n) IN (VALUES ${placeholders(rows, 5)})`,
    )
    this.#journal = new SizedStatements(
      db,
      (rows) => `INSERT INTO journal (tenant, shard, seq, at, body, link) VALUES ${placeholders(rows, 6)}`,
    )
    this.#heads = new SizedStatements(
      db,
      (rows) => `INSERT INTO lanes (tenant, shard, seq, hash, last_now) VALUES ${placeholders(rows, 5)}
        ON CONFLICT (tenant, shard) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, last_now = excluded.last_now`,
    )
  }

  /** One SQL transaction, begun, written and synced in one synchronous step: no reader and no lock ever waits for another. */
  write(changes: GroupChanges): void {
    writeAtomically(this.#db, () => {
      this.#upsert.run(ordered(changes.writes), (row) => [...keyOf(row), row.v, row.state])
      this.#remove.run(ordered(changes.removes), keyOf)
      this.#journal.run(changes.journal, (row) => [row.tenant, row.shard, row.seq, row.at, row.body, row.link])
      this.#heads.run(changes.heads, (head) => [head.tenant, head.shard, head.seq, head.hash, head.lastNow])
    })
  }
}

/**
 * All of `work` or nothing of it, durable when this returns.
 *
 * @throws TallyError `store_unavailable` (nothing is there) or `outcome_unknown` (COMMIT itself failed).
 */
export function writeAtomically<T>(db: Database, work: () => T): T {
  let result: T
  try {
    db.exec('BEGIN IMMEDIATE')
    result = work()
  } catch (error) {
    rollBack(db)
    throw unavailable(error)
  }
  try {
    db.exec('COMMIT')
    return result
  } catch (error) {
    rollBack(db)
    throw commitFailed(error)
  }
}

function rollBack(db: Database): void {
  // SQLite ends the transaction itself after the worst errors.
  if (db.isTransaction) db.exec('ROLLBACK')
}

function keyOf(key: RowKey): [string, number, number, number, number] {
  return [key.tenant, key.shard, key.owner, key.kind, key.n]
}

/** In the order of the disk: rows of one owner lie on one page. Equal keys keep their order, so the last one wins. */
function ordered<T extends RowKey>(rows: readonly T[]): readonly T[] {
  return rows.length < 2
    ? rows
    : [...rows].sort((a, b) => compareTenants(a, b) || a.shard - b.shard || compareKeys(a, b))
}

function compareTenants(a: RowKey, b: RowKey): number {
  return a.tenant === b.tenant ? 0 : a.tenant < b.tenant ? -1 : 1
}
