import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { slowDisk } from './slow-disk.ts'

/** Milliseconds that 50 syncs of a file took, by Node's own file system and by its SQLite. */
const script = `
const { openSync, writeSync, fdatasyncSync } = require('node:fs')
const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
const timed = (work) => { const from = performance.now(); for (let n = 0; n < 50; n += 1) work(n); return performance.now() - from }
const file = openSync(process.argv[1] + '/file', 'w')
const plain = timed((n) => { writeSync(file, 'x'); fdatasyncSync(file) })
const db = new DatabaseSync(process.argv[1] + '/db')
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (n)')
console.log(JSON.stringify([plain, timed((n) => db.exec('INSERT INTO t VALUES (' + n + ')'))]))
`

test('every sync of a program on the slow disk takes that much longer, SQLite’s too', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tally-slow-'))
  const disk = slowDisk(20)
  const run = (environment: object) => {
    const { stdout, stderr } = spawnSync(process.execPath, ['-e', script, folder], {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
    })
    rmSync(join(folder, 'db'))
    return JSON.parse(stdout || JSON.stringify(stderr)) as number[]
  }
  const [quick, slow] = [run({}), run(disk.environment)]
  disk.remove()
  rmSync(folder, { recursive: true })
  expect(slow).toHaveLength(2)
  for (const milliseconds of slow) expect(milliseconds).toBeGreaterThanOrEqual(50 * 20)
  for (const milliseconds of quick) expect(milliseconds).toBeLessThan(50 * 20)
})
