import { bigintArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

const add = prepared(
  'tally_add_owner',
  `INSERT INTO tally_owners (tenant, owner)
   SELECT $1::text, candidate FROM unnest($2::bigint[]) WITH ORDINALITY AS c (candidate, place)
   WHERE NOT EXISTS (SELECT FROM tally_owners AS t WHERE t.tenant = $1::text AND t.owner = c.candidate)
   ORDER BY place LIMIT 1
   ON CONFLICT DO NOTHING RETURNING owner`,
)

const anyFree = prepared(
  'tally_owners_free',
  `SELECT count(*)::integer FROM unnest($2::bigint[]) AS c (candidate)
   WHERE NOT EXISTS (SELECT FROM tally_owners AS t WHERE t.tenant = $1::text AND t.owner = c.candidate)`,
)

/** Takes the first candidate that nobody has. Answers nothing when all are taken, or when somebody was faster. */
export function addOwner(tenant: string, candidates: readonly number[]): PostgresQuery {
  return add([tenant, bigintArray(candidates)])
}

export function countFreeOwners(tenant: string, candidates: readonly number[]): PostgresQuery {
  return anyFree([tenant, bigintArray(candidates)])
}
