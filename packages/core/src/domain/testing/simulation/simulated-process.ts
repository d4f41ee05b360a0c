import type { Tally } from '../../../create-tally.ts'
import { createTally } from '../../../create-tally.ts'
import { seededRandom } from '../../../engine/random.ts'
import type { Scheduler } from '../../../engine/scheduler.ts'
import type { GroupChanges, GroupTransaction, Store } from '../../../engine/store-port.ts'
import { TallyError } from '../../../kernel/error.ts'
import type { KeyMaterial } from '../../../token/keys/key-material.ts'
import type { CrashStep } from './faults.ts'
import type { MachineRoom } from './machine-room.ts'

/** Why a call has no answer. */
export class Lost extends Error {}

/** What a process that has ended does: nothing, for ever. */
const never = new Promise<never>(() => undefined)

/** One application process, from its start to its death: a real system on a connection of its own. */
export class SimulatedProcess {
  readonly tally: Promise<Tally>
  /** Rejects when the process dies. */
  readonly death: Promise<never>
  /** What this machine's clock is wrong by. */
  skewMs = 0
  readonly #world: MachineRoom
  readonly #onDeath: () => void
  readonly #name: string
  readonly #open = new Set<GroupTransaction>()
  #alive = true
  #die: (reason: Lost) => void = () => undefined

  constructor(world: MachineRoom, name: string, keys: KeyMaterial, onDeath: () => void) {
    this.#world = world
    this.#onDeath = onDeath
    this.#name = name
    this.death = new Promise((_, reject) => {
      this.#die = reject
    })
    this.death.catch(() => undefined)
    this.tally = createTally({
      store: this.#connection(),
      keys,
      clock: { now: () => world.timeline.now + this.skewMs },
      random: seededRandom(`${world.seed}/${name}`),
      scheduler: this.#scheduler(),
    })
    this.tally.catch(() => undefined)
  }

  get alive(): boolean {
    return this.#alive
  }

  kill(step: string): void {
    if (!this.#alive) return
    this.#alive = false
    const { disk, timeline, choices } = this.#world
    disk.note([timeline.now, this.#name, 'killed', step])
    this.#die(new Lost(`killed ${step}`))
    // The database takes a moment to see that nobody is there any more.
    for (const transaction of this.#open) timeline.after(choices.delayMs(200), () => void transaction.rollback())
    this.#open.clear()
    this.#onDeath()
  }

  #scheduler(): Scheduler {
    const { timeline, choices } = this.#world
    const ifAlive = (work: () => void) => () => (this.#alive ? work() : undefined)
    return {
      soon: (work) => void timeline.after(choices.int(2), ifAlive(work)),
      later: (milliseconds, work) => timeline.after(milliseconds, ifAlive(work)),
    }
  }

  /** Passes a named step: takes time, and perhaps the process ends here. */
  async #step(step: CrashStep): Promise<void> {
    const { faults, choices, timeline } = this.#world
    if (this.#alive && faults.crashAt === step && choices.perMille(faults.crash)) this.kill(step)
    if (!this.#alive) return never
    await timeline.sleep(choices.delayMs(faults.slowestMs))
    if (!this.#alive) return never
  }

  async #reading<T>(read: () => Promise<T>): Promise<T> {
    const { faults, choices } = this.#world
    await this.#step('read')
    if (choices.perMille(faults.unread)) throw unavailable('unreachable')
    const found = await read()
    await this.#step('read')
    return found
  }

  #connection(): Store {
    const { store } = this.#world.disk
    return {
      name: store.name,
      shards: store.shards,
      groupsInFlight: store.groupsInFlight,
      durable: store.durable,
      shared: store.shared,
      begin: async (lanes, mode, also) => {
        await this.#step('before begin')
        const transaction = await store.begin(lanes, mode, also)
        if (!transaction) return undefined
        if (!this.#alive) {
          await transaction.rollback()
          return never
        }
        this.#open.add(transaction)
        await this.#step('after lock')
        return this.#transaction(transaction)
      },
      read: (keys, spans) => this.#reading(() => store.read(keys, spans)),
      readJournal: (lane, after, limit) => this.#reading(() => store.readJournal(lane, after, limit)),
      readHead: (lane) => this.#reading(() => store.readHead(lane)),
      identify: (tenant, names, candidates) => this.#reading(() => store.identify(tenant, names, candidates)),
      lookUp: (tenant, name) => this.#reading(() => store.lookUp(tenant, name)),
      ping: () => this.#reading(() => store.ping()),
      close: async () => undefined,
    }
  }

  #transaction(inner: GroupTransaction): GroupTransaction {
    const end = () => this.#open.delete(inner)
    return {
      heads: inner.heads,
      load: async (keys, spans) => {
        const rows = await inner.load(keys, spans)
        await this.#step('after load')
        return rows
      },
      commit: async (changes) => {
        await this.#step('before commit')
        const { faults, choices, disk } = this.#world
        if (choices.perMille(faults.conflict)) {
          end()
          await inner.rollback()
          throw unavailable('conflict')
        }
        if (choices.perMille(faults.lostBefore)) {
          end()
          await inner.rollback()
          throw new TallyError('outcome_unknown', 'The connection was lost before COMMIT arrived.')
        }
        end()
        const committed = inner.commit(changes)
        disk.record(changes)
        await committed
        this.#world.checkStep(tenantsIn(changes))
        if (choices.perMille(faults.lostAfter)) {
          throw new TallyError('outcome_unknown', 'The connection was lost after COMMIT.')
        }
        await this.#step('after commit')
      },
      rollback: async () => {
        end()
        await inner.rollback()
      },
    }
  }
}

function tenantsIn({ adds, writes, removes, journal, heads }: GroupChanges): ReadonlySet<string> {
  return new Set([...adds, ...writes, ...removes, ...journal, ...heads].map(({ tenant }) => tenant))
}

function unavailable(reason: string): TallyError {
  return new TallyError('store_unavailable', 'Nothing was written.', { detail: { reason } })
}
