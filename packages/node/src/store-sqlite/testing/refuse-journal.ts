import { DatabaseSync } from 'node:sqlite'

/** From now on the database takes no row of the journal. */
export function refuseJournal(path: string): void {
  const db = new DatabaseSync(path)
  db.exec("CREATE TRIGGER refuse BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'no journal'); END")
  db.close()
}
