import { PinIcon } from './icons.tsx'
import { TopBar } from './top-bar.tsx'
import type { WalletProps } from './wallet-props.ts'

interface ConsentViewProps extends WalletProps {
  readonly purpose: 'claim' | 'show'
}

/** Why the position is asked for, before the browser asks; saying no costs nothing but this voucher. */
export function ConsentView({ state, wallet, words, purpose }: ConsentViewProps) {
  const isLocating = state.busy !== undefined
  return (
    <div class="narrow tall">
      <TopBar title={words.t('consentTitle')} back={{ label: words.t('back'), onPress: () => wallet.go('home') }} />
      <div class="tile lead">
        <PinIcon large />
        <p>{words.t(purpose === 'claim' ? 'consentClaim' : 'consentCode')}</p>
        <slot name="consent" />
      </div>
      <div class="actions bottom">
        <button
          type="button"
          class="button primary"
          part="button-primary"
          aria-busy={isLocating}
          disabled={isLocating}
          onClick={() => wallet.consent()}
        >
          {words.t(isLocating ? 'locating' : 'consentAllow')}
        </button>
        <button type="button" class="button secondary" part="button-secondary" onClick={() => wallet.go('home')}>
          {words.t('consentDeny')}
        </button>
      </div>
    </div>
  )
}
