import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTally, generateKeys, systemClock, memoryStore } from '@tallystick/core'
import { sqliteStore } from '@tallystick/node'
import { claimsFrom, openBatch } from '../claims/drive.ts'
import { drive } from '../harness/series.ts'
const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
const kind = process.argv[2] ?? 'sqlite'
const store = kind === 'memory' ? memoryStore() : sqliteStore(join(folder, 'engine.db'))
const tally = await createTally({ store, keys: await generateKeys(), clock: systemClock })
const claim = claimsFrom(tally, await openBatch(tally))
await drive(claim, 4000, 200)
for (let r = 0; r < Number(process.argv[3] ?? 4); r++) {
  const c0 = process.cpuUsage(), t0 = performance.now()
  const N = 5000
  await drive(claim, N, 200)
  const c = process.cpuUsage(c0)
  console.log(kind, 'cpu us/claim', ((c.user + c.system) / N).toFixed(1), 'sys', (c.system / N).toFixed(1), 'wall us', ((performance.now() - t0) * 1000 / N).toFixed(1))
}
if (kind === 'sqlite') {
  const { DatabaseSync } = await import('node:sqlite')
  const db = new DatabaseSync(join(folder, 'engine.db'), { readOnly: true })
  console.log(db.prepare('select kind, count(*) c, avg(length(state)) a, max(state) s from rows group by kind').all())
  console.log(db.prepare('select count(*) c, avg(length(body)) a, max(body) s from journal').all())
}
await tally.close(); rmSync(folder, { recursive: true })
