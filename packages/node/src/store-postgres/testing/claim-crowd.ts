// A process that serves a crowd: people FIRST to BEYOND claim from a batch, each under a key of their own, so many at once.
// Says every answer on standard output as soon as it has it: `got PERSON VOUCHER` or `refused PERSON CODE`.
import { writeSync } from 'node:fs'
import { createTally, systemClock } from '@tallystick/core'
import { fileKeys } from '../../keys/file-keys.ts'
import { postgresStore } from '../postgres-store.ts'

const [connectionString = '', schema = '', keys = '', batchId = '', first = '0', beyond = '0', atOnce = '50', how] =
  process.argv.slice(2)
const store = await postgresStore({ connectionString, schema, ...(how === 'per-shard' ? { perShard: true } : {}) })
const tally = await createTally({ store, keys: fileKeys(keys), clock: systemClock })
let next = Number(first)

writeSync(1, 'ready\n')
await Promise.all(
  Array.from({ length: Number(atOnce) }, async () => {
    while (next < Number(beyond)) await claim(next++)
  }),
)
await tally.close()

async function claim(person: number): Promise<void> {
  const owner = 4096 + person * 7919
  const actor = { role: 'holder' as const, tenant: 'county', owner, facts: { 'person.registration': '511525' } }
  const outcome = await tally.call('voucher.claim', { batchId }, actor, { idempotencyKey: `k${person}` })
  if (outcome.ok) writeSync(1, `got ${person} ${(outcome.value as { voucherId: string }).voucherId}\n`)
  else writeSync(1, `refused ${person} ${outcome.code}\n`)
}
