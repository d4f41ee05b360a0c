import type { StoredRow } from '@tallystick/core'
import { sizedInsert } from './sized-insert.ts'

export const writeLaneRows = sizedInsert<StoredRow>(
  'tally_rows',
  { owner: 'bigint', kind: 'integer', n: 'bigint', v: 'integer', state: 'text' },
  'ON CONFLICT (tenant, shard, owner, kind, n) DO UPDATE SET v = excluded.v, state = excluded.state',
  ({ owner, kind, n, v, state }) => [owner, kind, n, v, state],
)
