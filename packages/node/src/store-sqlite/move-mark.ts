import { TallyError } from '@tallystick/core/errors'
import { readMeta } from './schema.ts'
import type { Database } from './sqlite-module.ts'

const NAME = 'moved'

/** The move that has taken a file out of service. */
export function readMoveMark(db: Database): string | undefined {
  return readMeta(db, NAME)
}

export function writeMoveMark(db: Database, move: string | undefined): void {
  if (move === undefined) db.prepare('DELETE FROM meta WHERE name = ?').run(NAME)
  else db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)').run(NAME, move)
}

/** @throws TallyError `store_moved`. */
export function mustNotBeMoved(db: Database, path: string): void {
  const move = readMoveMark(db)
  if (move === undefined) return
  throw new TallyError(
    'store_moved',
    `${path} was moved to another store, and what is written here would be lost. Use the new one; if the move was not finished, run tally move again, or tally move --abandon.`,
    { detail: { path, move } },
  )
}
