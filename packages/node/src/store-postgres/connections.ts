import { TallyError } from '@tallystick/core/errors'
import type { PostgresClient, PostgresPool, PostgresQuery, PostgresResult } from './pg-module.ts'
import { unavailable } from './postgres-error.ts'
import { Session } from './session.ts'

/** Reads and identities that may wait for a connection; each is bounded in time, so this is seconds of work. */
const MAX_WAITING = 10_000

/**
 * The connections of one store. Nothing here ever takes a second connection while it holds one, so a pool of one is slow
 * but cannot lock itself out; and reads leave two connections to the groups, so a crowd of readers cannot starve them.
 */
export class Connections {
  readonly #pool: PostgresPool
  readonly #prepare: string
  readonly #perTransaction: boolean
  readonly #sessions = new WeakMap<PostgresClient, Session>()
  readonly #inUse = new Set<Session>()
  readonly #waiting: (() => void)[] = []
  #places: number
  #closed = false

  /**
   * @param prepare SQL that every fresh connection runs first. @param max connections of the pool.
   * @param perTransaction whether sessions name their tenants anew in each transaction.
   */
  constructor(pool: PostgresPool, prepare: string, max: number, perTransaction: boolean) {
    this.#pool = pool
    this.#prepare = prepare
    this.#perTransaction = perTransaction
    this.#places = Math.max(1, max - 2)
    // An idle connection that dies is replaced at the next need; without a listener it would end the process.
    pool.on('error', () => undefined)
  }

  /** @throws TallyError `store_unavailable`, `store_closed`. */
  async take(): Promise<Session> {
    this.#mustBeOpen()
    let client: PostgresClient
    try {
      client = await this.#pool.connect()
    } catch (error) {
      this.#mustBeOpen()
      throw unavailable(error)
    }
    const known = this.#sessions.get(client)
    const session = known ?? new Session(client, this.#perTransaction)
    session.attach()
    this.#inUse.add(session)
    if (!known) await this.#introduce(session)
    if (this.#closed) {
      this.giveBack(session, 'broken')
      this.#mustBeOpen()
    }
    return session
  }

  async #introduce(session: Session): Promise<void> {
    try {
      await session.query(this.#prepare)
      this.#sessions.set(session.client, session)
    } catch (error) {
      this.giveBack(session, 'broken')
      throw unavailable(error)
    }
  }

  /** `broken` ends the connection: PostgreSQL rolls back what it had begun. */
  giveBack(session: Session, state: 'clean' | 'broken'): void {
    if (!this.#inUse.delete(session)) return
    session.detach()
    session.client.release(state === 'broken' || session.broken !== undefined)
  }

  /** Questions outside of groups: the rows of all of them. */
  async ask(tenants: Iterable<string>, ...queries: PostgresQuery[]): Promise<PostgresResult['rows']> {
    return this.within((session) => session.ask(tenants, queries))
  }

  /** Work outside of groups that needs one connection for a while. An error ends the connection, and with it whatever was begun. */
  async within<T>(work: (session: Session) => Promise<T>): Promise<T> {
    await this.#enter()
    try {
      const session = await this.take()
      let state: 'clean' | 'broken' = 'broken'
      try {
        const result = await work(session)
        state = 'clean'
        return result
      } catch (error) {
        throw unavailable(error)
      } finally {
        this.giveBack(session, state)
      }
    } finally {
      this.#leave()
    }
  }

  async #enter(): Promise<void> {
    this.#mustBeOpen()
    if (this.#places > 0) {
      this.#places -= 1
      return
    }
    if (this.#waiting.length >= MAX_WAITING) {
      throw new TallyError('store_unavailable', 'Too many reads are waiting for the store. Nothing was written.', {
        detail: { reason: 'pool_exhausted', sqlState: null },
      })
    }
    await new Promise<void>((enter) => this.#waiting.push(enter))
  }

  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#places += 1
  }

  /** Ends every connection, also those that are in use: PostgreSQL rolls back what they had begun. */
  async close(): Promise<void> {
    this.#closed = true
    const inUse = [...this.#inUse]
    // Asked for first, so that the lanes are free when this resolves; a dead connection must not keep us.
    await Promise.race([
      Promise.allSettled(inUse.map((session) => session.query('ROLLBACK'))),
      new Promise<void>((resolve) => setTimeout(resolve, 1000).unref()),
    ])
    for (const session of inUse) this.giveBack(session, 'broken')
    await this.#pool.end()
  }

  #mustBeOpen(): void {
    if (this.#closed) throw new TallyError('store_closed', 'The store has been closed.')
  }
}
