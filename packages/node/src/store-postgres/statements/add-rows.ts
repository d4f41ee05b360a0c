import type { StoredRow } from '@tallystick/core'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'
import { rowArrays, rowsOfArrays } from './write-rows.ts'

// For rows known to be missing: ON CONFLICT looks for each before it inserts, and inserts in two steps.
const add = prepared(
  'tally_add_rows',
  `INSERT INTO tally_rows (tenant, shard, owner, kind, n, v, state) ${rowsOfArrays}`,
)

export function addRows(rows: readonly StoredRow[]): PostgresQuery {
  return add(rowArrays(rows))
}
