import { Button } from './button.tsx'
import { CheckIcon } from './icons.tsx'
import { OutcomeView } from './outcome-view.tsx'
import { VoucherFace } from './voucher-tile.tsx'
import type { ViewProps } from './wallet-props.ts'

export function ClaimedView({ wallet, words, view: { voucher } }: ViewProps<'claimed'>) {
  return (
    <OutcomeView
      isGood
      icon={<CheckIcon large />}
      title={words.t('claimedTitle')}
      sentence={words.t('claimedBody', { time: words.lastMinute(voucher.expiresAt) })}
      actions={
        <>
          <Button onPress={() => wallet.show({ kind: 'voucher', voucher })}>{words.t('showCode')}</Button>
          <Button kind="secondary" onPress={() => wallet.go('home')}>
            {words.t('done')}
          </Button>
        </>
      }
    >
      <div class="tile">
        <VoucherFace words={words} of={voucher} />
      </div>
    </OutcomeView>
  )
}
