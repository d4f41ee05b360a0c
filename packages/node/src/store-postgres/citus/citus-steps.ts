import { APP_ROLE } from '../app-role.ts'
import { tenantTables } from './distribution.ts'

/** A step that is made once; `done` asks the catalogue, so that a run that was cut off can go on. */
export interface CitusStep {
  readonly summary: string
  /** SQL that answers one boolean. */
  readonly done: string
  /** Committed together, but for a single one, which Citus may want to have alone. */
  readonly sql: readonly string[]
}

const regclasses = tenantTables.map((table) => `'${table}'::regclass`).join(', ')
const isDistributed = (table: string) =>
  `SELECT EXISTS (SELECT FROM pg_catalog.pg_dist_partition WHERE logicalrelid = '${table}'::regclass)`

/**
 * How the tables come to lie on the nodes of a Citus cluster (tried on Citus 13.2). Run with `search_path` set to the schema.
 *
 * A shard value gets a range of hashes, and with it a place, of its own: hashing 64 small numbers into 32 ranges would
 * leave some ranges empty and put four values into others. The values go round the nodes in turn.
 */
export function citusSteps(shards: number): CitusStep[] {
  return [
    {
      summary: `${APP_ROLE} may log in, as nodes do at each other; policies without a sub-select, which Citus refuses`,
      done: `SELECT (SELECT rolcanlogin FROM pg_roles WHERE rolname = '${APP_ROLE}') AND NOT EXISTS (
        SELECT FROM pg_policy WHERE polrelid IN (${regclasses}) AND pg_get_expr(polqual, polrelid) ILIKE '%select%')`,
      sql: [
        `ALTER ROLE ${APP_ROLE} LOGIN`,
        ...tenantTables.map(
          (table) => `ALTER POLICY tally_tenants ON ${table}
  USING (tenant = ANY (string_to_array(current_setting('tally.tenants', true), E'\\x1f')))`,
        ),
      ],
    },
    {
      summary: 'tally_rows distributed by shard',
      done: isDistributed('tally_rows'),
      sql: ["SELECT create_distributed_table('tally_rows', 'shard', shard_count => 1, colocate_with => 'none')"],
    },
    {
      summary: `a range of its own for each of ${shards} shards, on the nodes in turn`,
      done: `SELECT count(*) = ${shards} FROM pg_catalog.pg_dist_shard WHERE logicalrelid = 'tally_rows'::regclass`,
      sql: shards === 1 ? [] : [splitByShard(shards)],
    },
    {
      summary: 'lanes and journal beside the rows of their shard',
      done: isDistributed('tally_journal'),
      sql: [
        "SELECT create_distributed_table('tally_lanes', 'shard', colocate_with => 'tally_rows')",
        // Unsafe are triggers that read other nodes; the journal's guard reads nothing.
        'SET LOCAL citus.enable_unsafe_triggers = on',
        "SELECT create_distributed_table('tally_journal', 'shard', colocate_with => 'tally_rows')",
      ],
    },
    {
      summary: 'the identity directory by name, and owners by number',
      done: isDistributed('tally_directory'),
      sql: [
        "SELECT create_distributed_table('tally_owners', 'owner', colocate_with => 'none')",
        "SELECT create_distributed_table('tally_directory', 'name', colocate_with => 'none')",
      ],
    },
    {
      summary: 'version and number of shards on every node',
      done: isDistributed('tally_meta'),
      sql: [
        "SELECT create_reference_table('tally_meta')",
        "SELECT truncate_local_data_after_distributing_table('tally_meta')",
      ],
    },
  ]
}

function splitByShard(shards: number): string {
  const values = `generate_series(0, ${shards - 1}) AS shard`
  return `SELECT citus_split_shard_by_split_points(
  (SELECT shardid FROM pg_catalog.pg_dist_shard WHERE logicalrelid = 'tally_rows'::regclass),
  (SELECT array_agg(point::text ORDER BY point)
   FROM (SELECT hashint4(shard) AS point FROM ${values} ORDER BY 1 LIMIT ${shards - 1}) AS points),
  (SELECT array_agg(nodes.ids[1 + shard % cardinality(nodes.ids)] ORDER BY hashint4(shard))
   FROM ${values}, (SELECT array_agg(nodeid ORDER BY nodeid) AS ids FROM pg_catalog.pg_dist_node
                    WHERE shouldhaveshards AND noderole = 'primary') AS nodes),
  'block_writes')`
}
