import { BackBar } from '../views/back-bar.tsx'
import { Button } from '../views/button.tsx'
import { AlertIcon } from '../views/icons.tsx'
import { termsText } from '../views/terms-text.ts'
import { Countdown } from './countdown.tsx'
import type { MoreViewProps } from './more-props.ts'
import { OrderFacts } from './order-facts.tsx'
import { vouchersFor } from './vouchers-for.ts'

/** Shop and amount of a till's code, read by the person's own phone; a button for each voucher that would do. */
export function AgreeView(props: MoreViewProps<'agree'>) {
  const { state, wallet, words, actions, view } = props
  const { shop, amountMinor, currency, until } = view.asked
  const vouchers = vouchersFor(state, amountMinor, currency)
  const isBusy = state.busy === 'agree'
  return (
    <div class="narrow tall">
      <BackBar {...props} title={words.t('agreeTitle')} />
      <OrderFacts words={words} shop={shop} orderAmountMinor={amountMinor} currency={currency} />
      <p class="note note-warn">
        <AlertIcon />
        <span>{words.t('agreeWarn')}</span>
      </p>
      <Countdown until={until} clock={wallet.flow.context.clock}>
        {(seconds) =>
          seconds === 0 ? (
            <p class="note note-warn" role="alert">
              {words.t('agreeOver')}
            </p>
          ) : (
            <div class="actions bottom">
              <p class="small tabular">{words.t(vouchers.length > 0 ? 'agreeLeft' : 'agreeNone', { seconds })}</p>
              {vouchers.map((voucher) => (
                <Button key={voucher.voucherId} isBusy={isBusy} onPress={() => actions.agree(view.asked, voucher)}>
                  {words.t('agreeWith', {
                    title: words.local(voucher.title),
                    terms: termsText(words, voucher.terms, voucher.currency),
                  })}
                </Button>
              ))}
            </div>
          )
        }
      </Countdown>
      <div class="actions">
        <Button kind="secondary" onPress={() => wallet.go('home')}>
          {words.t('agreeNot')}
        </Button>
      </div>
    </div>
  )
}
