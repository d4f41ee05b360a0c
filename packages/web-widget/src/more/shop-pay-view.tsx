import { BackBar } from '../views/back-bar.tsx'
import { Button } from '../views/button.tsx'
import { AlertIcon } from '../views/icons.tsx'
import { termsText } from '../views/terms-text.ts'
import type { MoreViewProps } from './more-props.ts'
import { OrderFacts } from './order-facts.tsx'
import { vouchersFor } from './vouchers-for.ts'

/** Shop and amount once more, and a button for each voucher that would do; pressing it uses the voucher. */
export function ShopPayView(props: MoreViewProps<'shopPay'>) {
  const { state, wallet, words, actions, view } = props
  const { shop, orderAmountMinor, currency } = view.order
  const vouchers = vouchersFor(state, orderAmountMinor, currency)
  const isBusy = state.busy === 'shop'
  return (
    <div class="narrow tall">
      <BackBar {...props} title={words.t('shopPayTitle')} />
      <OrderFacts
        words={words}
        shop={shop.shop ?? shop.merchantId}
        orderAmountMinor={orderAmountMinor}
        currency={currency}
      />
      <p class="note note-warn">
        <AlertIcon />
        <span>{words.t(vouchers.length > 0 ? 'shopPayWarn' : 'agreeNone')}</span>
      </p>
      <div class="actions bottom">
        {vouchers.map((voucher) => (
          <Button key={voucher.voucherId} isBusy={isBusy} onPress={() => actions.payShop(view.order, voucher)}>
            {words.t('shopUse', {
              title: words.local(voucher.title),
              terms: termsText(words, voucher.terms, voucher.currency),
            })}
          </Button>
        ))}
        <Button kind="secondary" onPress={() => wallet.flow.view({ name: 'shop', shop })}>
          {words.t('shopChange')}
        </Button>
      </div>
    </div>
  )
}
