import { Button } from './button.tsx'
import { PinIcon } from './icons.tsx'
import { TopBar } from './top-bar.tsx'
import type { ViewProps } from './wallet-props.ts'

/** Why the position is asked for, before the browser asks; saying no costs nothing but this voucher. */
export function ConsentView({ state, wallet, words, view }: ViewProps<'consent'>) {
  const isLocating = state.busy !== undefined
  return (
    <div class="narrow tall">
      <TopBar title={words.t('consentTitle')} back={{ label: words.t('back'), onPress: () => wallet.go('home') }} />
      <div class="tile lead">
        <PinIcon large />
        <p>{words.t('offer' in view.purpose ? 'consentClaim' : 'consentCode')}</p>
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
