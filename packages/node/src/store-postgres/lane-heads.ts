import type { Lane } from '@tallystick/core'
import type { Connections } from './connections.ts'
import type { HotStatements } from './hot-statements.ts'

/** Of so many it is remembered that they are there. */
const KEPT = 10_000

/** The head rows of lanes: they are there before they are locked, so that two processes never wait for each other's insert. */
export class LaneHeads {
  readonly #connections: Connections
  readonly #statements: HotStatements
  readonly #shards: number
  readonly #made = new Map<string, Promise<unknown>>()

  constructor(connections: Connections, statements: HotStatements, shards: number) {
    this.#connections = connections
    this.#statements = statements
    this.#shards = shards
  }

  /** Makes those that are not known to be there. @throws TallyError `store_unavailable`; the next call tries again. */
  async make(lanes: readonly Lane[]): Promise<void> {
    for (const { name, tenant, query } of this.#statements.addHeads(lanes, this.#shards)) {
      const known = this.#made.get(name)
      if (known) {
        await known
        continue
      }
      if (this.#made.size >= KEPT) this.#made.clear()
      const made = this.#connections.ask([tenant], query)
      this.#made.set(name, made)
      await made.catch((error) => {
        this.#made.delete(name)
        throw error
      })
    }
  }
}
