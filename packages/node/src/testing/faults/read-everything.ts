import { DatabaseSync } from 'node:sqlite'
import type { JournalRow, LaneHead, StoredRow } from '@tallystick/core'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'
import { NO_HASH } from '../../../../core/src/engine/store-port.ts'

const columns = {
  rows: 'tenant, shard, owner, kind, n, v, state',
  journal: 'tenant, shard, seq, at, body, link',
  lanes: 'tenant, shard, seq, hash, last_now AS "lastNow"',
}

/** Everything in a SQLite file, read past the store, as of one moment. */
export function readSqlite(path: string): StoredState {
  const db = new DatabaseSync(path, { readOnly: true })
  db.exec('BEGIN')
  const all = <T>(table: keyof typeof columns, order: string) =>
    db.prepare(`SELECT ${columns[table]} FROM ${table} ORDER BY ${order}`).all() as unknown as T[]
  // A long state lies apart from its row.
  const rows = db.prepare(`
    SELECT tenant, shard, owner, kind, n, v, coalesce(apart.state, rows.state) AS state
    FROM rows LEFT JOIN states AS apart ON apart.id = rows.place`)
  const state = {
    rows: rows.all() as unknown as StoredRow[],
    journal: all<JournalRow>('journal', 'tenant, shard, seq'),
    heads: all<LaneHead>('lanes', 'tenant, shard'),
  }
  db.close()
  return state
}

type Query = (sql: string) => Promise<Record<string, unknown>[]>

/** Everything in a schema of PostgreSQL, read past the store by a superuser, as of one moment. */
export async function readPostgres(query: Query, schema: string): Promise<StoredState> {
  const all = (table: keyof typeof columns, order: string) =>
    `(SELECT coalesce(json_agg(t), '[]') FROM (SELECT ${columns[table]} FROM ${schema}.tally_${table} ORDER BY ${order}) AS t)`
  // Three statements would be three moments: refusals that were kept for a second may be written between them.
  const [read] = await query(`
    SELECT ${all('rows', 'tenant, shard')} AS rows,
      ${all('journal', 'tenant, shard, seq')} AS journal,
      ${all('lanes', 'tenant, shard')} AS heads`)
  const { rows, journal, heads } = read as unknown as StoredState
  return { rows, journal, heads: [...heads].map((head) => ({ ...head, hash: head.hash ?? NO_HASH })) }
}
