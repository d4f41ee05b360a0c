import { TallyError } from '../kernel/error.ts'
import type { CallResult, ReplySlot } from './pending-call.ts'
import { replay } from './replies.ts'
import type { Store } from './store-port.ts'
import { Workspace } from './workspace.ts'

/** Look-ups that may wait, and keys of one read. */
const MAX_WAITING = 20_000
const MAX_KEYS = 1000

interface Question {
  readonly tenant: string
  readonly slot: ReplySlot
  readonly resolve: (result: CallResult | undefined) => void
  readonly reject: (error: unknown) => void
}

/**
 * Answers that were given under a key before, for calls that memory alone refuses. While one read is under way the next gathers: a
 * crowd that is told "sold out" shares a few reads, instead of asking for a connection each and being told that there is none.
 */
export class StoredReplies {
  readonly #store: Pick<Store, 'shards' | 'read'>
  readonly #waiting: Question[] = []
  #isReading = false

  constructor(store: Pick<Store, 'shards' | 'read'>) {
    this.#store = store
  }

  /** @throws TallyError `queue_full`; what the store throws. */
  find(tenant: string, slot: ReplySlot): Promise<CallResult | undefined> {
    if (this.#waiting.length >= MAX_WAITING) throw new TallyError('queue_full', 'Too many calls are waiting.')
    return new Promise((resolve, reject) => {
      this.#waiting.push({ tenant, slot, resolve, reject })
      if (!this.#isReading) void this.#readAll()
    })
  }

  async #readAll(): Promise<void> {
    this.#isReading = true
    while (this.#waiting.length > 0) await this.#read(this.#waiting.splice(0, MAX_KEYS))
    this.#isReading = false
  }

  async #read(questions: readonly Question[]): Promise<void> {
    const workspace = new Workspace(this.#store.shards)
    try {
      const touches = questions.map(({ tenant, slot }) => ({ tenant, touches: [slot.ref] }))
      await workspace.load(touches, (keys, spans) => this.#store.read(keys, spans))
    } catch (error) {
      for (const { reject } of questions) reject(error)
      return
    }
    for (const { tenant, slot, resolve, reject } of questions) {
      try {
        resolve(replay(workspace.view(tenant), slot))
      } catch (error) {
        reject(error)
      }
    }
  }
}
