import type { StoredRow } from '@tallystick/core'
import { sizedInsert } from './sized-insert.ts'

const columns = { owner: 'bigint', kind: 'integer', n: 'bigint', v: 'integer', state: 'text' }
const replace = 'ON CONFLICT (tenant, shard, owner, kind, n) DO UPDATE SET v = excluded.v, state = excluded.state'
const values = ({ owner, kind, n, v, state }: StoredRow) => [owner, kind, n, v, state]

/** For rows known to be missing. */
export const addLaneRows = sizedInsert('tally_rows', columns, '', values)

export const writeLaneRows = sizedInsert('tally_rows', columns, replace, values)
