import type { Outcome } from '../../../kernel/outcome.ts'
import { findViolations } from '../invariants/find-violations.ts'
import { idNumber } from '../people.ts'
import { Choices } from './choices.ts'
import type { Intent } from './diary.ts'
import { Diary } from './diary.ts'
import type { Faults } from './faults.ts'
import { drawFaults, noFaults } from './faults.ts'
import type { MachineRoom } from './machine-room.ts'
import type { PreparedCounty, PreparedTenant } from './prepared-county.ts'
import { prepareCounty, STARTS } from './prepared-county.ts'
import { layDown } from './recorded-commits.ts'
import { SimulatedDisk } from './simulated-disk.ts'
import { Lost, SimulatedProcess } from './simulated-process.ts'
import { Timeline } from './timeline.ts'

const PROCESSES = 2
export const PEOPLE = 3
const canaries = Array.from({ length: PEOPLE }, (_, person) => idNumber(person))

/** Refusals that mean: try again. */
const passing = ['overloaded']

/** One run: two processes on one disk, people who call them, and everything between that can go wrong. */
export class World implements MachineRoom {
  readonly seed: number
  readonly choices: Choices
  readonly timeline = new Timeline(STARTS)
  readonly disk: SimulatedDisk
  readonly diary = new Diary()
  faults: Faults
  readonly #county: PreparedCounty
  readonly #processes: SimulatedProcess[] = []
  #started = 0
  #failed: unknown

  private constructor(
    seed: number,
    choices: Choices,
    shards: number,
    county: PreparedCounty,
    tell?: (line: string) => void,
  ) {
    this.seed = seed
    this.choices = choices
    this.faults = drawFaults(choices)
    this.disk = new SimulatedDisk(shards, choices.pick([1, 2]), tell)
    this.#county = county
  }

  static async open(seed: number, tell?: (line: string) => void): Promise<World> {
    const choices = new Choices(seed)
    const shards = seed % 2 === 0 ? 1 : choices.pick([3, 8])
    const county = await prepareCounty(shards, choices.perMille(500))
    const world = new World(seed, choices, shards, county, tell)
    await layDown(county.commits, world.disk)
    for (let place = 0; place < PROCESSES; place += 1) world.#start(place)
    return world
  }

  get tenants(): readonly [PreparedTenant, ...PreparedTenant[]] {
    return this.#county.tenants
  }

  #start(place: number): void {
    this.#started += 1
    const name = `process ${place} start ${this.#started}`
    const restart = () => this.timeline.after(10 + this.choices.delayMs(3000), () => this.#start(place))
    this.#processes[place] = new SimulatedProcess(this, name, this.#county.keys, restart)
  }

  /** From here on nothing goes wrong any more. */
  calmDown(): void {
    this.faults = noFaults
    for (const process of this.#processes) process.skewMs = 0
  }

  /** After every commit: all that must hold holds, for the tenants that it changed something of; at the end for all. */
  checkStep(tenants?: ReadonlySet<string>): void {
    const [first] = findViolations(tenants ? this.disk.of(tenants) : this.disk, { canaries })
    if (first !== undefined) this.#failed ??= new Broken(first)
  }

  /** Runs until the work is done, or something does not hold. */
  run(work: Promise<unknown>): Promise<void> {
    return this.timeline.runUntil(work, () => {
      if (this.#failed !== undefined) throw this.#failed
    })
  }

  /** Which process the network brings a call to; clocks jump and machines die on the way, perhaps. */
  async anyProcess(): Promise<SimulatedProcess> {
    for (;;) {
      const process = this.#processes[this.choices.int(PROCESSES)]
      if (process && this.choices.perMille(this.faults.clockJump)) {
        process.skewMs = this.choices.pick([-3_600_000, 3_600_000, -86_400_000, 1, 0])
        this.disk.note([this.timeline.now, 'clock', process.skewMs])
      }
      if (process?.alive && this.choices.perMille(this.faults.crash / 8)) process.kill('at random')
      if (process?.alive) return process
      await this.timeline.sleep(50)
    }
  }

  /** One delivery of a call: its outcome, or `Lost` when nobody can tell. */
  async deliver({ operation, input, actor, key }: Intent): Promise<Outcome<unknown>> {
    const { timeline, choices, faults } = this
    await timeline.sleep(choices.delayMs(faults.slowestMs))
    const process = await this.anyProcess()
    const answer = (async () => (await process.tally).call(operation, input, actor, { idempotencyKey: key }))()
    answer.catch(() => undefined)
    const impatience = timeline.sleep(60_000).then(() => Promise.reject(new Lost('nobody waits that long')))
    impatience.catch(() => undefined)
    const outcome = await Promise.race([answer, process.death, impatience])
    await timeline.sleep(choices.delayMs(faults.slowestMs))
    if (choices.perMille(faults.droppedAnswer)) throw new Lost('the answer was dropped')
    this.disk.note([timeline.now, operation, key, outcome])
    return outcome
  }

  /** Does something once: tries under one key until somebody says what became of it. */
  async insist(intent: Intent): Promise<Outcome<unknown>> {
    // What this one finds wrong is remembered; who asked twice waits for one of them only.
    if (this.choices.perMille(this.faults.delivered2)) void this.#try(intent).catch(() => undefined)
    for (;;) {
      const outcome = await this.#try(intent)
      if (outcome && (outcome.ok || !passing.includes(outcome.code))) return outcome
      await this.timeline.sleep(20 + this.choices.delayMs(1000))
    }
  }

  /** Undefined when this try tells nothing. */
  async #try(intent: Intent): Promise<Outcome<unknown> | undefined> {
    const was = this.diary.isAccepted(intent.key)
    try {
      const outcome = await this.deliver(intent)
      if (outcome.ok) this.diary.accept(intent.key, outcome.value)
      else if (was) throw new Broken(`I5 key ${intent.key} was accepted, and is refused with ${outcome.code}`)
      return outcome
    } catch (error) {
      if (tellsNothing(error)) return undefined
      this.#failed ??= error
      throw error
    }
  }
}

/** Something that must hold does not. */
export class Broken extends Error {}

function tellsNothing(error: unknown): boolean {
  const { code } = error as { code?: string }
  return error instanceof Lost || code === 'outcome_unknown' || code === 'store_unavailable'
}
