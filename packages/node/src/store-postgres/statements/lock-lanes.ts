import type { Lane, LaneHead } from '@tallystick/core'
import { NO_HASH } from '@tallystick/core'
import { intArray, textArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

// LATERAL locks lane after lane in the order that was given, which every process gives alike: no deadlock. It also fixes
// the plan: one look into the index a lane, however large PostgreSQL believes the table to be.
const text = (waiting: string) => `
  SELECT l.tenant, l.shard, l.seq, l.hash, l.last_now
  FROM unnest($1::text[], $2::integer[]) AS wanted (tenant, shard)
  CROSS JOIN LATERAL (
    SELECT * FROM tally_lanes WHERE tally_lanes.tenant = wanted.tenant AND tally_lanes.shard = wanted.shard
    FOR UPDATE ${waiting}
  ) AS l`

const free = prepared('tally_lock_free', text('SKIP LOCKED'))
const all = prepared('tally_lock_all', text(''))

/** Locks lanes, which must be in ascending order: those that are free, or, one after another, all. */
export function lockLanes(lanes: readonly Lane[], mode: 'free' | 'wait'): PostgresQuery {
  const values = [textArray(lanes.map(({ tenant }) => tenant)), intArray(lanes.map(({ shard }) => shard))]
  return mode === 'free' ? free(values) : all(values)
}

/** A lane that was never written has no hash yet. */
export function toHead(row: readonly unknown[]): LaneHead {
  const [tenant, shard, seq, hash, lastNow] = row
  return {
    tenant: tenant as string,
    shard: shard as number,
    seq: Number(seq),
    hash: (hash as string | null) ?? NO_HASH,
    lastNow: Number(lastNow),
  }
}
