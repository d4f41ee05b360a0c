import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { migrate } from './migrate.ts'
import { NEWEST_VERSION } from './migrations/all-migrations.ts'
import { applyMigrations } from './schema.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()
const lane = { tenant: 'county', shard: 0 }

/** A file as the release with schema 1 left it, with a journal row and an identity. */
function fileAtVersion1(): string {
  const path = folders.path()
  const db = new DatabaseSync(path)
  db.exec('PRAGMA journal_mode = WAL')
  applyMigrations(db, 0, 1)
  db.exec(`
    INSERT INTO journal VALUES ('county', 0, 1, 5, '{}', NULL);
    INSERT INTO lanes VALUES ('county', 0, 1, '${'0'.repeat(64)}', 5);
    INSERT INTO owners VALUES ('county', 7);
    INSERT INTO directory VALUES ('county', 'name', 7);
  `)
  db.close()
  return path
}

describe('migrate', () => {
  test('brings an older file to the newest schema, keeps its data and a copy of it', async () => {
    const path = fileAtVersion1()
    expect(() => folders.open(path)).toThrow(expect.objectContaining({ code: 'sqlite_schema_older' }))
    const report = migrate(path)
    expect(report).toMatchObject({ from: 1, to: NEWEST_VERSION, backup: `${path}.schema-1.bak` })
    expect(report.applied).toHaveLength(NEWEST_VERSION - 1)
    const store = folders.open(path)
    expect(await store.readJournal(lane, 0, 10)).toHaveLength(1)
    expect(await store.lookUp('county', 'name')).toBe(7)
    const copy = new DatabaseSync(`${path}.schema-1.bak`, { readOnly: true })
    expect(copy.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 })
    copy.close()
  })

  test('does nothing to a file that is there already', async () => {
    const path = folders.path()
    await folders.open(path).close()
    expect(migrate(path)).toMatchObject({ from: NEWEST_VERSION, to: NEWEST_VERSION, applied: [], backup: undefined })
    expect(existsSync(`${path}.schema-${NEWEST_VERSION}.bak`)).toBe(false)
  })

  test('does not overwrite a copy from an earlier try', () => {
    const path = fileAtVersion1()
    new DatabaseSync(`${path}.schema-1.bak`).close()
    expect(() => migrate(path)).toThrow(expect.objectContaining({ code: 'backup_exists' }))
    expect(() => folders.open(path)).toThrow(expect.objectContaining({ code: 'sqlite_schema_older' }))
  })

  test('refuses while a process uses the file', () => {
    const path = folders.path()
    folders.open(path)
    expect(() => migrate(path)).toThrow(expect.objectContaining({ code: 'sqlite_locked_by_other' }))
  })

  test('refuses a file that is not there, and makes none', () => {
    const path = folders.path()
    expect(() => migrate(path)).toThrow(expect.objectContaining({ code: 'sqlite_file_missing' }))
    expect(existsSync(path)).toBe(false)
  })
})
