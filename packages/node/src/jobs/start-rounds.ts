export interface RoundsOptions {
  readonly tenants: readonly string[]
  readonly everyMs: number
  /** What went wrong; the next round tries again. */
  readonly onError?: ((error: unknown, tenant: string) => void) | undefined
}

/**
 * Works for one tenant after another, at once and again every `everyMs`, one round at a time. Keeps no process alive.
 *
 * @param work with a signal that ends what may be ended early.
 * @returns the way to stop; it waits for the work that is under way.
 */
export function startRounds(
  options: RoundsOptions,
  work: (tenant: string, signal: AbortSignal) => Promise<unknown>,
): () => Promise<void> {
  const stopping = new AbortController()
  let round: Promise<void> = Promise.resolve()
  const workForAll = async () => {
    for (const tenant of options.tenants) {
      if (stopping.signal.aborted) return
      await work(tenant, stopping.signal).catch((error: unknown) => options.onError?.(error, tenant))
    }
  }
  const start = () => {
    round = round.then(workForAll)
  }
  const timer = setInterval(start, options.everyMs).unref()
  start()
  return async () => {
    stopping.abort()
    clearInterval(timer)
    await round
  }
}
