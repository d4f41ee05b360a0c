/**
 * Where the rows of each table lie in a cluster: on the node of their value in one column, or, with `everywhere`, on all
 * of them. What one group writes is distributed by shard; a name of the identity directory is unique by itself, so it
 * lies where its own value says.
 */
export const distribution: Readonly<Record<string, 'shard' | 'owner' | 'name' | 'everywhere'>> = {
  tally_meta: 'everywhere',
  tally_rows: 'shard',
  tally_lanes: 'shard',
  tally_journal: 'shard',
  tally_owners: 'owner',
  tally_directory: 'name',
}

/** The tables whose rows belong to a tenant. */
export const tenantTables: readonly string[] = Object.keys(distribution).filter(
  (table) => distribution[table] !== 'everywhere',
)
