import type { PostgresQuery } from './pg-module.ts'
import type { Session } from './session.ts'
import { addNames } from './statements/add-names.ts'
import { addOwner, countFreeOwners } from './statements/add-owner.ts'
import { findNames } from './statements/find-names.ts'
import { addName, findName, takeOwner } from './statements-per-shard/add-name.ts'

/** Racing callers push each other back only once a number; more rounds than this mean that something is wrong. */
const MAX_ROUNDS = 100

/** What the identity directory sends. */
export interface DirectoryStatements {
  findNames(tenant: string, names: readonly string[]): PostgresQuery[]
  /** Queries whose results are the names that were free until now. */
  addNames(tenant: string, names: readonly string[], owner: number): PostgresQuery[]
  /** Takes the first candidate that nobody has; undefined when all are taken. */
  takeOwner(session: Session, tenant: string, candidates: readonly number[]): Promise<number | undefined>
}

export const directoryForAll: DirectoryStatements = {
  findNames: (tenant, names) => [findNames(tenant, names)],
  addNames: (tenant, names, owner) => [addNames(tenant, names, owner)],
  async takeOwner(session, tenant, candidates) {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const taken = (await session.query(addOwner(tenant, candidates))).rows[0]
      if (taken) return Number(taken[0])
      const free = (await session.query(countFreeOwners(tenant, candidates))).rows[0]
      if (Number(free?.[0] ?? 0) === 0) return undefined
    }
    return undefined
  },
}

/** Names and owners lie on the nodes that their own values say, so each is asked for alone. */
export const directoryPerShard: DirectoryStatements = {
  findNames: (tenant, names) => names.map((name) => findName(tenant, name)),
  // In ascending order, so that two never wait for each other.
  addNames: (tenant, names, owner) => names.toSorted().map((name) => addName(tenant, name, owner)),
  async takeOwner(session, tenant, candidates) {
    for (const candidate of candidates) {
      const taken = (await session.query(takeOwner(tenant, candidate))).rows[0]
      if (taken) return Number(taken[0])
    }
    return undefined
  },
}
