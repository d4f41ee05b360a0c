import type { Database, SqliteModule } from './sqlite-module.ts'

export interface ProcessLock {
  release(): void
}

/**
 * Makes this process the only writer. The lanes are locks in memory, so a second process would not see them. The
 * operating system ends the lock with the process, however it ends: nothing is left to clean up.
 *
 * The lock is an exclusive transaction on an empty database beside the file; Node itself offers no file locks.
 *
 * @returns undefined when another process, or another store in this one, has it.
 */
export function takeProcessLock(sqlite: SqliteModule, path: string): ProcessLock | undefined {
  const db = new sqlite.DatabaseSync(`${path}-lock`, { timeout: 0 })
  try {
    // No rollback journal: nothing is ever written, and a crash shall leave no file behind.
    db.exec('PRAGMA journal_mode = MEMORY')
    db.exec('BEGIN EXCLUSIVE')
    return { release: () => release(db) }
  } catch (error) {
    db.close()
    if ((error as { errcode?: number }).errcode === 5) return undefined
    throw error
  }
}

function release(db: Database): void {
  if (!db.isOpen) return
  db.exec('ROLLBACK')
  db.close()
}
