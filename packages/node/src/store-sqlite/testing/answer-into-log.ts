// Commits, in a process of its own, groups and identities one after another, and appends `A` to the log once each is answered.
import { appendFileSync } from 'node:fs'
import { sqliteStore } from '../sqlite-store.ts'

const [path = '', log = '', count = '0'] = process.argv.slice(2)
const lane = { tenant: 'county', shard: 0 }
const store = sqliteStore(path)
appendFileSync(log, '|')
for (let seq = 1; seq <= Number(count); seq += 1) {
  const transaction = await store.begin([lane], 'wait')
  await transaction?.commit({
    writes: [{ ...lane, owner: 1, kind: 1, n: seq, v: 1, state: 'x' }],
    removes: [],
    journal: [{ ...lane, seq, at: seq, body: '{}', link: null }],
    heads: [{ ...lane, seq, hash: '0'.repeat(64), lastNow: seq }],
  })
  appendFileSync(log, 'A')
  await store.identify('county', [`person ${seq}`], [seq])
  appendFileSync(log, 'A')
}
appendFileSync(log, '|')
await store.close()
