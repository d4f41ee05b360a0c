import type { JournalRow } from '@tallystick/core'
import { bigintArray, intArray, textArray } from '../binary-array.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { prepared } from './statement.ts'

const append = prepared(
  'tally_append_journal',
  `INSERT INTO tally_journal (tenant, shard, seq, at, body, link)
   SELECT * FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::bigint[], $5::text[], $6::text[])`,
)

export function appendJournal(rows: readonly JournalRow[]): PostgresQuery {
  return append([
    textArray(rows.map(({ tenant }) => tenant)),
    intArray(rows.map(({ shard }) => shard)),
    bigintArray(rows.map(({ seq }) => seq)),
    bigintArray(rows.map(({ at }) => at)),
    textArray(rows.map(({ body }) => body)),
    textArray(rows.map(({ link }) => link)),
  ])
}
