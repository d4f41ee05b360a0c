import { BackBar } from '../views/back-bar.tsx'
import { Button } from '../views/button.tsx'
import { PinIcon } from '../views/icons.tsx'
import type { MoreViewProps } from './more-props.ts'

/** Why the position is asked for, before the browser asks; saying no costs nothing but this voucher. */
export function ConsentView(props: MoreViewProps<'consent'>) {
  const { state, wallet, words, view } = props
  const isLocating = state.busy !== undefined
  return (
    <div class="narrow tall">
      <BackBar {...props} title={words.t('consentTitle')} />
      <div class="tile lead">
        <PinIcon large />
        <p>{words.t(reasonFor(view.purpose))}</p>
        <slot name="consent" />
      </div>
      <div class="actions bottom">
        <Button isBusy={isLocating} onPress={() => wallet.consent()}>
          {words.t(isLocating ? 'locating' : 'consentAllow')}
        </Button>
        <Button kind="secondary" onPress={() => wallet.go('home')}>
          {words.t('consentDeny')}
        </Button>
      </div>
    </div>
  )
}

function reasonFor(purpose: MoreViewProps<'consent'>['view']['purpose']) {
  if (!('offer' in purpose)) return 'consentCode'
  return purpose.offer.state === 'draw' ? 'consentEnter' : 'consentClaim'
}
