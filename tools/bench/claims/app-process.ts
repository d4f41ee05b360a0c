// One app process of the claims bench. Each line on standard input, `CLAIMS CLAIMERS`, is a round; answers with what each claim took.
import { createInterface } from 'node:readline'
import { createTally, systemClock } from '@tallystick/core'
import { fileKeys, postgresStore } from '@tallystick/node'
import { drive } from '../harness/series.ts'
import { claimsFrom } from './drive.ts'

const [connectionString = '', keys = '', batchId = '', first = '0'] = process.argv.slice(2)
const store = await postgresStore({ connectionString })
const tally = await createTally({ store, keys: fileKeys(keys), clock: systemClock })
const claim = claimsFrom(tally, batchId, Number(first))

for await (const line of createInterface(process.stdin)) {
  const [claims = 0, claimers = 0] = line.split(' ').map(Number)
  const waits: number[] = []
  await drive(claim, claims, claimers, waits)
  console.log(JSON.stringify(waits.map((wait) => Math.round(wait * 1000) / 1000)))
}
await tally.close()
