import type { JournalRow } from '@tallystick/core'
import { sizedInsert } from './sized-insert.ts'

export const appendLaneJournal = sizedInsert<JournalRow>(
  'tally_journal',
  { seq: 'bigint', at: 'bigint', body: 'text', link: 'text' },
  '',
  ({ seq, at, body, link }) => [seq, at, body, link],
)
