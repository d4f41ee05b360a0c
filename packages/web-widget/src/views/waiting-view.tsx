import type { Asking } from '../state/scanner-state.ts'
import { Figure } from './figure.tsx'
import { ClockIcon } from './icons.tsx'
import { QrCode } from './qr-code.tsx'
import type { ScannerProps } from './scanner-props.ts'
import { TopBar } from './top-bar.tsx'

interface WaitingViewProps extends ScannerProps {
  readonly asking: Asking
  readonly secondsLeft: number
}

/** The customer is to agree: by scanning this screen, or on the phone that was scanned. */
export function WaitingView({ state, scanner, words, asking, secondsLeft }: WaitingViewProps) {
  const { picture, sale, amountMinor } = asking
  return (
    <div class="narrow tall">
      <TopBar
        title={words.t(picture ? 'askTitle' : 'holdTitle')}
        back={{ label: words.t('cancel'), onPress: () => scanner.finish(false) }}
      />
      {picture ? (
        <div class="qr-tile">
          <QrCode picture={picture} label={words.t('askLabel')} />
        </div>
      ) : (
        <div class="scan-zone" role="img" aria-label={words.t('holdHint')}>
          <ClockIcon large />
        </div>
      )}
      <p class="asked-sum">
        <Figure words={words} amountMinor={amountMinor} currency={state.currency} exact />
      </p>
      <p class="small asked-sum">{words.t(picture ? 'askHint' : 'holdHint')}</p>
      <p class="asked-sum tabular" role="timer">
        {words.t(secondsLeft > 0 ? 'askLeft' : 'checking', { seconds: secondsLeft })}
      </p>
      <p class="fine">{words.t('orderNumber', { number: sale.orderNumber })}</p>
    </div>
  )
}
