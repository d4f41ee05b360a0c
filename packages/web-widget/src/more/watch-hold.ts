import type { WalletFlow } from '../state/wallet-flow.ts'
import { followHold } from './answer-hold.ts'

const ASK_EVERY_MS = 3000

/**
 * While the screen shows a voucher that a shop holds, asks what became of it; one question at a time. Whoever went on
 * meanwhile, or is answering, is left alone.
 *
 * @returns the way to stop.
 */
export function watchHold(flow: WalletFlow): () => void {
  const { store } = flow.context
  let isAsking = false

  async function look(): Promise<void> {
    const { view, busy } = store.get()
    if (isAsking || busy || view.name !== 'hold' || !view.voucher.hold || document.visibilityState !== 'visible') return
    isAsking = true
    await followHold(flow, view.voucher, () => store.get().view !== view || store.get().busy !== undefined)
    isAsking = false
  }

  const timer = setInterval(look, ASK_EVERY_MS)
  return () => clearInterval(timer)
}
