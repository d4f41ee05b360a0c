import type { RowSpan } from '@tallystick/core'
import { bigintArray, intArray, textArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

const load = prepared(
  'tally_load_spans',
  `SELECT r.tenant, r.shard, r.owner, r.kind, r.n, r.v, r.state
   FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::integer[], $5::bigint[], $6::bigint[], $7::integer[])
     WITH ORDINALITY AS wanted (tenant, shard, owner, kind, first, beyond, most, place)
   CROSS JOIN LATERAL (
     SELECT * FROM tally_rows AS t
     WHERE t.tenant = wanted.tenant AND t.shard = wanted.shard AND t.owner = wanted.owner
       AND t.kind = wanted.kind AND t.n >= wanted.first AND t.n < wanted.beyond
     ORDER BY t.n LIMIT wanted.most
   ) AS r
   ORDER BY wanted.place, r.n`,
)

export function loadSpans(spans: readonly RowSpan[]): PostgresQuery {
  return load([
    textArray(spans.map(({ tenant }) => tenant)),
    intArray(spans.map(({ shard }) => shard)),
    bigintArray(spans.map(({ owner }) => owner)),
    intArray(spans.map(({ kind }) => kind)),
    bigintArray(spans.map(({ from }) => from)),
    bigintArray(spans.map(({ to }) => to)),
    intArray(spans.map(({ limit }) => limit)),
  ])
}
