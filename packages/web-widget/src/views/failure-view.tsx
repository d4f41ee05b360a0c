import type { Words } from '../i18n/create-words.ts'
import type { SharedKey } from '../i18n/message-keys.ts'
import { isSessionRefusal, isUnknownResult, type RefusalAnswer } from '../state/answer.ts'
import { AlertIcon } from './icons.tsx'

interface FailureViewProps {
  readonly words: Words<SharedKey>
  readonly failure: RefusalAnswer
  readonly onRetry: () => void
}

/** Nothing could be read at all: why, and the next step. */
export function FailureView({ words, failure, onRetry }: FailureViewProps) {
  const isSession = isSessionRefusal(failure)
  const sentence = isSession
    ? words.t('sessionBody')
    : isUnknownResult(failure)
      ? words.t('unreachable')
      : (failure.message ?? words.t('setupBody'))
  return (
    <div class="narrow tall">
      <div class="outcome" role="alert">
        <span class="badge">
          <AlertIcon large />
        </span>
        <h1 class="title" tabIndex={-1} data-focus="">
          {words.t(isSession ? 'sessionTitle' : isUnknownResult(failure) ? 'offline' : 'setupTitle')}
        </h1>
        <p>{sentence}</p>
      </div>
      <div class="actions bottom">
        <button type="button" class="button primary" part="button-primary" onClick={onRetry}>
          {words.t('retry')}
        </button>
        <p class="fine">{failure.code}</p>
      </div>
    </div>
  )
}
