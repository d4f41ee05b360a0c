// One app process of the claims bench, on PostgreSQL (an address) or SQLite (a file). Says first how long it needed to start and to answer
// its first claim. Each line on standard input, `CLAIMS CLAIMERS`, is a round; answers with what each claim took and the memory it has.
import { createInterface } from 'node:readline'
import { createTally, systemClock } from '@tallystick/core'
import { fileKeys, postgresStore, sqliteStore } from '@tallystick/node'
import { drive } from '../harness/series.ts'
import { claimsFrom } from './drive.ts'

const [place = '', keys = '', batchId = '', first = '0'] = process.argv.slice(2)
const store = place.includes('://') ? await postgresStore({ connectionString: place }) : sqliteStore(place)
const tally = await createTally({ store, keys: fileKeys(keys), clock: systemClock })
const claim = claimsFrom(tally, batchId, Number(first))
await claim()
console.log(JSON.stringify({ startUpMs: Math.round(performance.now()) }))

for await (const line of createInterface(process.stdin)) {
  const [claims = 0, claimers = 0] = line.split(' ').map(Number)
  const waits: number[] = []
  await drive(claim, claims, claimers, waits)
  const rounded = waits.map((wait) => Math.round(wait * 1000) / 1000)
  console.log(JSON.stringify({ waits: rounded, memoryBytes: process.memoryUsage.rss() }))
}
await tally.close()
