// The one entry point with a side effect: it registers both elements.
import { defineTallyScanner } from './define/define-tally-scanner.ts'
import { defineTallyWallet } from './define/define-tally-wallet.ts'
import { takeQueue } from './elements/page-global.ts'
import type { TallyScanner } from './elements/tally-scanner.tsx'
import type { TallyWallet } from './elements/tally-wallet.tsx'
import { useFrameSource } from './frame/frame-source.ts'
import { importFrame } from './frame/import-frame.ts'
import { importLanguage } from './i18n/import-language.ts'
import { useLanguageSource } from './i18n/language-source.ts'
import { importMore } from './more/import-more.ts'
import { useDecoderSource } from './scan/decoder-source.ts'
import { importDecoder } from './scan/import-decoder.ts'
import { useMoreSource } from './state/more-source.ts'
import type { TallyEventMap } from './state/widget-events.ts'

useFrameSource(importFrame)
useLanguageSource(importLanguage)
useMoreSource(importMore)
useDecoderSource(importDecoder)
defineTallyWallet()
defineTallyScanner()
if (typeof document !== 'undefined') takeQueue()

type TallyEvents = { readonly [K in keyof TallyEventMap]: CustomEvent<TallyEventMap[K]> }

declare global {
  interface HTMLElementTagNameMap {
    'tally-wallet': TallyWallet
    'tally-scanner': TallyScanner
  }
  interface HTMLElementEventMap extends TallyEvents {}
}
