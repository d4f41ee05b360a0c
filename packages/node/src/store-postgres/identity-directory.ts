import { TallyError } from '@tallystick/core/errors'
import type { Connections } from './connections.ts'
import type { Session } from './session.ts'
import { addNames } from './statements/add-names.ts'
import { addOwner, countFreeOwners } from './statements/add-owner.ts'
import { findNames } from './statements/find-names.ts'

export type Identified = { owner: number; created: boolean } | 'conflict'

/** Racing callers push each other back only once a name or number; more rounds than this mean that something is wrong. */
const MAX_ROUNDS = 100

/** The identity directory: unique keys decide every race, whichever process the callers are in. */
export class IdentityDirectory {
  readonly #connections: Connections

  constructor(connections: Connections) {
    this.#connections = connections
  }

  async lookUp(tenant: string, name: string): Promise<number | undefined> {
    const { rows } = await this.#connections.ask([tenant], findNames(tenant, [name]))
    return rows[0] ? Number(rows[0][1]) : undefined
  }

  identify(tenant: string, names: readonly string[], candidates: readonly number[]): Promise<Identified> {
    const wanted = [...new Set(names)]
    return this.#connections.within(async (session) => {
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const answer = await this.#attempt(session, tenant, wanted, candidates)
        if (answer !== 'outrun') return answer
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
    const { rows } = await session.last([...session.seeing([tenant]), findNames(tenant, names)])
    const owners = new Set(rows.map((row) => Number(row[1])))
    if (owners.size > 1) return 'conflict'
    const [existing] = owners
    if (existing !== undefined && rows.length === names.length) return { owner: existing, created: false }
    const found = new Set(rows.map((row) => row[0]))
    const missing = names.filter((name) => !found.has(name))
    await session.query('BEGIN')
    const owner = existing ?? (await this.#newOwner(session, tenant, candidates))
    if (owner === undefined) {
      await session.query('ROLLBACK')
      throw new TallyError('owner_numbers_exhausted', 'No candidate owner number was free.')
    }
    const added = await session.query(addNames(tenant, missing, owner))
    if (added.rows.length < missing.length) {
      // Somebody gave one of these names meanwhile: what they wrote must be read before deciding again.
      await session.query('ROLLBACK')
      return 'outrun'
    }
    await session.query('COMMIT')
    return { owner, created: existing === undefined }
  }

  async #newOwner(session: Session, tenant: string, candidates: readonly number[]): Promise<number | undefined> {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const taken = (await session.query(addOwner(tenant, candidates))).rows[0]
      if (taken) return Number(taken[0])
      const free = (await session.query(countFreeOwners(tenant, candidates))).rows[0]
      if (Number(free?.[0] ?? 0) === 0) return undefined
    }
    return undefined
  }
}
