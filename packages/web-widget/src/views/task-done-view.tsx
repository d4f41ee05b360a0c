import type { ActivationReport } from '../state/counter-api.ts'
import type { StaffTask } from '../state/scanner-state.ts'
import { ResultScreen } from './result-screen.tsx'
import type { ScannerProps } from './scanner-props.ts'

interface TaskDoneViewProps extends ScannerProps {
  readonly task: StaffTask
  readonly card: string
  readonly report?: ActivationReport | undefined
}

const MOST_LISTED = 50

/** What came of it. A range in which single cards failed is not green: those cards are listed. */
export function TaskDoneView({ scanner, words, task, card, report }: TaskDoneViewProps) {
  const failed = report?.report.filter(({ ok }) => !ok) ?? []
  const isGood = failed.length === 0
  const title = task === 'reverse' ? words.t('reversed') : words.t('activated')
  return (
    <ResultScreen
      isGood={isGood}
      title={isGood ? title : words.t('activatedPartly', { failed: failed.length })}
      actions={
        <>
          <button
            type="button"
            class="button on-result big"
            part="button-primary"
            data-focus=""
            onClick={() => scanner.open(task)}
          >
            {words.t('next')}
          </button>
          <button type="button" class="button on-result-quiet" part="button-secondary" onClick={() => scanner.next()}>
            {words.t('done')}
          </button>
        </>
      }
    >
      <p class="result-sentence tabular">{card}</p>
      {report && <p class="result-text">{words.t('activatedCount', { count: report.activated })}</p>}
      {!isGood && (
        <ul class="result-list">
          {failed.slice(0, MOST_LISTED).map(({ serial, code }) => (
            <li key={serial}>
              <span class="tabular">{serial}</span> {code}
            </li>
          ))}
        </ul>
      )}
    </ResultScreen>
  )
}
