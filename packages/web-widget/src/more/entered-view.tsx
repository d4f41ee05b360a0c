import { Button } from '../views/button.tsx'
import { CheckIcon } from '../views/icons.tsx'
import { OutcomeView } from '../views/outcome-view.tsx'
import { VoucherFace } from '../views/voucher-tile.tsx'
import type { MoreViewProps } from './more-props.ts'

/** The person stands in the list of a draw; when to look again. */
export function EnteredView({ wallet, words, view: { offer, publicAt } }: MoreViewProps<'entered'>) {
  return (
    <OutcomeView
      isGood
      icon={<CheckIcon large />}
      title={words.t('enteredTitle')}
      sentence={words.t('enteredBody', { time: words.instant(publicAt) })}
      actions={<Button onPress={() => wallet.go('home')}>{words.t('done')}</Button>}
    >
      <div class="tile">
        <VoucherFace words={words} of={offer} />
      </div>
    </OutcomeView>
  )
}
