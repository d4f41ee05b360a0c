import {
  createTally,
  type GroupChanges,
  type KeyMaterial,
  type LaneHead,
  type Store,
  systemClock,
} from '@tallystick/core'
import { watchCommits } from '../../../packages/core/src/engine/testing/watch-commits.ts'
import { claimsFrom, openBatch, personOf } from './drive.ts'
import { scattered } from './scattered.ts'

/** People of a filled store have numbers from here on, so that nobody who claims later is one of them. */
const FIRST_FILLED = 1_000_000_000
const PEOPLE_A_COMMIT = 4000

/**
 * Opens a batch and fills the store with live vouchers: one claim is made by the engine, then what it wrote is written for everybody else
 * through the same store, in large commits. Answers the batch. The hash chain of such a store is not continued.
 */
export async function fill(store: Store, keys: KeyMaterial, vouchers: number): Promise<string> {
  const commits: GroupChanges[] = []
  const tally = await createTally({
    store: watchCommits(store, (changes) => commits.push(changes)),
    keys,
    clock: systemClock,
  })
  const batchId = await openBatch(tally)
  await claimsFrom(tally, batchId)()
  const { owner = 0, tenant } = personOf(1)
  const written = commits.findLast(({ adds }) => adds.filter((row) => row.owner === owner).length > 2)
  const entry = written?.journal.at(-1)
  if (!written || !entry) throw new Error('the claim was not seen')
  const rows = written.adds.filter((row) => row.owner === owner)
  const lanes = Array.from({ length: store.shards }, (_, shard) => ({ tenant, shard }))
  for (let from = 0; from < vouchers; from += PEOPLE_A_COMMIT) {
    const count = Math.min(PEOPLE_A_COMMIT, vouchers - from)
    const owners = Array.from({ length: count }, (_, person) => scattered(FIRST_FILLED + from + person))
    const transaction = await store.begin(lanes, 'wait')
    if (!transaction) throw new Error('a lane is held by somebody else')
    const heads = new Map<number, LaneHead>(transaction.heads.map((head) => [head.shard, head]))
    const journal = owners.map((person) => {
      const shard = person % store.shards
      const head = heads.get(shard)
      if (!head) throw new Error('not all lanes were locked')
      heads.set(shard, { ...head, seq: head.seq + 1 })
      return { ...entry, shard, seq: head.seq + 1, link: null }
    })
    const adds = owners.flatMap((person) =>
      rows.map((row) => ({ ...row, owner: person, shard: person % store.shards })),
    )
    await transaction.commit({ adds, writes: [], removes: [], journal, heads: [...heads.values()] })
  }
  await tally.close()
  return batchId
}
