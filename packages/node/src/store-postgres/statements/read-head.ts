import type { Lane } from '@tallystick/core'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

const read = prepared(
  'tally_read_head',
  `SELECT tenant, shard, seq, hash, last_now FROM tally_lanes
   WHERE tenant = $1::text AND shard = $2::integer AND hash IS NOT NULL`,
)

export function readHead({ tenant, shard }: Lane): PostgresQuery {
  return read([tenant, shard])
}
