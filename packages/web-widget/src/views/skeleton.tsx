import type { Words } from '../i18n/create-words.ts'
import type { SharedKey } from '../i18n/message-keys.ts'

/**
 * The true shape of home, empty: nothing jumps when the content comes. Its sentence stands there from the start, unseen, so that the
 * font is read while the phone waits for the network.
 */
export function Skeleton({ words, isShown }: { readonly words: Words<SharedKey>; readonly isShown: boolean }) {
  return (
    <div class={isShown ? 'narrow tall' : 'narrow tall skeleton-waiting'} part="skeleton" aria-busy="true">
      <p class="visually-hidden">{words.t('loading')}</p>
      <div class="bone bone-title" />
      <div class="bone bone-tile" />
      <div class="bone bone-line" />
      <div class="bone bone-row" />
      <div class="bone bone-row" />
    </div>
  )
}
