import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { verifySettings } from './connection.ts'
import { inspectDatabase } from './inspect-database.ts'
import { NEWEST_VERSION } from './migrations/all-migrations.ts'
import { requireSqlite } from './sqlite-module.ts'
import { storeFolders } from './testing/store-folder.ts'

const folders = storeFolders()

function refusal(work: () => unknown): { code: string; message: string; detail: Record<string, unknown> } {
  try {
    work()
  } catch (error) {
    return error as { code: string; message: string; detail: Record<string, unknown> }
  }
  throw new Error('It was not refused.')
}

/** A database that this release made, with one thing changed by somebody else. */
async function changed(sql: string): Promise<string> {
  const path = folders.path()
  await folders.open(path).close()
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
  return path
}

describe('start-up of the SQLite store', () => {
  test('makes a file that only its owner can read, in WAL, at the newest schema', async () => {
    const path = folders.path()
    folders.open(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600)
    const db = new DatabaseSync(path, { readOnly: true })
    expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: NEWEST_VERSION })
    db.close()
  })

  test.each([
    [
      'a folder that is not there',
      (path: string) => join(dirname(path), 'missing', 'tally.db'),
      'Create the folder first',
    ],
    [
      'a folder below a file',
      (path: string) => {
        writeFileSync(path, '')
        return join(path, 'tally.db')
      },
      'is not a folder',
    ],
    [
      'a folder in place of the file',
      (path: string) => {
        mkdirSync(path)
        return path
      },
      'is not a file',
    ],
  ])('refuses %s, says so, and makes nothing', (_, place, sentence) => {
    const path = place(folders.path('here'))
    const before = existsSync(path)
    const { code, message } = refusal(() => folders.open(path))
    expect(code).toBe('sqlite_folder_unwritable')
    expect(message).toContain(sentence)
    expect(existsSync(path)).toBe(before)
  })

  test.runIf(process.platform === 'linux')('refuses a folder that even root cannot write', () => {
    expect(refusal(() => folders.open('/proc/tally.db'))).toMatchObject({ code: 'sqlite_folder_unwritable' })
  })

  test('refuses a place that keeps nothing', () => {
    for (const path of [':memory:', '', 'file:tally.db?mode=memory']) {
      expect(refusal(() => folders.open(path)).code).toBe('sqlite_settings_unsafe')
    }
  })

  test('refuses a missing file when told not to make one', () => {
    const { code, message } = refusal(() => folders.open(folders.path(), { create: false }))
    expect(code).toBe('sqlite_file_missing')
    expect(message).toContain('tally init')
  })

  test('refuses a connection with any setting that could lose or damage what was answered', () => {
    const path = folders.path()
    const wrong: [string, string][] = [
      ['PRAGMA synchronous = NORMAL', 'synchronous'],
      ['PRAGMA synchronous = OFF', 'synchronous'],
      ['PRAGMA foreign_keys = OFF', 'foreign_keys'],
      ['PRAGMA mmap_size = 1048576', 'mmap_size'],
      ['PRAGMA busy_timeout = 0', 'busy_timeout'],
      ['PRAGMA journal_mode = DELETE', 'journal_mode'],
    ]
    for (const [sql, setting] of wrong) {
      const db = new DatabaseSync(path, { timeout: 1000 })
      db.exec('PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS t (a)')
      expect(() => verifySettings(db)).not.toThrow()
      db.exec(sql)
      expect(refusal(() => verifySettings(db))).toMatchObject({ code: 'sqlite_settings_unsafe', detail: { setting } })
      db.close()
    }
  })

  test('switches a file back to WAL that somebody has switched away, and does not look at it before', async () => {
    const path = await changed('PRAGMA journal_mode = DELETE')
    expect(refusal(() => inspectDatabase(path))).toMatchObject({
      code: 'sqlite_settings_unsafe',
      detail: { setting: 'journal_mode', found: 'delete' },
    })
    await folders.open(path).close()
    expect(() => inspectDatabase(path).close()).not.toThrow()
  })

  test('refuses a Node without a SQLite that is safe, and says which one to install', () => {
    const load = () => process.getBuiltinModule('node:sqlite')
    const runtimes = [
      { node: '22.13.0', sqlite: '3.53.0', load },
      { node: '24.0.0', sqlite: '3.50.4', load },
      { node: '24.0.0', sqlite: '3.51.2', load },
      { node: '24.0.0', sqlite: undefined, load },
      { node: '24.0.0', sqlite: '3.51.3', load: () => undefined },
    ]
    for (const runtime of runtimes) {
      const { code, message } = refusal(() => requireSqlite(runtime))
      expect(code).toBe('sqlite_too_old')
      expect(message).toContain('Install the current Node 24')
    }
    expect(requireSqlite({ node: '24.0.0', sqlite: '3.51.3', load }).DatabaseSync).toBeDefined()
    expect(requireSqlite({ node: '26.1.0', sqlite: '4.0.0', load }).DatabaseSync).toBeDefined()
  })

  test('refuses an older schema and names the command, a newer one and names the remedy', async () => {
    const older = await changed('PRAGMA user_version = 1')
    const { code, message } = refusal(() => folders.open(older))
    expect(code).toBe('sqlite_schema_older')
    expect(message).toContain('tally migrate')
    const newer = await changed('PRAGMA user_version = 99')
    expect(refusal(() => folders.open(newer))).toMatchObject({ code: 'sqlite_schema_newer', detail: { version: 99 } })
  })

  test('refuses a file whose journal has lost its guards', async () => {
    const path = await changed('DROP TRIGGER journal_keeps_rows')
    expect(refusal(() => folders.open(path))).toMatchObject({
      code: 'sqlite_schema_altered',
      detail: { missing: ['journal_keeps_rows'] },
    })
  })

  test('refuses a database of another program and leaves it alone', () => {
    const path = folders.path()
    const db = new DatabaseSync(path)
    db.exec('CREATE TABLE theirs (a)')
    expect(refusal(() => folders.open(path)).code).toBe('sqlite_file_foreign')
    expect(
      db
        .prepare('SELECT name FROM sqlite_schema')
        .all()
        .map(({ name }) => name),
    ).toEqual(['theirs'])
    db.close()
  })

  test('refuses a damaged file', async () => {
    const path = folders.path()
    await folders.open(path).close()
    writeFileSync(path, 'this is not a database, it only has its name'.repeat(200))
    const { code, message } = refusal(() => folders.open(path))
    expect(code).toBe('sqlite_corrupt')
    expect(message).toContain('restore the last backup')
  })

  test('refuses another number of shards than the file was made with', async () => {
    const path = folders.path()
    await folders.open(path, { shards: 4 }).close()
    expect(refusal(() => folders.open(path, { shards: 8 }))).toMatchObject({ code: 'sqlite_shards_differ' })
    expect(refusal(() => folders.open(path, { shards: 0 }))).toMatchObject({ code: 'shards_invalid' })
    expect(folders.open(path).shards).toBe(4)
  })

  test('refuses a second store on one file, in this process and in another', async () => {
    const path = folders.path()
    const store = folders.open(path)
    const { code, message } = refusal(() => folders.open(path))
    expect(code).toBe('sqlite_locked_by_other')
    expect(message).toContain(`process ${process.pid}`)
    const child = spawnWriter(path)
    const errors: string[] = []
    child.stderr.on('data', (chunk) => errors.push(String(chunk)))
    expect((await once(child, 'exit'))[0]).toBe(1)
    expect(errors.join('')).toContain('sqlite_locked_by_other')
    await store.close()
    expect(() => folders.open(path)).not.toThrow()
  })

  test('takes over at once from a process that was killed', async () => {
    const path = folders.path()
    const child = spawnWriter(path)
    await once(child.stdout, 'data')
    expect(refusal(() => folders.open(path))).toMatchObject({
      code: 'sqlite_locked_by_other',
      detail: { pid: child.pid },
    })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(() => folders.open(path)).not.toThrow()
  })
})

function spawnWriter(path: string) {
  const script = join(import.meta.dirname, 'testing', 'commit-until-killed.ts')
  return spawn(process.execPath, ['--conditions=@tallystick/source', script, path], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}
