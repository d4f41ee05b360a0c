import type { Lane, RowSpan } from '@tallystick/core'
import { bigintArray, intArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from '../statements/statement.ts'

const load = prepared(
  'tally_load_lane_spans',
  `SELECT r.tenant, r.shard, r.owner, r.kind, r.n, r.v, r.state
   FROM unnest($3::bigint[], $4::integer[], $5::bigint[], $6::bigint[], $7::integer[])
     WITH ORDINALITY AS wanted (owner, kind, first, beyond, most, place)
   CROSS JOIN LATERAL (
     SELECT * FROM tally_rows AS t
     WHERE t.tenant = $1::text AND t.shard = $2::integer AND t.owner = wanted.owner
       AND t.kind = wanted.kind AND t.n >= wanted.first AND t.n < wanted.beyond
     ORDER BY t.n LIMIT wanted.most
   ) AS r
   ORDER BY wanted.place, r.n`,
)

export function loadLaneSpans({ tenant, shard }: Lane, spans: readonly RowSpan[]): PostgresQuery {
  return load([
    tenant,
    shard,
    bigintArray(spans.map(({ owner }) => owner)),
    intArray(spans.map(({ kind }) => kind)),
    bigintArray(spans.map(({ from }) => from)),
    bigintArray(spans.map(({ to }) => to)),
    intArray(spans.map(({ limit }) => limit)),
  ])
}
