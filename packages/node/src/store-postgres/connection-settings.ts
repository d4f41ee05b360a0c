import { APP_ROLE } from './app-role.ts'

export interface ConnectionSettings {
  readonly schema: string
  readonly synchronousCommit: string
  readonly statementTimeoutMs: number
  /** Statements that serve one shard each. */
  readonly perShard: boolean
}

/** As `pg_stat_activity` shows the connections of a running store; PostgreSQL keeps 63 bytes of a name. */
export function applicationName(schema: string): string {
  return `tallystick ${schema}`.slice(0, 63)
}

/**
 * What every connection of a running store is told first. The planner's other ways are closed because each statement has
 * one right plan, a look into the primary key for each row, and a plan that was kept from the day when the table was
 * small would read all of it on the day when it is large.
 */
export function connectionSettings(options: ConnectionSettings): string {
  const { schema, synchronousCommit, statementTimeoutMs, perShard } = options
  const settings: Readonly<Record<string, string>> = {
    role: APP_ROLE,
    application_name: applicationName(schema),
    search_path: `"${schema}", pg_temp`,
    // As it was when it was checked: a later change of the server's default must not weaken what runs.
    synchronous_commit: synchronousCommit,
    statement_timeout: String(statementTimeoutMs),
    // A process that stands still in the middle of a group must not keep its lanes.
    idle_in_transaction_session_timeout: String(statementTimeoutMs),
    // Citus finds the node of a statement by the value of its shard, so it plans anew for each.
    plan_cache_mode: perShard ? 'force_custom_plan' : 'force_generic_plan',
    enable_seqscan: 'off',
    enable_bitmapscan: 'off',
    enable_hashjoin: 'off',
    enable_mergejoin: 'off',
    jit: 'off',
    client_min_messages: 'error',
    // Else its nodes never hear which tenants a session may see, and show no rows at all, without a word.
    ...(perShard ? { 'citus.propagate_set_commands': 'local' } : {}),
  }
  return Object.entries(settings)
    .map(([name, value]) => `SET ${name} = ${name === 'search_path' ? value : `'${value}'`}`)
    .join('; ')
}
