/** When the engine's own work runs. Injected so that a simulation can own every interleaving. */
export interface Scheduler {
  /** After what is runnable now: calls that arrive in one burst share a group, and no delay is added. */
  soon(work: () => void): void
  /** Once, after about that long; must not keep a process alive. Returns a cancel function. */
  later(milliseconds: number, work: () => void): () => void
}

interface HostTimers {
  readonly setImmediate?: (work: () => void) => unknown
  readonly setTimeout: (work: () => void, milliseconds: number) => unknown
  readonly clearTimeout: (timer: unknown) => void
}

export function hostScheduler(): Scheduler {
  const host = globalThis as unknown as HostTimers
  return {
    // setImmediate, not a microtask: the store may block the loop in fsync, and arrivals must be read before that.
    soon: (work) => void (host.setImmediate ? host.setImmediate(work) : host.setTimeout(work, 0)),
    later(milliseconds, work) {
      const timer = host.setTimeout(work, milliseconds)
      ;(timer as { unref?: () => void }).unref?.()
      return () => host.clearTimeout(timer)
    },
  }
}
