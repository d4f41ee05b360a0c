import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

const add = prepared(
  'tally_add_lanes',
  `INSERT INTO tally_lanes (tenant, shard)
   SELECT $1::text, shard FROM generate_series(0, $2::integer - 1) AS shard
   ON CONFLICT DO NOTHING`,
)

/** Makes the head rows of a tenant, so that there is something to lock. */
export function addLanes(tenant: string, shards: number): PostgresQuery {
  return add([tenant, shards])
}
