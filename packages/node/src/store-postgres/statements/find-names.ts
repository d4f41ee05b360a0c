import { textArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

const find = prepared(
  'tally_find_names',
  `SELECT d.name, d.owner FROM unnest($2::text[]) AS wanted (name)
   CROSS JOIN LATERAL (
     SELECT name, owner FROM tally_directory AS t WHERE t.tenant = $1::text AND t.name = wanted.name OFFSET 0
   ) AS d`,
)

export function findNames(tenant: string, names: readonly string[]): PostgresQuery {
  return find([tenant, textArray(names)])
}
