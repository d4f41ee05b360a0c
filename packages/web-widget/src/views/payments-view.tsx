import type { ShopPayment } from '../state/counter-api.ts'
import type { ScannerProps, ScannerWords } from './scanner-props.ts'
import { TopBar } from './top-bar.tsx'

interface PaymentsViewProps extends ScannerProps {
  /** Newest first; undefined until they are read. */
  readonly payments: readonly ShopPayment[] | undefined
}

/** Payments by the shop's printed code. Each with its day: a till's own clock may be wrong. */
export function PaymentsView({ scanner, words, payments }: PaymentsViewProps) {
  return (
    <div class="narrow">
      <TopBar title={words.t('shopPayments')} back={{ label: words.t('back'), onPress: () => scanner.next() }} />
      <p>{words.t('shopPaymentsHint')}</p>
      <ul class="tile list" part="list" aria-live="polite" aria-busy={payments === undefined}>
        {payments?.map((payment) => (
          <PaymentEntry key={payment.n} words={words} payment={payment} />
        ))}
        {!payments?.length && <li class="entry small">{words.t(payments ? 'noShopPayments' : 'loading')}</li>}
      </ul>
    </div>
  )
}

function PaymentEntry({ words, payment }: { readonly words: ScannerWords; readonly payment: ShopPayment }) {
  const { number, at, orderAmountMinor, subsidyMinor, customerPaysMinor, currency } = payment
  const money = (amountMinor: number) => words.money(amountMinor, currency)
  return (
    <li class="entry payment">
      <span>
        <span class="small">{words.t('paymentNumber')} </span>
        <span class="payment-number">{number}</span>
      </span>
      <span class="entry-amount">
        {words.t('due')} {money(customerPaysMinor)}
      </span>
      <span class="small entry-when tabular">
        <span class="whole">{words.t('originalPrice', { amount: money(orderAmountMinor) })} ·</span>{' '}
        <span class="whole">{words.t('voucherPays', { amount: money(subsidyMinor) })} ·</span>{' '}
        <time class="whole" dateTime={at}>
          {words.instant(at)}
        </time>
      </span>
    </li>
  )
}
