import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTally, generateKeys, systemClock, memoryStore } from '@tallystick/core'
import { sqliteStore } from '@tallystick/node'
import { claimsFrom, drive, openBatch } from '../drive-claims.ts'
const folder = mkdtempSync(join(tmpdir(), 'tally-bench-'))
const kind = process.argv[2] ?? 'sqlite'
const store = kind === 'memory' ? memoryStore() : sqliteStore(join(folder, 'engine.db'))
const tally = await createTally({ store, keys: await generateKeys(), clock: systemClock })
const claim = claimsFrom(tally, await openBatch(tally))
await drive(claim, 3000)
for (let r = 0; r < 4; r++) {
  const c0 = process.cpuUsage(), t0 = performance.now()
  const N = 5000
  await drive(claim, N)
  const c = process.cpuUsage(c0)
  console.log(kind, 'cpu us/claim', ((c.user + c.system) / N).toFixed(1), 'user', (c.user / N).toFixed(1), 'wall us', ((performance.now() - t0) * 1000 / N).toFixed(1))
}
await tally.close(); rmSync(folder, { recursive: true })
