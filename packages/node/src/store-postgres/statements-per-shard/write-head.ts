import type { LaneHead } from '@tallystick/core'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from '../statements/statement.ts'

const write = prepared(
  'tally_write_head',
  `UPDATE tally_lanes SET seq = $3::bigint, hash = $4::text, last_now = $5::bigint
   WHERE tenant = $1::text AND shard = $2::integer`,
)

/** The row is there: this transaction has locked it. */
export function writeHead({ tenant, shard, seq, hash, lastNow }: LaneHead): PostgresQuery {
  return write([tenant, shard, seq, hash, lastNow])
}
