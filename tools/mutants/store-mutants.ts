import type { Mutant } from './mutant.ts'

const node = 'packages/node/src'
const store = (name: string, changes: Mutant['changes'], test: string, only?: string): Mutant => ({
  name,
  changes: changes.map((change) => ({ ...change, file: `${node}/${change.file}` })),
  project: 'node',
  test: `${node}/${test}`,
  ...(only === undefined ? {} : { only }),
})

/** What the two durable stores promise. */
export const storeMutants: readonly Mutant[] = [
  store(
    'synchronous NORMAL instead of FULL',
    [
      { file: 'store-sqlite/connection.ts', find: 'PRAGMA synchronous = FULL', put: 'PRAGMA synchronous = NORMAL' },
      {
        file: 'store-sqlite/connection.ts',
        find: "pragma: 'synchronous', wanted: [2]",
        put: "pragma: 'synchronous', wanted: [1]",
      },
    ],
    'store-sqlite/sync.test.ts',
  ),
  store(
    'synchronous_commit off',
    [
      {
        file: 'store-postgres/connection-settings.ts',
        find: 'synchronous_commit: synchronousCommit',
        put: "synchronous_commit: synchronousCommit && 'off'",
      },
    ],
    'store-postgres/sync.test.ts',
  ),
  store(
    'two processes on one SQLite file',
    [{ file: 'store-sqlite/process-lock.ts', find: "db.exec('BEGIN EXCLUSIVE')", put: "db.exec('BEGIN')" }],
    'store-sqlite/start-up.test.ts',
  ),
  store(
    'a failed sync taken for nothing written',
    [
      {
        file: 'store-sqlite/sqlite-error.ts',
        find: '[BUSY, LOCKED, READONLY, FULL, CONSTRAINT]',
        put: '[BUSY, LOCKED, READONLY, FULL, CONSTRAINT, IOERR]',
      },
    ],
    'store-sqlite/faults.test.ts',
  ),
  store(
    'lanes read and not locked: check, then act',
    [{ file: 'store-postgres/statements/lock-lanes.ts', find: 'FOR UPDATE $', put: '-- $' }],
    'store-postgres/lanes.test.ts',
  ),
  store(
    'lanes locked in reverse order',
    [
      {
        file: 'store-lanes/lane-locks.ts',
        find: 'return a.tenant === b.tenant ? a.shard - b.shard : a.tenant < b.tenant ? -1 : 1',
        put: 'return a.tenant === b.tenant ? b.shard - a.shard : a.tenant < b.tenant ? 1 : -1',
      },
    ],
    'store-sqlite/sqlite-store.test.ts',
    'ascending order',
  ),
  store(
    'a lost COMMIT taken for nothing written',
    [
      {
        file: 'store-postgres/group-transaction.ts',
        find: 'throw outcomeUnknown(failures[0])',
        put: 'throw unavailable(failures[0] ?? outcomeUnknown)',
      },
    ],
    'store-postgres/faults.test.ts',
    'is cut with COMMIT sent',
  ),
  store(
    'missing unique key: an owner number given twice',
    [
      {
        file: 'store-postgres/migrations/0001-tables.ts',
        find: '  tenant text COLLATE "C" NOT NULL,\n  PRIMARY KEY (tenant, owner)\n',
        put: '  tenant text COLLATE "C" NOT NULL\n',
      },
    ],
    'store-postgres/postgres-store.test.ts',
    'race for one number',
  ),
  store(
    'owners counted in a subquery instead of under a key',
    [
      {
        file: 'store-sqlite/identity-writer.ts',
        find: '!this.#taken.get(tenant, candidate)',
        put: '(!this.#taken.get(tenant, candidate) || candidate > 0)',
      },
      {
        file: 'store-sqlite/identity-writer.ts',
        find: "'INSERT INTO owners (tenant, owner) VALUES (?, ?)'",
        put: "'INSERT OR IGNORE INTO owners (tenant, owner) VALUES (?, ?)'",
      },
    ],
    'store-sqlite/sqlite-store.test.ts',
    'identity directory',
  ),
  store(
    'journal rows may be changed',
    [
      {
        file: 'store-sqlite/migrations/all-migrations.ts',
        find: '[tables, journalGuards, longStates]',
        put: '[tables, { ...journalGuards, sql: "SELECT 1" }, longStates]',
      },
    ],
    'store-sqlite/faults.test.ts',
  ),
]
