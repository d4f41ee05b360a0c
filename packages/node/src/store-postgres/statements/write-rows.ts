import type { StoredRow } from '@tallystick/core'
import { intArray, textArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { keyArrays } from './load-rows.ts'
import { prepared } from './statement.ts'

/** The rows that `rowArrays` names. */
export const rowsOfArrays = `SELECT * FROM
  unnest($1::text[], $2::integer[], $3::bigint[], $4::integer[], $5::bigint[], $6::integer[], $7::text[])`

const write = prepared(
  'tally_write_rows',
  `INSERT INTO tally_rows (tenant, shard, owner, kind, n, v, state) ${rowsOfArrays}
   ON CONFLICT (tenant, shard, owner, kind, n) DO UPDATE SET v = excluded.v, state = excluded.state`,
)

export function writeRows(rows: readonly StoredRow[]): PostgresQuery {
  return write(rowArrays(rows))
}

/** Seven arrays: the key's five, then v and state. */
export function rowArrays(rows: readonly StoredRow[]): Buffer[] {
  return [...keyArrays(rows), intArray(rows.map(({ v }) => v)), textArray(rows.map(({ state }) => state))]
}
