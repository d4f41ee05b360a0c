import { actOnline } from './act-online.ts'
import type { Receipt } from './counter-api.ts'
import { showOpen, showRedeemed, showRefused } from './sale-outcomes.ts'
import type { ScannerContext } from './scanner-context.ts'
import type { Sale } from './scanner-state.ts'

/** Makes the sale that the customer agreed to; or lets it go, with what is held for it: the voucher is free again then. */
export function finishAsked(context: ScannerContext, isDone: boolean): void {
  const { view } = context.store.get()
  if (view.name === 'agreed') finishHold(context, view.agreed.reservationId, view.sale, isDone)
  else if (view.name === 'waiting' && view.asking.kind === 'hold')
    finishHold(context, view.asking.id, view.asking.sale, false)
  else context.store.set({ view: { name: 'scan' } })
}

async function finishHold(context: ScannerContext, reservationId: string, sale: Sale, isDone: boolean): Promise<void> {
  const { store, api } = context
  if (store.get().isBusy) return
  store.set({ isBusy: true })
  const { capture, release } = api.reservation
  const verb = isDone ? 'capture' : 'release'
  const answer = await actOnline<unknown>(context, `${verb}:${reservationId}`, (key) =>
    (isDone ? capture : release)({ reservationId }, { idempotencyKey: key }),
  )
  if (!context.isAlive()) return
  if (answer === 'open') return showOpen(context, () => finishHold(context, reservationId, sale, isDone))
  if (!answer.ok) return showRefused(context, sale, answer)
  if (!isDone) return store.set({ isBusy: false, view: { name: 'scan' } })
  showRedeemed(context, sale, answer.value as Receipt)
}
