import type { Session } from '../session.ts'

/** Whether the catalogue says that the tables of a schema lie on the nodes of a Citus cluster. */
export async function isDistributed(session: Session, schema: string): Promise<boolean> {
  if (!(await hasCitus(session))) return false
  const { rows } = await session.query({
    text: 'SELECT 1 FROM pg_catalog.pg_dist_partition WHERE logicalrelid = to_regclass($1)',
    values: [`"${schema}".tally_rows`],
    rowMode: 'array',
  })
  return rows.length > 0
}

/** Whether this database has the extension. */
export async function hasCitus(session: Session): Promise<boolean> {
  const { rows } = await session.query({
    text: "SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'citus'",
    rowMode: 'array',
  })
  return rows.length > 0
}
