// The SQLite half of the slow disk: started with an environment that slows every sync of this process. Writes its series into a file.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sqliteStore } from '@tallystick/node'
import { sayRound } from '../harness/series.ts'
import { besideByHand } from './beside-by-hand.ts'
import { handWrittenClaims } from './sqlite-peers.ts'

const [folder = '.', syncMs = '0', result = ''] = process.argv.slice(2)
const single = handWrittenClaims(join(folder, 'slow-single.db'))
const all = await besideByHand({
  store: sqliteStore(join(folder, 'slow-engine.db')),
  byHand: async (claims, waits) => single.run(claims, waits),
  claimsByHand: 300,
  atLeastMs: Number(syncMs),
  say: (series) => sayRound(console.log, `SQLite, ${syncMs} ms sync`, series),
})
single.close()
writeFileSync(result, JSON.stringify(all))
