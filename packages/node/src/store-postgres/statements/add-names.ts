import { textArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

// A name that somebody else is adding is waited for; in ascending order, so that two never wait for each other.
const add = prepared(
  'tally_add_names',
  `INSERT INTO tally_directory (tenant, name, owner)
   SELECT $1::text, name, $3::bigint FROM unnest($2::text[]) AS name
   ON CONFLICT DO NOTHING RETURNING name`,
)

/** Answers the names that were free until now. */
export function addNames(tenant: string, names: readonly string[], owner: number): PostgresQuery {
  return add([tenant, textArray(names.toSorted()), owner])
}
