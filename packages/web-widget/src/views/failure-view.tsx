import type { Words } from '../i18n/create-words.ts'
import type { SharedKey } from '../i18n/message-keys.ts'
import { isSessionRefusal, isUnknownResult, type RefusalAnswer } from '../state/answer.ts'
import { Button } from './button.tsx'
import { AlertIcon } from './icons.tsx'
import { OutcomeView } from './outcome-view.tsx'

interface FailureViewProps {
  readonly words: Words<SharedKey>
  readonly failure: RefusalAnswer
  readonly onRetry: () => void
}

/** Nothing could be read at all: why, and the next step. */
export function FailureView({ words, failure, onRetry }: FailureViewProps) {
  const [title, sentence] = wordsFor(failure)
  return (
    <OutcomeView
      icon={<AlertIcon large />}
      title={words.t(title)}
      sentence={(sentence === 'setupBody' && failure.message) || words.t(sentence)}
      actions={
        <>
          <Button onPress={onRetry}>{words.t('retry')}</Button>
          <p class="fine">{failure.code}</p>
        </>
      }
    />
  )
}

/** Codes of a service that is newer, or older, than this widget. */
export const OTHER_VERSION: ReadonlySet<string> = new Set(['answer_unreadable', 'route_unknown'])

function wordsFor(failure: RefusalAnswer): readonly [title: SharedKey, sentence: SharedKey] {
  if (isSessionRefusal(failure))
    return ['sessionTitle', failure.code === 'session_missing' ? 'sessionNone' : 'sessionBody']
  if (isUnknownResult(failure)) {
    // Somebody answered, be it the service or a gateway before it: the person's own network is not at fault.
    if (failure.code === 'store_unavailable' || failure.detail.status) return ['unreachableTitle', 'downBody']
    // The browser says that there is network, and yet nothing comes through: often something in the browser holds it back.
    return navigator.onLine ? ['unreachableTitle', 'blockedBody'] : ['offline', 'unreachable']
  }
  return OTHER_VERSION.has(failure.code) ? ['outdatedTitle', 'outdatedBody'] : ['setupTitle', 'setupBody']
}
