import type { RowKey, StoredRow } from '@tallystick/core'
import { bigintArray, intArray, textArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

// OFFSET 0 keeps the planner from turning the join round and reading the whole table on a day when it was small.
const load = prepared(
  'tally_load_rows',
  `SELECT r.tenant, r.shard, r.owner, r.kind, r.n, r.v, r.state
   FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::integer[], $5::bigint[])
     AS wanted (tenant, shard, owner, kind, n)
   CROSS JOIN LATERAL (
     SELECT * FROM tally_rows AS t
     WHERE t.tenant = wanted.tenant AND t.shard = wanted.shard AND t.owner = wanted.owner
       AND t.kind = wanted.kind AND t.n = wanted.n
     OFFSET 0
   ) AS r`,
)

export function loadRows(keys: readonly RowKey[]): PostgresQuery {
  return load(keyArrays(keys))
}

/** Five arrays: tenant, shard, owner, kind, n. */
export function keyArrays(keys: readonly RowKey[]): Buffer[] {
  return [
    textArray(keys.map(({ tenant }) => tenant)),
    intArray(keys.map(({ shard }) => shard)),
    bigintArray(keys.map(({ owner }) => owner)),
    intArray(keys.map(({ kind }) => kind)),
    bigintArray(keys.map(({ n }) => n)),
  ]
}

export function toRow(row: readonly unknown[]): StoredRow {
  const [tenant, shard, owner, kind, n, v, state] = row
  return {
    tenant: tenant as string,
    shard: shard as number,
    owner: Number(owner),
    kind: kind as number,
    n: Number(n),
    v: v as number,
    state: state as string,
  }
}
