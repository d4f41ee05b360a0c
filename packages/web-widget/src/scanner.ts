// The class: importing it registers nothing and touches no page, so it may be imported on a server.
import { useFrameSource } from './frame/frame-source.ts'
import { importFrame } from './frame/import-frame.ts'
import { importLanguage } from './i18n/import-language.ts'
import { useLanguageSource } from './i18n/language-source.ts'
import { useDecoderSource } from './scan/decoder-source.ts'
import { importDecoder } from './scan/import-decoder.ts'

export type { TallyOptions } from './elements/tally-options.ts'
export { type ScannerOptions, TallyScanner } from './elements/tally-scanner.tsx'
export type { Messages } from './i18n/message-keys.ts'
export type { GetSession } from './state/ask-page.ts'
export type { TallyEventMap, WidgetState } from './state/widget-events.ts'

useFrameSource(importFrame)
useLanguageSource(importLanguage)
useDecoderSource(importDecoder)
