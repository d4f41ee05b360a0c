import type { LaneHead } from '@tallystick/core'
import { bigintArray, intArray, textArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

// The rows are there, this transaction has locked them: an upsert never inserts here, but looks each up by its key,
// where UPDATE … FROM could be planned over the whole table.
const write = prepared(
  'tally_write_heads',
  `INSERT INTO tally_lanes (tenant, shard, seq, hash, last_now)
   SELECT * FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::text[], $5::bigint[])
   ON CONFLICT (tenant, shard)
   DO UPDATE SET seq = excluded.seq, hash = excluded.hash, last_now = excluded.last_now`,
)

export function writeHeads(heads: readonly LaneHead[]): PostgresQuery {
  return write([
    textArray(heads.map(({ tenant }) => tenant)),
    intArray(heads.map(({ shard }) => shard)),
    bigintArray(heads.map(({ seq }) => seq)),
    textArray(heads.map(({ hash }) => hash)),
    bigintArray(heads.map(({ lastNow }) => lastNow)),
  ])
}
