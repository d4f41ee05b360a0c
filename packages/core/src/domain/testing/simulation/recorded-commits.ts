import { memoryStore } from '../../../engine/memory-store.ts'
import type { GroupChanges, Lane, Store } from '../../../engine/store-port.ts'
import type { SimulatedDisk } from './simulated-disk.ts'

export interface RecordedCommit {
  readonly lanes: readonly Lane[]
  readonly changes: GroupChanges
}

/** A memory store that adds everything that is committed to it to a list. */
export function recordingStore(shards: number, commits: RecordedCommit[]): Store {
  const store = memoryStore({ shards })
  const begin = store.begin.bind(store)
  store.begin = async (lanes, mode) => {
    const transaction = await begin(lanes, mode)
    if (!transaction) return undefined
    const commit = transaction.commit.bind(transaction)
    return {
      ...transaction,
      commit: (changes) => {
        commits.push({ lanes: transaction.heads.map(({ tenant, shard }) => ({ tenant, shard })), changes })
        return commit(changes)
      },
    }
  }
  return store
}

/** Puts what was prepared on an empty disk, commit by commit, as it was made. */
export async function layDown(commits: readonly RecordedCommit[], disk: SimulatedDisk): Promise<void> {
  for (const { lanes, changes } of commits) {
    const transaction = await disk.store.begin(lanes, 'wait')
    await transaction?.commit(changes)
    disk.keep(changes)
  }
}
