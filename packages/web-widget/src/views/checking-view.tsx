import type { Words } from '../i18n/create-words.ts'
import type { SharedKey } from '../i18n/message-keys.ts'
import { Button } from './button.tsx'
import { ClockIcon } from './icons.tsx'
import { OutcomeView } from './outcome-view.tsx'

interface CheckingViewProps {
  readonly words: Words<SharedKey>
  /** False once the tries are over: then the person says when to ask again. */
  readonly isWaiting: boolean
  readonly again: () => void
}

/** The reply was lost. Nobody may guess: the same act is asked about again under its own key. */
export function CheckingView({ words, isWaiting, again }: CheckingViewProps) {
  return (
    <OutcomeView
      icon={<ClockIcon large />}
      title={words.t('checkingTitle')}
      sentence={words.t('checkingBody')}
      actions={
        <Button isBusy={isWaiting} onPress={again}>
          {words.t(isWaiting ? 'checking' : 'checkAgain')}
        </Button>
      }
    />
  )
}
