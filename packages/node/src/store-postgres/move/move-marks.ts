import { TallyError } from '@tallystick/core/errors'
import { APP_ROLE } from '../app-role.ts'
import { readMeta } from '../schema.ts'
import type { Session } from '../session.ts'

/** `moved`: this store was taken out of service; `incomplete`: it is being filled; `filled`: that was finished. Each says by which move. */
type Mark = 'moved' | 'incomplete' | 'filled'

export function readMark(session: Session, schema: string, mark: Mark): Promise<string | undefined> {
  return readMeta(session, schema, mark)
}

export async function writeMark(session: Session, schema: string, mark: Mark, move: string): Promise<void> {
  await session.query({
    text: `INSERT INTO "${schema}".tally_meta (name, value) VALUES ($1, $2)`,
    values: [mark, move],
  })
}

export async function removeMark(session: Session, schema: string, mark: Mark): Promise<void> {
  await session.query({ text: `DELETE FROM "${schema}".tally_meta WHERE name = $1`, values: [mark] })
}

/** @throws TallyError `store_moved`, `store_incomplete`. */
export async function mustBeInService(session: Session, schema: string): Promise<void> {
  const move = await readMark(session, schema, 'moved')
  if (move !== undefined) {
    throw new TallyError(
      'store_moved',
      `The schema ${schema} was moved to another store, and what is written here would be lost. Use the new one; if the move was not finished, run tally move again, or tally move --abandon.`,
      { detail: { schema, move } },
    )
  }
  const filling = await readMark(session, schema, 'incomplete')
  if (filling === undefined) return
  throw new TallyError(
    'store_incomplete',
    `The schema ${schema} holds only part of a store: a move into it is under way or was cut off. Run tally move again.`,
    { detail: { schema, move: filling } },
  )
}

/** What the migrations grant of writing, and a move takes away: servers that are still running can then write no more. */
const writing: Readonly<Record<string, string>> = {
  tally_rows: 'INSERT, UPDATE, DELETE',
  tally_lanes: 'INSERT, UPDATE',
  tally_journal: 'INSERT',
  tally_owners: 'INSERT',
  tally_directory: 'INSERT',
}

export async function takeWritingAway(session: Session, schema: string): Promise<void> {
  for (const [table, rights] of Object.entries(writing)) {
    await session.query(`REVOKE ${rights} ON "${schema}".${table} FROM ${APP_ROLE}`)
  }
}

export async function giveWritingBack(session: Session, schema: string): Promise<void> {
  for (const [table, rights] of Object.entries(writing)) {
    await session.query(`GRANT ${rights} ON "${schema}".${table} TO ${APP_ROLE}`)
  }
}

/** Waits for nobody: whoever holds one of the tables is at work. */
export async function lockTables(session: Session, schema: string): Promise<void> {
  const all = Object.keys(writing).map((table) => `"${schema}".${table}`)
  await session.query(`LOCK TABLE ${all.join(', ')} IN ACCESS EXCLUSIVE MODE NOWAIT`)
}
