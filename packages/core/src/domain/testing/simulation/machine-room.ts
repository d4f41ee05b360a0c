import type { Choices } from './choices.ts'
import type { Faults } from './faults.ts'
import type { SimulatedDisk } from './simulated-disk.ts'
import type { Timeline } from './timeline.ts'

/** What a process finds around it. */
export interface MachineRoom {
  readonly seed: number
  readonly choices: Choices
  readonly timeline: Timeline
  readonly disk: SimulatedDisk
  readonly faults: Faults
  /** To be called after every commit, with the tenants that it changed something of. */
  checkStep(tenants: ReadonlySet<string>): void
}
