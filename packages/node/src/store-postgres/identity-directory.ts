import { TallyError } from '@tallystick/core/errors'
import type { Connections } from './connections.ts'
import type { DirectoryStatements } from './directory-statements.ts'
import { unavailable } from './postgres-error.ts'
import type { Session } from './session.ts'

export type Identified = { owner: number; created: boolean } | 'conflict'

/** Racing callers push each other back only once a name or number; more rounds than this mean that something is wrong. */
const MAX_ROUNDS = 100

/** The identity directory: unique keys decide every race, whichever process the callers are in. */
export class IdentityDirectory {
  readonly #connections: Connections
  readonly #statements: DirectoryStatements

  constructor(connections: Connections, statements: DirectoryStatements) {
    this.#connections = connections
    this.#statements = statements
  }

  async lookUp(tenant: string, name: string): Promise<number | undefined> {
    const rows = await this.#connections.ask([tenant], ...this.#statements.findNames(tenant, [name]))
    return rows[0] ? Number(rows[0][1]) : undefined
  }

  identify(tenant: string, names: readonly string[], candidates: readonly number[]): Promise<Identified> {
    const wanted = [...new Set(names)]
    return this.#connections.within(async (session) => {
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const answer = await this.#attempt(session, tenant, wanted, candidates)
        if (answer !== 'outrun') return answer
        await new Promise<void>((wake) => setTimeout(wake, Math.random() * Math.min(round, 10)))
      }
      throw new TallyError('store_unavailable', 'Too many callers race for one identity. Nothing was written.', {
        detail: { reason: 'conflict', sqlState: null },
      })
    })
  }

  async #attempt(
    session: Session,
    tenant: string,
    names: readonly string[],
    candidates: readonly number[],
  ): Promise<Identified | 'outrun'> {
    // Most people are known: then nothing is written and nobody waits.
    const rows = await session.ask([tenant], this.#statements.findNames(tenant, names))
    const owners = new Set(rows.map((row) => Number(row[1])))
    if (owners.size > 1) return 'conflict'
    const [existing] = owners
    if (existing !== undefined && rows.length === names.length) return { owner: existing, created: false }
    const found = new Set(rows.map((row) => row[0]))
    const missing = names.filter((name) => !found.has(name))
    try {
      return await this.#create(session, tenant, existing, missing, candidates)
    } catch (error) {
      const { code, detail } = unavailable(error)
      if (code !== 'store_unavailable' || detail.reason !== 'conflict') throw error
      // PostgreSQL chose this one of two that waited for each other, and says that nothing of it was kept.
      session.forgetTenants()
      await session.query('ROLLBACK')
      return 'outrun'
    }
  }

  async #create(
    session: Session,
    tenant: string,
    existing: number | undefined,
    missing: readonly string[],
    candidates: readonly number[],
  ): Promise<Identified | 'outrun'> {
    await session.last(session.beginning('BEGIN', [tenant]))
    const owner = existing ?? (await this.#statements.takeOwner(session, tenant, candidates))
    if (owner === undefined) {
      await session.query('ROLLBACK')
      throw new TallyError('owner_numbers_exhausted', 'No candidate owner number was free.')
    }
    const added = await session.rows(this.#statements.addNames(tenant, missing, owner))
    if (added.length < missing.length) {
      // Somebody gave one of these names meanwhile: what they wrote must be read before deciding again.
      await session.query('ROLLBACK')
      return 'outrun'
    }
    await session.query('COMMIT')
    return { owner, created: existing === undefined }
  }
}
