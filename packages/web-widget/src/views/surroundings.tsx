import type { ComponentChildren } from 'preact'
import type { Words } from '../i18n/create-words.ts'
import type { SharedKey } from '../i18n/message-keys.ts'

interface SurroundingsProps {
  readonly words: Words<SharedKey>
  readonly isTest: boolean
  /** Attributes that say something they cannot mean. */
  readonly wrong: readonly string[]
  /** For the page's author, with `debug`. */
  readonly facts?: string | undefined
  readonly onClose?: (() => void) | undefined
  readonly children: ComponentChildren
}

/** What stands around every screen: that it is a test, how to leave it, and what the page's author should know. */
export function Surroundings({ words, isTest, wrong, facts, onClose, children }: SurroundingsProps) {
  return (
    <>
      {isTest && <p class="ribbon">{words.t('test')}</p>}
      {onClose && (
        <button type="button" class="button plain close" part="button-secondary" onClick={onClose}>
          {words.t('close')}
        </button>
      )}
      {children}
      {wrong.length > 0 && (
        <p class="fine" part="alert">
          {words.t('attributeWrong', { names: wrong.join(', ') })} attribute_invalid
        </p>
      )}
      {facts && <p class="fine tabular">{facts}</p>}
    </>
  )
}
