import type { ComponentChild } from 'preact'
import type { Words } from '../i18n/create-words.ts'
import type { Locale } from '../i18n/local-text.ts'
import type { MessageKey } from '../i18n/message-keys.ts'
import type { RefusalAnswer } from '../state/answer.ts'
import type { GetSession } from '../state/ask-page.ts'
import type { Emit, WidgetState } from '../state/widget-events.ts'
import type { TallyOptions } from './tally-options.ts'

/** What one life of an element begins with. */
export interface Setup {
  readonly apiBase: string
  readonly getSession: GetSession | undefined
  readonly options: TallyOptions
  readonly locale: Locale
  readonly words: Words<MessageKey>
  readonly emit: Emit
  /** Every call shall be refused like this: the page's author is looking at it. */
  readonly mockError: RefusalAnswer | undefined
  readonly isElder: boolean
  /** Begins a new life, with a new connection and a new session. */
  readonly restart: () => void
  /** The person wants the other mode, or larger text. */
  readonly setElder: (isElder: boolean) => void
  readonly enlarge: () => void
  /** A second part drew itself: its styles are adopted, its heading gets the focus. */
  readonly onMore: (part: { readonly css?: string }) => void
}

/** One life of an element between being set up and being taken down. */
export interface Running {
  readonly content: () => ComponentChild
  /** Changes when another screen is shown: then its heading takes the focus. */
  readonly screen: () => string
  readonly widgetState: () => WidgetState
  readonly subscribe: (listener: () => void) => void
  readonly refresh: () => Promise<void>
  readonly setVisible: (isVisible: boolean) => void
  readonly setOnline: (isOnline: boolean) => void
  readonly setElder?: (isElder: boolean) => void
  readonly press?: (event: KeyboardEvent) => void
  readonly stop: () => void
}
