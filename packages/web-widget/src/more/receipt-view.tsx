import { Button } from '../views/button.tsx'
import { Facts } from '../views/facts.tsx'
import { Figure } from '../views/figure.tsx'
import { CheckIcon } from '../views/icons.tsx'
import { OutcomeView } from '../views/outcome-view.tsx'
import type { MoreViewProps } from './more-props.ts'

/** What the code became once it was used: amount, shop, time. */
export function ReceiptView({ wallet, words, view: { right, entry, spentMinor } }: MoreViewProps<'receipt'>) {
  const isVoucher = right.kind === 'voucher'
  const { currency, title } = isVoucher ? right.voucher : right.card
  const amountMinor =
    spentMinor ??
    entry?.amountMinor ??
    (isVoucher ? (right.voucher.terms.offMinor ?? right.voucher.terms.fixedMinor) : undefined)
  const at = (isVoucher ? right.voucher.redeemedAt : undefined) ?? entry?.at
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    [words.t(isVoucher ? 'receiptBenefit' : 'receiptCard'), words.local(title)],
    [words.t('receiptShop'), words.local(entry?.shop)],
    [words.t('receiptTime'), at && words.instant(at)],
    [words.t('cardBalance'), isVoucher ? '' : words.money(right.card.balanceMinor, currency)],
  ]
  return (
    <OutcomeView
      isGood
      icon={<CheckIcon large />}
      title={words.t('receiptTitle')}
      sum={
        amountMinor !== undefined && (
          <p class="outcome-sum">
            <span class="small">{words.t(isVoucher ? 'receiptSaved' : 'receiptSpent')}</span>
            <Figure words={words} amountMinor={Math.abs(amountMinor)} currency={currency} exact />
          </p>
        )
      }
      actions={<Button onPress={() => wallet.go('home')}>{words.t('done')}</Button>}
    >
      <Facts facts={facts} />
    </OutcomeView>
  )
}
