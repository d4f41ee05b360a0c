import type { WalletContext } from './wallet-flow.ts'

/** Countdowns of the first screen move by the minute, in the last minute by the second; at the opening the offer opens by itself. */
export function openingCountdowns({ store, clock, isAlive }: WalletContext): { move(): void; stop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined

  function move(): void {
    clearTimeout(timer)
    const { offers, view } = store.get()
    const nowMs = clock.now()
    const waits = offers
      .filter(({ state }) => state === 'not_open')
      .map(({ opensAt }) => Date.parse(opensAt) - nowMs)
      .filter((wait) => wait > 0)
    if (view.name === 'home') store.set({ nowMs })
    if (!isAlive()) return
    const isClose = Math.min(...waits, Number.POSITIVE_INFINITY) <= 61_000
    timer = setTimeout(move, isClose ? 1000 - (nowMs % 1000) : 15_000)
  }

  return { move, stop: () => clearTimeout(timer) }
}
