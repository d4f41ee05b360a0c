import { amountMinorOf } from '../scan/order-amount.ts'
import { actOnline } from './act-online.ts'
import type { Answer } from './answer.ts'
import { askCustomer, holdForCustomer } from './ask-customer.ts'
import type { Receipt, Spend } from './counter-api.ts'
import { showOpen, showRedeemed, showRefused } from './sale-outcomes.ts'
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

  if (answer === 'open') return showOpen(context, () => sell(context, sale))
  // The programme wants the customer's own word for this much: the voucher is held meanwhile.
  if (!answer.ok && answer.code === 'confirmation_needed') return holdForCustomer(context, sale, amountMinor)
  if (!answer.ok) return showRefused(context, sale, answer)
  if ('redemptionId' in answer.value) return showRedeemed(context, sale, answer.value)
  context.signal(true)
  emit('tally-scan', { result: 'spent' })
  store.set({ isBusy: false, view: { name: 'spent', spend: answer.value, orderNumber } })
}

/** The newest first; a day's worth is the server's business, not the page's. */
export function withLine(done: readonly DoneLine[], line: DoneLine): readonly DoneLine[] {
  return [line, ...done].slice(0, LINES_KEPT)
}
