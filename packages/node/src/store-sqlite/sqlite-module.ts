import { TallyError } from '@tallystick/core/errors'

export type SqliteModule = typeof import('node:sqlite')
export type Database = import('node:sqlite').DatabaseSync
export type Statement = import('node:sqlite').StatementSync
export type SqlValue = string | number | null

export interface Runtime {
  readonly node: string
  readonly sqlite: string | undefined
  readonly load: () => SqliteModule | undefined
}

/** The first release without the bug that could damage a WAL file while it was being reset. */
const SQLITE_AT_LEAST = [3, 51, 3] as const
const NODE_AT_LEAST = 24

/**
 * The SQLite that is built into Node. It is looked up while running, since importing it statically would end an older
 * Node before anybody could be told why.
 *
 * @throws TallyError `sqlite_too_old`.
 */
export function requireSqlite(runtime: Runtime = thisRuntime()): SqliteModule {
  if (Number.parseInt(runtime.node, 10) < NODE_AT_LEAST) {
    throw tooOld(`the store needs Node ${NODE_AT_LEAST} or newer, and this is Node ${runtime.node}`, runtime)
  }
  if (!isAtLeast(runtime.sqlite ?? '0', SQLITE_AT_LEAST)) {
    const found = runtime.sqlite === undefined ? 'without SQLite' : `with SQLite ${runtime.sqlite}`
    throw tooOld(`the store needs SQLite ${SQLITE_AT_LEAST.join('.')} or newer, and this Node came ${found}`, runtime)
  }
  const sqlite = runtime.load()
  if (!sqlite) throw tooOld('this Node was built without node:sqlite', runtime)
  return sqlite
}

function thisRuntime(): Runtime {
  return {
    node: process.versions.node,
    sqlite: process.versions.sqlite,
    load: () => process.getBuiltinModule('node:sqlite'),
  }
}

function tooOld(why: string, runtime: Runtime): TallyError {
  return new TallyError(
    'sqlite_too_old',
    `SQLite cannot be used: ${why}. Install the current Node 24 and start again.`,
    {
      detail: { node: runtime.node, sqlite: runtime.sqlite ?? null },
    },
  )
}

function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(Number)
  for (const [index, least] of wanted.entries()) {
    const part = parts[index] ?? 0
    if (part !== least) return part > least
  }
  return true
}
