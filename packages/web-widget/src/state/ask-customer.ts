import { qrPath } from '../qr/qr-path.ts'
import { actOnline } from './act-online.ts'
import type { Challenge, Reservation } from './counter-api.ts'
import { showOpen, showRefused } from './sale-outcomes.ts'
import type { ScannerContext } from './scanner-context.ts'
import type { Asking, Sale } from './scanner-state.ts'
import { secondsUntil } from './server-clock.ts'

/** Shows a code with shop and amount, for the customer to scan and agree to. */
export async function askCustomer(context: ScannerContext, sale: Sale, amountMinor: number): Promise<void> {
  const { store, api, clock } = context
  const { orderNumber } = sale
  const sentAt = clock.tick()
  store.set({ isBusy: true })
  const answer = await actOnline<Challenge>(context, `ask:${orderNumber}`, () =>
    api.challenge.show({ orderNumber, orderAmountMinor: amountMinor, currency: store.get().currency }),
  )
  if (!context.isAlive()) return
  if (answer === 'open') return showOpen(context, () => askCustomer(context, sale, amountMinor))
  if (!answer.ok) return showRefused(context, sale, answer)
  const { challengeId, code, expiresAt, serverNow } = answer.value
  clock.sync(serverNow, sentAt)
  wait(context, {
    kind: 'challenge',
    id: challengeId,
    picture: qrPath(code),
    until: expiresAt,
    sale,
    amountMinor,
  })
}

/** Holds the voucher that was scanned until its holder has agreed to shop and amount on their own phone. */
export async function holdForCustomer(context: ScannerContext, sale: Sale, amountMinor: number): Promise<void> {
  const { store, api } = context
  const { code, orderNumber } = sale
  store.set({ isBusy: true })
  const answer = await actOnline<Reservation>(context, `hold:${orderNumber}`, (key) =>
    api.voucher.reserve({ code, orderNumber, orderAmountMinor: amountMinor, confirm: true }, { idempotencyKey: key }),
  )
  if (!context.isAlive()) return
  if (answer === 'open') return showOpen(context, () => holdForCustomer(context, sale, amountMinor))
  if (!answer.ok) return showRefused(context, sale, answer)
  const { reservationId, until } = answer.value
  wait(context, { kind: 'hold', id: reservationId, until, sale, amountMinor })
}

function wait({ store, clock }: ScannerContext, asking: Asking): void {
  store.set({ isBusy: false, view: { name: 'waiting', asking, secondsLeft: secondsUntil(clock, asking.until) } })
}
