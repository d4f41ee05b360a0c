import type { GroupChanges, GroupTransaction, LaneHead, RowKey, RowSpan, StoredRow } from '@tallystick/core'
import { laneName } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import type { HotStatements } from './hot-statements.ts'
import type { PostgresQuery } from './pg-module.ts'
import { isRolledBack, isSaidByServer, outcomeUnknown, unavailable } from './postgres-error.ts'
import type { Session } from './session.ts'
import { toRow } from './statements/load-rows.ts'

export interface Ending {
  /** Called exactly once, when nothing more will be sent. */
  readonly onEnd: (state: 'clean' | 'broken') => void
  /** How a commit went: without an error, it is there. */
  readonly onCommit: (error?: unknown) => void
}

/** A group's transaction on one connection. */
export class PostgresTransaction implements GroupTransaction {
  readonly heads: readonly LaneHead[]
  readonly #session: Session
  readonly #statements: HotStatements
  readonly #onEnd: Ending['onEnd']
  readonly #onCommit: Ending['onCommit']
  #open = true
  #failed = false

  constructor(session: Session, statements: HotStatements, heads: readonly LaneHead[], ending: Ending) {
    this.#session = session
    this.#statements = statements
    this.heads = heads
    this.#onEnd = ending.onEnd
    this.#onCommit = ending.onCommit
  }

  async load(keys: readonly RowKey[], spans: readonly RowSpan[]): Promise<readonly StoredRow[]> {
    try {
      return (await this.#session.rows(rowQueries(this.#statements, keys, spans))).map(toRow)
    } catch (error) {
      this.#failed = true
      throw unavailable(error)
    }
  }

  async commit(changes: GroupChanges): Promise<void> {
    this.#end()
    try {
      await this.#commit(changes)
      this.#onCommit()
    } catch (error) {
      this.#onCommit(error)
      throw error
    }
  }

  async #commit(changes: GroupChanges): Promise<void> {
    const { broken } = this.#session
    if (broken) {
      this.#onEnd('broken')
      throw unavailable(broken)
    }
    try {
      verifyGroup(this.heads, changes)
    } catch (error) {
      await this.#undo()
      throw error
    }
    await this.#send(changes)
  }

  async #send(changes: GroupChanges): Promise<void> {
    const queries: (PostgresQuery | string)[] = []
    const { adds, writes, removes, journal, heads } = changes
    if (adds.length > 0) queries.push(...this.#statements.addRows(adds))
    if (writes.length > 0) queries.push(...this.#statements.writeRows(writes))
    if (removes.length > 0) queries.push(...this.#statements.removeRows(removes))
    if (journal.length > 0) queries.push(...this.#statements.appendJournal(journal))
    if (heads.length > 0) queries.push(...this.#statements.writeHeads(heads))
    // After an error of a statement before it, PostgreSQL turns COMMIT into a rollback, and says so.
    const ended = await this.#session.all([...queries, 'COMMIT'])
    // Answers come in order: an error in place of an earlier answer, be it the end of the session, means that COMMIT was
    // never reached. Silence means nothing.
    const commit = ended.at(-1)
    if (commit?.status === 'fulfilled' && commit.value.command === 'COMMIT') {
      this.#onEnd('clean')
      return
    }
    const failures = ended.filter((one) => one.status === 'rejected').map((one) => one.reason)
    this.#session.forgetTenants()
    if (commit?.status === 'fulfilled') {
      this.#onEnd('clean')
      throw unavailable(failures[0])
    }
    this.#onEnd('broken')
    const before = ended.slice(0, -1).find((one) => one.status === 'rejected' && isSaidByServer(one.reason))
    if (before || isRolledBack(commit?.reason)) throw unavailable(failures[0])
    throw outcomeUnknown(failures[0])
  }

  async rollback(): Promise<void> {
    this.#end()
    await this.#undo()
  }

  async #undo(): Promise<void> {
    if (this.#failed) this.#session.forgetTenants()
    try {
      await this.#session.query('ROLLBACK')
      this.#onEnd('clean')
    } catch {
      // The connection is gone, and the transaction with it.
      this.#onEnd('broken')
    }
  }

  /** The store is closing: its connections are ended by themselves. */
  abandon(): void {
    this.#open = false
  }

  #end(): void {
    if (!this.#open) throw new TallyError('transaction_over', 'This transaction has ended.')
    this.#open = false
  }
}

export function rowQueries(
  statements: HotStatements,
  keys: readonly RowKey[],
  spans: readonly RowSpan[],
): PostgresQuery[] {
  return [
    ...(keys.length > 0 ? statements.loadRows(keys) : []),
    ...(spans.length > 0 ? statements.loadSpans(spans) : []),
  ]
}

/** What the tables cannot check: only held lanes are written, and a lane's journal goes on where its head stands. */
function verifyGroup(held: readonly LaneHead[], { adds, writes, removes, journal, heads }: GroupChanges): void {
  const seqs = new Map(held.map((head) => [laneName(head), head.seq]))
  for (const row of [...adds, ...writes, ...removes, ...heads])
    if (!seqs.has(laneName(row))) throw contradiction('lane not held')
  for (const row of journal) {
    const name = laneName(row)
    if (row.seq !== (seqs.get(name) ?? Number.NaN) + 1) throw contradiction('journal out of order')
    seqs.set(name, row.seq)
  }
}

function contradiction(what: string): TallyError {
  return new TallyError(
    'store_unavailable',
    'The group contradicts what is stored; this is a fault in the program, please report it. Nothing was written.',
    { detail: { reason: 'constraint', what, sqlState: null } },
  )
}
