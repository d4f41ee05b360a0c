import { isBusy, isUnknownResult } from './answer.ts'
import type { ShopPayment } from './counter-api.ts'
import { noteNetwork } from './network-state.ts'
import { reportRefusal } from './report-refusal.ts'
import type { ScannerContext } from './scanner-context.ts'

const EVERY_MS = 3000
const SHOWN = 20

/**
 * Shows a shop the payments by its printed code, and asks for newer ones every three seconds while it looks; one question at a time.
 * Those that come meanwhile are signalled, and the newest is said aloud.
 */
export function watchPayments(context: ScannerContext): { readonly show: () => void; readonly stop: () => void } {
  const { store, api, emit } = context
  let isAsking = false

  async function look(): Promise<void> {
    const { view } = store.get()
    if (view.name !== 'payments' || isAsking) return
    isAsking = true
    const answer = await api.shopCode.payments({ after: view.last })
    isAsking = false
    if (!context.isAlive()) return
    noteNetwork(context, answer)
    // The shop went on meanwhile, and may have come back: then this answer is too little.
    if (store.get().view !== view) return
    if (answer.ok) return add(view.payments, answer.value)
    if (isUnknownResult(answer) || isBusy(answer)) return
    store.set({ view: { name: 'setup', failure: answer } })
    reportRefusal(emit, answer)
  }

  function add(
    known: readonly ShopPayment[] | undefined,
    { payments: came, last }: { readonly payments: readonly ShopPayment[]; readonly last: number },
  ): void {
    const newest = came.at(-1)
    if (known && !newest) return
    store.set({
      view: { name: 'payments', payments: [...[...came].reverse(), ...(known ?? [])].slice(0, SHOWN), last },
    })
    if (!known || !newest) return
    context.signal(true)
    context.say(newest.spoken)
  }

  const timer = setInterval(look, EVERY_MS)
  return {
    show() {
      store.set({ view: { name: 'payments', payments: undefined, last: 0 } })
      look()
    },
    stop: () => clearInterval(timer),
  }
}
