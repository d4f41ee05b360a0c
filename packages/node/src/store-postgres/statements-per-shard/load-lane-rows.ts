import type { Lane, RowKey } from '@tallystick/core'
import { bigintArray, intArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from '../statements/statement.ts'

const load = prepared(
  'tally_load_lane_rows',
  `SELECT r.tenant, r.shard, r.owner, r.kind, r.n, r.v, r.state
   FROM unnest($3::bigint[], $4::integer[], $5::bigint[]) AS wanted (owner, kind, n)
   CROSS JOIN LATERAL (
     SELECT * FROM tally_rows AS t
     WHERE t.tenant = $1::text AND t.shard = $2::integer AND t.owner = wanted.owner
       AND t.kind = wanted.kind AND t.n = wanted.n
     OFFSET 0
   ) AS r`,
)

export function loadLaneRows({ tenant, shard }: Lane, keys: readonly RowKey[]): PostgresQuery {
  return load([tenant, shard, ...ownKeyArrays(keys)])
}

/** Three arrays: owner, kind, n. */
export function ownKeyArrays(keys: readonly Pick<RowKey, 'owner' | 'kind' | 'n'>[]): Buffer[] {
  return [
    bigintArray(keys.map(({ owner }) => owner)),
    intArray(keys.map(({ kind }) => kind)),
    bigintArray(keys.map(({ n }) => n)),
  ]
}
