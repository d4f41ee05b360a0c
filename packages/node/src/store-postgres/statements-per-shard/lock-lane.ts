import type { Lane } from '@tallystick/core'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from '../statements/statement.ts'

const text = (waiting: string) =>
  `SELECT tenant, shard, seq, hash, last_now FROM tally_lanes
   WHERE tenant = $1::text AND shard = $2::integer FOR UPDATE ${waiting}`

const free = prepared('tally_lock_free_lane', text('SKIP LOCKED'))
const held = prepared('tally_lock_lane', text(''))

/** Locks one lane: if it is free, or as soon as it is. Citus refuses to lock rows of several shards in one statement. */
export function lockLane({ tenant, shard }: Lane, mode: 'free' | 'wait'): PostgresQuery {
  return mode === 'free' ? free([tenant, shard]) : held([tenant, shard])
}
