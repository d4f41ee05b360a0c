import { Button } from '../views/button.tsx'
import { CallHelp } from '../views/call-help.tsx'
import { AlertIcon } from '../views/icons.tsx'
import { OutcomeView } from '../views/outcome-view.tsx'
import type { MoreViewProps } from './more-props.ts'

/** The right ended while its code was on the screen: it ran out, or was withdrawn. */
export function OverView({ state, wallet, words, view: { right } }: MoreViewProps<'over'>) {
  const isVoucher = right.kind === 'voucher'
  const title = isVoucher ? (right.voucher.state === 'expired' ? 'voucherExpired' : 'voucherVoid') : 'cannotShow'
  return (
    <OutcomeView
      icon={<AlertIcon large />}
      title={words.t(title)}
      sentence={words.t(isVoucher ? 'voucherOver' : 'cardOver')}
      actions={
        <>
          <CallHelp words={words} contact={state.contact} />
          <Button onPress={() => wallet.go('home')}>{words.t('done')}</Button>
        </>
      }
    />
  )
}
