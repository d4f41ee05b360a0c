import { unwrap } from '../../unwrap.ts'
import type { County } from './county.ts'

type Closing = Pick<County, 'sponsor' | 'store'>

/** Closes all days that are over, in every lane. */
export async function closeStatements({ sponsor, store }: Closing, limit = 500): Promise<void> {
  for (let lane = 0; lane < store.shards; lane += 1) {
    while (unwrap(await sponsor.statement.close({ programme: 'spring', lane, limit })).more);
  }
}

/** A closed day's statement as the bytes that it is. */
export async function statementOf({ sponsor }: Closing, day: string): Promise<string> {
  return JSON.stringify(unwrap(await sponsor.statement.get({ programme: 'spring', day })))
}
