import type { Lane } from '@tallystick/core'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from '../statements/statement.ts'

const LARGEST = 64

/**
 * Inserts rows of one lane as many-row VALUES: Citus sends these to the lane's node as one task, where INSERT … SELECT
 * would be gathered on the coordinator. One prepared statement for each power of two: 100 rows are 64 + 32 + 4.
 *
 * @param columns SQL type of each column after tenant and shard, by name. @param conflict what follows VALUES.
 */
export function sizedInsert<T extends Lane>(
  table: string,
  columns: Readonly<Record<string, string>>,
  conflict: string,
  values: (row: T) => readonly unknown[],
): (lane: Lane, rows: readonly T[]) => PostgresQuery[] {
  const types = Object.values(columns)
  const verb = conflict === '' ? 'add' : 'put'
  const known = new Map<number, (values: unknown[]) => PostgresQuery>()
  const statement = (size: number) => {
    const found = known.get(size)
    if (found) return found
    const row = (at: number) => types.map((type, column) => `$${3 + at * types.length + column}::${type}`).join(', ')
    const rows = Array.from({ length: size }, (_, at) => `($1::text, $2::integer, ${row(at)})`).join(', ')
    const names = ['tenant', 'shard', ...Object.keys(columns)].join(', ')
    const made = prepared(`${table}_${verb}_${size}`, `INSERT INTO ${table} (${names}) VALUES ${rows} ${conflict}`)
    known.set(size, made)
    return made
  }
  return (lane, rows) => {
    const queries: PostgresQuery[] = []
    for (let at = 0, size = LARGEST; at < rows.length; ) {
      if (rows.length - at < size) {
        size /= 2
        continue
      }
      queries.push(statement(size)([lane.tenant, lane.shard, ...rows.slice(at, at + size).flatMap(values)]))
      at += size
    }
    return queries
  }
}
