import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from '../statements/statement.ts'

const add = prepared(
  'tally_add_name',
  `INSERT INTO tally_directory (tenant, name, owner) VALUES ($1::text, $2::text, $3::bigint)
   ON CONFLICT DO NOTHING RETURNING name`,
)

const find = prepared(
  'tally_find_name',
  'SELECT name, owner FROM tally_directory WHERE tenant = $1::text AND name = $2::text',
)

const take = prepared(
  'tally_take_owner',
  'INSERT INTO tally_owners (tenant, owner) VALUES ($1::text, $2::bigint) ON CONFLICT DO NOTHING RETURNING owner',
)

export function addName(tenant: string, name: string, owner: number): PostgresQuery {
  return add([tenant, name, owner])
}

export function findName(tenant: string, name: string): PostgresQuery {
  return find([tenant, name])
}

/** Answers the owner if nobody had the number. */
export function takeOwner(tenant: string, owner: number): PostgresQuery {
  return take([tenant, owner])
}
