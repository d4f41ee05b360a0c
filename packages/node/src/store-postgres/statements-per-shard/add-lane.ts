import type { Lane } from '@tallystick/core'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from '../statements/statement.ts'

const add = prepared(
  'tally_add_lane',
  'INSERT INTO tally_lanes (tenant, shard) VALUES ($1::text, $2::integer) ON CONFLICT DO NOTHING',
)

/** Makes the head row of one lane. Those of a tenant together would need every node: a process started while one is lost would serve nobody. */
export function addLane({ tenant, shard }: Lane): PostgresQuery {
  return add([tenant, shard])
}
