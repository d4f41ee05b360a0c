import { appendFileSync } from 'node:fs'
import type { Store } from '@tallystick/core'

const lane = { tenant: 'county', shard: 0 }

/** Commits groups and identities in turn, between two `|` in the log, with an `A` as soon as each is answered. */
export async function answerGroups(store: Store, count: number, log: string): Promise<void> {
  appendFileSync(log, '|')
  for (let seq = 1; seq <= count; seq += 1) {
    const transaction = await store.begin([lane], 'wait')
    await transaction?.commit({
      adds: [{ ...lane, owner: 1, kind: 1, n: seq, v: 1, state: 'x' }],
      writes: [],
      removes: [],
      journal: [{ ...lane, seq, at: seq, body: '{}', link: null }],
      heads: [{ ...lane, seq, hash: '0'.repeat(64), lastNow: seq }],
    })
    appendFileSync(log, 'A')
    await store.identify('county', [`person ${seq}`], [seq])
    appendFileSync(log, 'A')
  }
  appendFileSync(log, '|')
}
