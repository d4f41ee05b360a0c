import { Button } from '../views/button.tsx'
import { Facts } from '../views/facts.tsx'
import { CheckIcon } from '../views/icons.tsx'
import { OutcomeView } from '../views/outcome-view.tsx'
import type { MoreViewProps } from './more-props.ts'

/** The voucher was used at a shop without a till: the number that the shop hears too, and the receipt. */
export function ShopPaidView({ wallet, words, view: { paid } }: MoreViewProps<'shopPaid'>) {
  const { currency } = paid
  return (
    <OutcomeView
      isGood
      icon={<CheckIcon large />}
      title={words.t('shopPaidTitle')}
      sentence={words.t('shopPaidBody')}
      sum={
        <p class="outcome-sum">
          <span class="small">{words.t('shopNumber')}</span>
          <span class="figure">{[...paid.number].join(' ')}</span>
        </p>
      }
      actions={<Button onPress={() => wallet.go('home')}>{words.t('done')}</Button>}
    >
      <Facts
        facts={[
          [words.t('receiptShop'), paid.shop ?? paid.merchantId],
          [words.t('shopAmount'), words.money(paid.orderAmountMinor, currency)],
          [words.t('holdSaves'), words.money(paid.subsidyMinor, currency)],
          [words.t('holdDue'), words.money(paid.customerPaysMinor, currency)],
          [words.t('receiptTime'), words.instant(paid.at)],
        ]}
      />
    </OutcomeView>
  )
}
