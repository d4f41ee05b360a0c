import type { StoreCounts } from '../../move/move-source.ts'
import type { Session } from '../session.ts'

export async function countRows(session: Session): Promise<StoreCounts> {
  const { rows } = await session.query({
    text: `SELECT (SELECT count(*) FROM tally_rows), (SELECT count(*) FROM tally_journal),
                  (SELECT count(*) FROM tally_owners), (SELECT count(*) FROM tally_directory)`,
    rowMode: 'array',
  })
  const [all = 0, journal = 0, owners = 0, names = 0] = (rows[0] ?? []).map(Number)
  return { rows: all, journal, owners, names }
}
