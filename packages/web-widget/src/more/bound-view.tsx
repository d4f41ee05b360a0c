import { Button } from '../views/button.tsx'
import { CardFace } from '../views/card-tile.tsx'
import { CheckIcon } from '../views/icons.tsx'
import { OutcomeView } from '../views/outcome-view.tsx'
import type { MoreViewProps } from './more-props.ts'

export function BoundView({ wallet, words, view: { card } }: MoreViewProps<'bound'>) {
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
