import { Facts } from '../views/facts.tsx'
import { Figure } from '../views/figure.tsx'
import type { MoreProps } from './more-props.ts'

interface OrderFactsProps extends Pick<MoreProps, 'words'> {
  readonly shop: string
  readonly orderAmountMinor: number
  readonly currency: string
  readonly subsidyMinor?: number
  readonly customerPaysMinor?: number
}

/** Shop and amount, large: what a person compares with what is in front of them. */
export function OrderFacts(props: OrderFactsProps) {
  const { words, shop, orderAmountMinor, currency, subsidyMinor, customerPaysMinor } = props
  return (
    <>
      <div class="tile asked">
        <p class="asked-shop">{shop}</p>
        <Figure words={words} amountMinor={orderAmountMinor} currency={currency} exact />
      </div>
      {subsidyMinor !== undefined && (
        <Facts
          facts={[
            [words.t('holdSaves'), words.money(subsidyMinor, currency)],
            [words.t('holdDue'), words.money(customerPaysMinor ?? 0, currency)],
          ]}
        />
      )}
    </>
  )
}
