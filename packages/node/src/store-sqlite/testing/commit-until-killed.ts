// Commits one group after another and says so on standard output, once each is durable, until it is killed.
import { writeSync } from 'node:fs'
import { sqliteStore } from '../sqlite-store.ts'

const [path = '', lanes = '3'] = process.argv.slice(2)
const store = sqliteStore(path)
const tenants = Array.from({ length: Number(lanes) }, (_, index) => `t${index}`)

writeSync(1, 'ready\n')
for (let round = 0; ; round++) {
  const tenant = tenants[round % tenants.length] ?? 't0'
  const lane = { tenant, shard: 0 }
  const transaction = await store.begin([lane], 'wait')
  const seq = (transaction?.heads[0]?.seq ?? 0) + 1
  const state = `${tenant}/${seq}/${'x'.repeat(seq % 3000)}`
  await transaction?.commit({
    adds: [{ ...lane, owner: (seq * 7919) % 65_537, kind: 1, n: seq, v: 1, state }],
    writes: [{ ...lane, owner: 1, kind: 2, n: 0, v: 1, state: String(seq) }],
    removes: [],
    journal: [{ ...lane, seq, at: seq, body: state, link: null }],
    heads: [{ ...lane, seq, hash: String(seq).padStart(64, '0'), lastNow: seq }],
  })
  const identity = await store.identify(tenant, [`person ${seq}`], [seq])
  if (identity !== 'conflict') writeSync(1, `${tenant} ${seq} ${identity.owner}\n`)
}
