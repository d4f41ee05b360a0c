/** Where time comes from. Only the engine reads it; decisions get `ctx.now`. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number
}

export const systemClock: Clock = { now: () => Date.now() }

export interface FakeClock extends Clock {
  set(instant: string | number | Date): void
  advance(by: {
    readonly milliseconds?: number
    readonly seconds?: number
    readonly minutes?: number
    readonly hours?: number
    readonly days?: number
  }): void
}

/** A clock that moves only when told, for tests and dry runs. */
export function fakeClock(start: string | number | Date): FakeClock {
  let now = new Date(start).getTime()
  return {
    now: () => now,
    set(instant) {
      now = new Date(instant).getTime()
    },
    advance({ milliseconds = 0, seconds = 0, minutes = 0, hours = 0, days = 0 }) {
      now += milliseconds + 1000 * (seconds + 60 * (minutes + 60 * (hours + 24 * days)))
    },
  }
}
