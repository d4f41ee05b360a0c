import type { RefusalAnswer } from '../state/answer.ts'
import type { Sale } from '../state/scanner-state.ts'
import { OTHER_VERSION } from './failure-view.tsx'
import { ResultScreen } from './result-screen.tsx'
import type { ScannerProps } from './scanner-props.ts'

interface RefusedViewProps extends ScannerProps {
  readonly refusal: RefusalAnswer
  readonly sale: Sale
}

/** Refusals that another amount may cure. */
const ABOUT_AMOUNT: ReadonlySet<string> = new Set(['below_threshold', 'card_balance_short', 'input_invalid'])

/** Red: why not, in the customer's hearing; what to do next is the first button. */
export function RefusedView({ scanner, words, refusal, sale }: RefusedViewProps) {
  const isOtherKind = refusal.code === 'code_wrong_kind'
  const isAmount = ABOUT_AMOUNT.has(refusal.code)
  const other = sale.use === 'spend' ? 'redeem' : 'spend'
  const again = (
    <button
      type="button"
      class={isOtherKind || isAmount ? 'button on-result-quiet' : 'button on-result big'}
      part="button-secondary"
      data-focus={isOtherKind || isAmount ? undefined : ''}
      onClick={() => scanner.next()}
    >
      {words.t('scanAgain')}
    </button>
  )
  return (
    <ResultScreen
      isGood={false}
      title={words.t('refused')}
      fine={helpLine(words.t('helpCode', { code: (refusal.requestId ?? '').slice(-6).toUpperCase() }), refusal)}
      actions={
        <>
          {isOtherKind && (
            <button
              type="button"
              class="button on-result big"
              part="button-primary"
              data-focus=""
              onClick={() => scanner.useAs(other)}
            >
              {words.t(other === 'spend' ? 'asCard' : 'asVoucher')}
            </button>
          )}
          {isAmount && (
            <button
              type="button"
              class="button on-result big"
              part="button-primary"
              data-focus=""
              onClick={() => scanner.changeAmount()}
            >
              {words.t('changeAmount')}
            </button>
          )}
          {again}
        </>
      }
    >
      <p class="result-sentence">
        {OTHER_VERSION.has(refusal.code) ? words.t('outdatedBody') : (refusal.message ?? words.t('failedTitle'))}
      </p>
    </ResultScreen>
  )
}

function helpLine(help: string, { code, requestId }: RefusalAnswer): string {
  return requestId ? `${code} · ${help}` : code
}
