import { randomBytes } from 'node:crypto'
import { TallyError } from '@tallystick/core/errors'
import type { Connections } from './connections.ts'
import type { HotStatements } from './hot-statements.ts'

/** Where nothing has been committed for so long, health is shown by writing; after a refusal for want of room, every second. */
const EVERY_MS = 10_000
const DOUBTED_EVERY_MS = 1000
/** A name that no organisation can have. */
const TENANT = ' probe'
/** Too much for a page, and for compression: the table has to find room for it. */
const ROOM_BYTES = 12 * 1024

/**
 * Shows whether the database still takes writes, by writing a row and taking it back: with its disk full it answers every question. Nothing
 * of it is kept; what it leaves behind is room that autovacuum gives back.
 *
 * Not shown: on Citus, the disks of other nodes than the one that has shard 0; those show when a group is refused.
 */
export class WriteProbe {
  readonly #connections: Connections
  readonly #statements: HotStatements
  #shownAt = Number.NEGATIVE_INFINITY
  #doubt: { readonly error: unknown; readonly at: number } | undefined
  #asking: Promise<void> | undefined

  constructor(connections: Connections, statements: HotStatements) {
    this.#connections = connections
    this.#statements = statements
  }

  /** How a commit ended: one that worked shows more than any probe. */
  committed(error?: unknown): void {
    if (error === undefined) this.#shownAt = performance.now()
    if (error === undefined) this.#doubt = undefined
    else if (isFull(error)) this.#doubt = { error, at: performance.now() }
  }

  /** @throws TallyError `store_unavailable` with the reason. */
  async show(): Promise<void> {
    const now = performance.now()
    if (this.#doubt && now - this.#doubt.at < DOUBTED_EVERY_MS) throw this.#doubt.error
    if (!this.#doubt && now - this.#shownAt < EVERY_MS) return
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = undefined
    })
    await this.#asking
  }

  async #ask(): Promise<void> {
    const state = randomBytes(ROOM_BYTES).toString('base64')
    const row = { tenant: TENANT, shard: 0, owner: 0, kind: 0, n: 0, v: 0, state }
    try {
      await this.#connections.within(async (session) => {
        await session.last([...session.beginning('BEGIN READ WRITE', [TENANT]), ...this.#statements.addRows([row])])
        await session.query('ROLLBACK')
      })
      this.committed()
    } catch (error) {
      this.committed(error)
      throw error
    }
  }
}

function isFull(error: unknown): boolean {
  return error instanceof TallyError && error.detail.reason === 'full'
}
