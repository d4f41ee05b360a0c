import type { Lane } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'

/** Who holds which lane in this process. Other processes are kept out by the store itself. */
export class LaneLocks {
  readonly #held = new Set<string>()
  #waiting: (() => void)[] = []
  #closed = false

  /** The lanes that were free, ascending, now held; with `wait`, all of them, as soon as all are free at once. */
  async take(lanes: readonly Lane[], mode: 'free' | 'wait'): Promise<readonly Lane[]> {
    const wanted = [...lanes].sort(compareLanes)
    while (mode === 'wait' && wanted.some((lane) => this.#held.has(nameOf(lane)))) {
      await new Promise<void>((wake) => this.#waiting.push(wake))
      if (this.#closed) throw new TallyError('store_closed', 'The store has been closed.')
    }
    const free = wanted.filter((lane) => !this.#held.has(nameOf(lane)))
    for (const lane of free) this.#held.add(nameOf(lane))
    return free
  }

  release(lanes: readonly Lane[]): void {
    for (const lane of lanes) this.#held.delete(nameOf(lane))
    this.#wakeAll()
  }

  /** Refuses everybody who waits. */
  close(): void {
    this.#closed = true
    this.#wakeAll()
  }

  #wakeAll(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}

function nameOf(lane: Lane): string {
  return `${lane.shard}/${lane.tenant}`
}

function compareLanes(a: Lane, b: Lane): number {
  return a.tenant === b.tenant ? a.shard - b.shard : a.tenant < b.tenant ? -1 : 1
}
