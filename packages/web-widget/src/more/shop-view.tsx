import { amountMinorOf } from '../scan/order-amount.ts'
import { Button } from '../views/button.tsx'
import { CallHelp } from '../views/call-help.tsx'
import { AlertIcon } from '../views/icons.tsx'
import type { MoreViewProps } from './more-props.ts'
import { TypedForm } from './typed-form.tsx'
import { currencyOf } from './vouchers-for.ts'

/** Whose printed code was scanned, large; then the amount, as the shop says it. */
export function ShopView(props: MoreViewProps<'shop'>) {
  const { state, wallet, words, view } = props
  const { shop } = view
  const currency = currencyOf(state)
  const send = (typed: string) => {
    const orderAmountMinor = amountMinorOf(typed.normalize('NFKC').trim(), words.fractionDigits(currency))
    if (orderAmountMinor === undefined) wallet.flow.context.store.set({ formProblem: 'shopAmountWrong' })
    else wallet.flow.view({ name: 'shopPay', order: { shop, orderAmountMinor, currency } })
  }
  return (
    <TypedForm
      {...props}
      title={words.t('shopTitle')}
      onSend={(read) => send(read('amount'))}
      action={
        <>
          <Button isSubmit>{words.t('payNext')}</Button>
          <CallHelp words={words} contact={state.contact} />
        </>
      }
    >
      <div class="tile asked">
        <p class="asked-shop">{shop.shop ?? shop.merchantId}</p>
      </div>
      <p class="note note-warn">
        <AlertIcon />
        <span>{words.t('shopWarn')}</span>
      </p>
      <label class="field">
        <span class="field-name">
          {words.t('shopAmount')} <span class="small">{words.t('shopAmountHint')}</span>
        </span>
        <input
          class="input tabular"
          name="amount"
          inputMode="decimal"
          autocomplete="off"
          maxLength={14}
          aria-invalid={state.formProblem !== undefined}
          aria-describedby="form-problem"
        />
      </label>
    </TypedForm>
  )
}
