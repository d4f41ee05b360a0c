import type { Lane, RowKey } from '@tallystick/core'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from '../statements/statement.ts'
import { ownKeyArrays } from './load-lane-rows.ts'

const remove = prepared(
  'tally_remove_lane_rows',
  `DELETE FROM tally_rows AS t
   USING unnest($3::bigint[], $4::integer[], $5::bigint[]) AS unwanted (owner, kind, n)
   WHERE t.tenant = $1::text AND t.shard = $2::integer AND t.owner = unwanted.owner
     AND t.kind = unwanted.kind AND t.n = unwanted.n`,
)

export function removeLaneRows({ tenant, shard }: Lane, keys: readonly RowKey[]): PostgresQuery {
  return remove([tenant, shard, ...ownKeyArrays(keys)])
}
