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
  const [title, sentence] = isSessionRefusal(failure)
    ? [words.t('sessionTitle'), words.t('sessionBody')]
    : isUnknownResult(failure)
      ? [words.t('offline'), words.t('unreachable')]
      : [words.t('setupTitle'), failure.message ?? words.t('setupBody')]
  return (
    <OutcomeView
      icon={<AlertIcon large />}
      title={title}
      sentence={sentence}
      actions={
        <>
          <Button onPress={onRetry}>{words.t('retry')}</Button>
          <p class="fine">{failure.code}</p>
        </>
      }
    />
  )
}
