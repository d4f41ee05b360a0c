import type { Sale } from '../state/scanner-state.ts'
import { NextButton } from './redeemed-view.tsx'
import { ResultScreen } from './result-screen.tsx'
import type { ScannerProps } from './scanner-props.ts'

interface NotAgreedViewProps extends ScannerProps {
  readonly sale: Sale
  readonly reason: 'declined' | 'over'
}

/** Red: the customer did not agree, or not in time. Nothing was used. */
export function NotAgreedView({ scanner, words, sale, reason }: NotAgreedViewProps) {
  return (
    <ResultScreen
      isGood={false}
      title={words.t(reason === 'declined' ? 'notAgreed' : 'notInTime')}
      fine={words.t('orderNumber', { number: sale.orderNumber })}
      actions={<NextButton scanner={scanner} label={words.t('scanAgain')} />}
    >
      <p class="result-sentence">{words.t('nothingUsed')}</p>
    </ResultScreen>
  )
}
