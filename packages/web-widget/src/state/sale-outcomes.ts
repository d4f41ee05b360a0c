import type { RefusalAnswer } from './answer.ts'
import type { Receipt } from './counter-api.ts'
import { reportRefusal } from './report-refusal.ts'
import type { ScannerContext } from './scanner-context.ts'
import type { Sale } from './scanner-state.ts'

/** Nobody knows yet: the cashier says when to ask again. */
export function showOpen({ store }: ScannerContext, again: () => void): void {
  store.set({ isBusy: false, view: { name: 'checking', isWaiting: false, again } })
}

export function showRefused({ store, emit, signal }: ScannerContext, sale: Sale, refusal: RefusalAnswer): void {
  signal(false)
  reportRefusal(emit, refusal)
  emit('tally-scan', { result: 'refused', code: refusal.code })
  store.set({ isBusy: false, view: { name: 'refused', refusal, sale } })
}

export function showRedeemed({ store, emit, signal }: ScannerContext, { orderNumber }: Sale, receipt: Receipt): void {
  signal(true)
  emit('tally-scan', { result: 'redeemed' })
  emit('tally-redeemed', { orderId: orderNumber })
  store.set({ isBusy: false, view: { name: 'redeemed', receipt } })
}
