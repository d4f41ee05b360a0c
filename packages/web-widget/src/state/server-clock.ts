export interface ServerClock {
  /** Learns from one answer: the server's time in it, and when (on `tick`) the question was sent. */
  sync(serverNow: string, sentAt: number): void
  /** The server's time in epoch milliseconds; before the first answer the device's own guess. */
  now(): number
  /** The steady tick answers are measured against. */
  tick(): number
  /** Some phones stop the tick while the page sleeps: what the wall clock gained meanwhile is made up for. */
  setVisible(isVisible: boolean): void
}

/** Whole seconds until a moment of the server's (ISO 8601), rounded up: 1 until the very end, 0 after it. */
export function secondsUntil(clock: ServerClock, until: string): number {
  return Math.max(0, Math.ceil((Date.parse(until) - clock.now()) / 1000))
}

/** Smaller gaps are the two clocks' own differences. */
const LEAST_SLEEP_MS = 1000

/**
 * The server's clock, carried forward on the page's monotonic clock. A device whose clock is ten minutes off shows
 * right codes, because its clock is read only until the first answer.
 */
export function createServerClock(
  tick: () => number = () => performance.now(),
  wall: () => number = Date.now,
): ServerClock {
  let offset = wall() - tick()
  let hiddenAt: { readonly tick: number; readonly wall: number } | undefined
  return {
    tick,
    now: () => tick() + offset,
    sync(serverNow, sentAt) {
      const told = Date.parse(serverNow)
      if (Number.isNaN(told)) return
      const receivedAt = tick()
      // The answer was under way for about half of the round trip.
      offset = told + (receivedAt - sentAt) / 2 - receivedAt
    },
    setVisible(isVisible) {
      if (!isVisible) {
        hiddenAt ??= { tick: tick(), wall: wall() }
      } else if (hiddenAt) {
        const slept = wall() - hiddenAt.wall - (tick() - hiddenAt.tick)
        if (slept > LEAST_SLEEP_MS) offset += slept
        hiddenAt = undefined
      }
    },
  }
}
