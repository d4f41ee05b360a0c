import type { RowKey } from '@tallystick/core'
import type { PostgresQuery } from '../pg-module.ts'
import { keyArrays } from './load-rows.ts'
import { prepared } from './statement.ts'

// By physical place, which cannot change while the lane is held: a plain join could be planned the wrong way round.
const remove = prepared(
  'tally_remove_rows',
  `DELETE FROM tally_rows WHERE ctid = ANY (ARRAY(
     SELECT r.ctid
     FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::integer[], $5::bigint[])
       AS unwanted (tenant, shard, owner, kind, n)
     CROSS JOIN LATERAL (
       SELECT t.ctid FROM tally_rows AS t
       WHERE t.tenant = unwanted.tenant AND t.shard = unwanted.shard AND t.owner = unwanted.owner
         AND t.kind = unwanted.kind AND t.n = unwanted.n
       OFFSET 0
     ) AS r
   ))`,
)

export function removeRows(keys: readonly RowKey[]): PostgresQuery {
  return remove(keyArrays(keys))
}
