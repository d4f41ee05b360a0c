import type { RefusalAnswer } from '../state/answer.ts'
import type { StaffTask } from '../state/scanner-state.ts'
import { ResultScreen } from './result-screen.tsx'
import type { ScannerProps } from './scanner-props.ts'

interface TaskRefusedViewProps extends ScannerProps {
  readonly task: StaffTask
  readonly refusal: RefusalAnswer
}

export function TaskRefusedView({ scanner, words, task, refusal }: TaskRefusedViewProps) {
  return (
    <ResultScreen
      isGood={false}
      title={words.t('staffRefused')}
      fine={refusal.code}
      actions={
        <>
          <button
            type="button"
            class="button on-result big"
            part="button-primary"
            data-focus=""
            onClick={() => scanner.open(task)}
          >
            {words.t('retry')}
          </button>
          <button type="button" class="button on-result-quiet" part="button-secondary" onClick={() => scanner.next()}>
            {words.t('done')}
          </button>
        </>
      }
    >
      <p class="result-sentence">{refusal.message ?? words.t('failedTitle')}</p>
    </ResultScreen>
  )
}
