// A served tally on SQLite. Says its port, an open batch, one that is sold out, and a file with sessions; each line on standard input is a
// number of claims to make on the engine itself, answered with what each took, or `reads`: how often the store was read.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createTally, generateKeys, type Store, systemClock, type Tally, unwrap } from '@tallystick/core'
import { serve, sqliteStore } from '@tallystick/node'
import { CLAIMERS, claimsFrom, openBatch, tenant } from '../claims/drive.ts'
import { drive } from '../harness/series.ts'

const [folder = '.', sessionCount = '0'] = process.argv.slice(2)
let reads = 0
const store = counted(sqliteStore(join(folder, 'http.db')))
const tally = await createTally({ store, keys: await generateKeys(), clock: systemClock })
const batchId = await openBatch(tally, 1_000_000)
const soldOutId = await soldOutBatch(tally)
const sessions = join(folder, 'sessions.json')
writeFileSync(sessions, JSON.stringify(await mintSessions(tally, Number(sessionCount))))
const { port } = await serve(tally, { port: 0 })
console.log(JSON.stringify({ port, batchId, soldOutId, sessions }))

const claim = claimsFrom(tally, batchId, 10_000_000)
for await (const line of createInterface(process.stdin)) {
  const waits: number[] = []
  if (line !== 'reads') await drive(claim, Number(line), CLAIMERS, waits)
  console.log(JSON.stringify(line === 'reads' ? reads : waits))
}
process.exit(0)

function counted(inner: Store): Store {
  return new Proxy(inner, {
    get(target, name) {
      if (name === 'read') reads += 1
      const member = Reflect.get(target, name) as unknown
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

/** Its one voucher is gone. */
async function soldOutBatch(host: Tally): Promise<string> {
  const sponsor = host.as({ role: 'operator', tenant, id: 'li' })
  const { batchId: small } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: 1 }))
  await claimsFrom(host, small, 20_000_000)()
  return small
}

async function mintSessions(host: Tally, count: number): Promise<readonly string[]> {
  const facts = { 'person.registration': '511525' }
  const all: string[] = []
  for (let from = 0; from < count; from += 500) {
    const people = Array.from({ length: Math.min(500, count - from) }, (_, index) => ({ alias: `p${from + index}` }))
    const minted = await Promise.all(
      people.map((person) => host.mintSession({ tenant, role: 'holder', person, facts, ttlSeconds: 3600 })),
    )
    for (const outcome of minted) all.push((unwrap(outcome) as { session: string }).session)
  }
  return all
}
