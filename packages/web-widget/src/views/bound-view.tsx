import { Button } from './button.tsx'
import { CardFace } from './card-tile.tsx'
import { CheckIcon } from './icons.tsx'
import { OutcomeView } from './outcome-view.tsx'
import type { ViewProps } from './wallet-props.ts'

export function BoundView({ wallet, words, view: { card } }: ViewProps<'bound'>) {
  return (
    <OutcomeView
      isGood
      icon={<CheckIcon large />}
      title={words.t('boundTitle')}
      sentence={words.t('boundBody', { amount: words.amount(card.balanceMinor, card.currency) })}
      actions={<Button onPress={() => wallet.go('home')}>{words.t('done')}</Button>}
    >
      <CardFace words={words} card={card} />
    </OutcomeView>
  )
}
