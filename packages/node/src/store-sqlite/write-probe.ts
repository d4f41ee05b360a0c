import { writeAtomically } from './group-writer.ts'
import type { Database, Statement } from './sqlite-module.ts'

/** So often at most: whoever asks for health in a loop must not wear out the disk. */
const EVERY_MS = 1000
/** More than a page: a file that has reached its limit must show it. */
const ROOM = 'x'.repeat(16 * 1024)

/**
 * Shows whether the file still takes writes, by writing: a disk that is full or has become read-only answers every question and
 * begins every transaction. Costs one small commit.
 */
export class WriteProbe {
  readonly #db: Database
  readonly #set: Statement
  #shownAt = Number.NEGATIVE_INFINITY

  constructor(db: Database) {
    this.#db = db
    this.#set = db.prepare(
      "INSERT INTO meta (name, value) VALUES ('probe', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
  }

  /** A commit has shown it. */
  shown(): void {
    this.#shownAt = performance.now()
  }

  /** @throws TallyError `store_unavailable` with the reason, `outcome_unknown`. */
  show(): void {
    if (performance.now() - this.#shownAt < EVERY_MS) return
    this.#shownAt = Number.NEGATIVE_INFINITY
    writeAtomically(this.#db, () => {
      this.#set.run(ROOM)
      this.#set.run(new Date().toISOString())
    })
    this.shown()
  }
}
