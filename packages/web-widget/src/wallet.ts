// The class: importing it registers nothing and touches no page, so it may be imported on a server.
import { useFrameSource } from './frame/frame-source.ts'
import { importFrame } from './frame/import-frame.ts'
import { importLanguage } from './i18n/import-language.ts'
import { useLanguageSource } from './i18n/language-source.ts'
import { importMore } from './more/import-more.ts'
import { useMoreSource } from './state/more-source.ts'

export type { TallyOptions } from './elements/tally-options.ts'
export { TallyWallet } from './elements/tally-wallet.tsx'
export type { LocalText } from './i18n/local-text.ts'
export type { Messages } from './i18n/message-keys.ts'
export type { GetSession } from './state/ask-page.ts'
export type { TallyEventMap, WidgetState } from './state/widget-events.ts'

useFrameSource(importFrame)
useLanguageSource(importLanguage)
useMoreSource(importMore)
