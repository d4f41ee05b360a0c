import type { JournalRow, Lane } from '@tallystick/core'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

const read = prepared(
  'tally_read_journal',
  `SELECT seq, at, body, link FROM tally_journal
   WHERE tenant = $1::text AND shard = $2::integer AND seq > $3::bigint ORDER BY seq LIMIT $4::integer`,
)

export function readJournal({ tenant, shard }: Lane, afterSeq: number, limit: number): PostgresQuery {
  return read([tenant, shard, afterSeq, limit])
}

export function toJournalRow({ tenant, shard }: Lane, row: readonly unknown[]): JournalRow {
  const [seq, at, body, link] = row
  return { tenant, shard, seq: Number(seq), at: Number(at), body: body as string, link: link as string | null }
}
