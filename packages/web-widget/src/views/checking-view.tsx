import type { Words } from '../i18n/create-words.ts'
import type { SharedKey } from '../i18n/message-keys.ts'
import { ClockIcon } from './icons.tsx'

interface CheckingViewProps {
  readonly words: Words<SharedKey>
  /** False once the tries are over: then the person says when to ask again. */
  readonly isWaiting: boolean
  readonly again: () => void
}

/** The reply was lost. Nobody may guess: the same act is asked about again under its own key. */
export function CheckingView({ words, isWaiting, again }: CheckingViewProps) {
  return (
    <div class="narrow tall">
      <div class="outcome" role="alert">
        <span class="badge">
          <ClockIcon large />
        </span>
        <h1 class="title" tabIndex={-1} data-focus="">
          {words.t('checkingTitle')}
        </h1>
        <p>{words.t('checkingBody')}</p>
      </div>
      <div class="actions bottom">
        <button
          type="button"
          class="button primary"
          part="button-primary"
          aria-busy={isWaiting}
          disabled={isWaiting}
          onClick={again}
        >
          {words.t(isWaiting ? 'checking' : 'checkAgain')}
        </button>
      </div>
    </div>
  )
}
