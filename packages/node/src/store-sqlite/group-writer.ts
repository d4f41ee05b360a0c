import type { GroupChanges, RowKey } from '@tallystick/core'
import { bindKey } from './bind-key.ts'
import { compareKeys } from './row-reader.ts'
import { placeholders, SizedStatements } from './sized-statements.ts'
import { commitFailed, unavailable } from './sqlite-error.ts'
import type { Database } from './sqlite-module.ts'
import { StateWriter } from './state-writer.ts'

/** The one place that writes rows, journal and heads. */
export class GroupWriter {
  readonly #db: Database
  readonly #rows: StateWriter
  readonly #remove: SizedStatements
  readonly #journal: SizedStatements
  readonly #heads: SizedStatements

  constructor(db: Database) {
    this.#db = db
    this.#rows = new StateWriter(db)
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
      this.#rows.add(ordered(changes.adds))
      this.#rows.write(ordered(changes.writes))
      this.#remove.run(ordered(changes.removes), bindKey)
      this.#journal.run(changes.journal, ({ tenant, shard, seq, at, body, link }, values) =>
        values.push(tenant, shard, seq, at, body, link),
      )
      this.#heads.run(changes.heads, ({ tenant, shard, seq, hash, lastNow }, values) =>
        values.push(tenant, shard, seq, hash, lastNow),
      )
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

/** In the order of the disk: rows of one owner lie on one page. Equal keys keep their order, so the last one wins. */
function ordered<T extends RowKey>(rows: readonly T[]): readonly T[] {
  return rows.length < 2
    ? rows
    : [...rows].sort((a, b) => compareTenants(a, b) || a.shard - b.shard || compareKeys(a, b))
}

function compareTenants(a: RowKey, b: RowKey): number {
  return a.tenant === b.tenant ? 0 : a.tenant < b.tenant ? -1 : 1
}
