import { amountMinorOf } from '../scan/order-amount.ts'
import { actOnline } from './act-online.ts'
import type { Answer } from './answer.ts'
import { askCustomer, holdForCustomer } from './ask-customer.ts'
import type { Receipt, Spend } from './counter-api.ts'
import { reportRefusal } from './report-refusal.ts'
import type { ScannerContext } from './scanner-context.ts'
import type { DoneLine, Sale } from './scanner-state.ts'

const LINES_KEPT = 20

/** Redeems a voucher or takes a payment from a card, and puts what came of it on the whole screen. */
export async function sell(context: ScannerContext, sale: Sale): Promise<void> {
  const { store, api, emit, isAlive } = context
  const amountMinor = amountMinorOf(sale.typed, context.fractionDigits())
  if (amountMinor === undefined || store.get().isBusy) return
  store.set({ isBusy: true })
  if (sale.use === 'ask') return askCustomer(context, sale, amountMinor)
  const { code, orderNumber, use } = sale
  const call = (key: string): Promise<Answer<Receipt | Spend>> =>
    use === 'redeem'
      ? api.voucher.redeem({ code, orderNumber, orderAmountMinor: amountMinor }, { idempotencyKey: key })
      : api.card.spend({ code, orderNumber, amountMinor }, { idempotencyKey: key })
  const answer = await actOnline(context, `${use}:${orderNumber}`, call)
  if (!isAlive()) return

  if (answer === 'open') {
    store.set({ isBusy: false, view: { name: 'checking', isWaiting: false, again: () => sell(context, sale) } })
    return
  }
  // The programme wants the customer's own word for this much: the voucher is held meanwhile.
  if (!answer.ok && answer.code === 'confirmation_needed') return holdForCustomer(context, sale, amountMinor)
  context.signal(answer.ok)
  if (!answer.ok) {
    reportRefusal(emit, answer)
    emit('tally-scan', { result: 'refused', code: answer.code })
    store.set({ isBusy: false, view: { name: 'refused', refusal: answer, sale } })
    return
  }
  if ('redemptionId' in answer.value) {
    emit('tally-scan', { result: 'redeemed' })
    emit('tally-redeemed', { orderId: orderNumber })
    store.set({ isBusy: false, view: { name: 'redeemed', receipt: answer.value } })
  } else {
    emit('tally-scan', { result: 'spent' })
    store.set({ isBusy: false, view: { name: 'spent', spend: answer.value, orderNumber } })
  }
}

/** The newest first; a day's worth is the server's business, not the page's. */
export function withLine(done: readonly DoneLine[], line: DoneLine): readonly DoneLine[] {
  return [line, ...done].slice(0, LINES_KEPT)
}
