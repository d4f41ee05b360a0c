import { hostScheduler } from '../../../engine/scheduler.ts'

interface Event {
  readonly at: number
  readonly work: () => void
}

const host = hostScheduler()

/** More events than any run of this size needs: then nobody gets on any more. */
const MOST_EVENTS = 100_000

/** Time that passes only as events do. One event runs at a time, and all that follows from it before the next. */
export class Timeline {
  /** Epoch milliseconds. */
  now: number
  readonly #queue: Event[] = []
  #events = 0

  constructor(start: number) {
    this.now = start
  }

  after(milliseconds: number, work: () => void): () => void {
    const event = { at: this.now + milliseconds, work }
    let place = this.#queue.length
    // Later events stand first; of those at one instant the one that was asked for first is the last.
    while (place > 0 && (this.#queue[place - 1]?.at ?? 0) <= event.at) place -= 1
    this.#queue.splice(place, 0, event)
    return () => {
      const at = this.#queue.indexOf(event)
      if (at >= 0) this.#queue.splice(at, 1)
    }
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((wake) => this.after(milliseconds, wake))
  }

  /**
   * Runs events until the work is done.
   * @param check is called after each of them.
   * @throws Error when nothing is left to happen and the work still waits, or when it never ends; what `check` throws.
   */
  async runUntil(work: Promise<unknown>, check: () => void): Promise<void> {
    let over = false
    const end = work.finally(() => {
      over = true
    })
    end.catch(() => undefined)
    await turn()
    while (!over) {
      const event = this.#queue.pop()
      if (!event) throw new Error('nothing is left to happen, and somebody still waits')
      this.#events += 1
      if (this.#events > MOST_EVENTS) throw new Error('nobody gets on any more')
      this.now = Math.max(this.now, event.at)
      event.work()
      await turn()
      check()
    }
    await end
  }
}

/** Lets everything run that follows from what has happened: promises only, since nothing here waits for the machine. */
function turn(): Promise<void> {
  return new Promise((resolve) => host.soon(resolve))
}
