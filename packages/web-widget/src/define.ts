// The one entry point with a side effect: it registers both elements.
import { defineTallyScanner } from './define/define-tally-scanner.ts'
import { defineTallyWallet } from './define/define-tally-wallet.ts'
import type { TallyScanner } from './elements/tally-scanner.tsx'
import type { TallyWallet } from './elements/tally-wallet.tsx'
import type { TallyEventMap } from './state/widget-events.ts'

defineTallyWallet()
defineTallyScanner()

type TallyEvents = { readonly [K in keyof TallyEventMap]: CustomEvent<TallyEventMap[K]> }

declare global {
  interface HTMLElementTagNameMap {
    'tally-wallet': TallyWallet
    'tally-scanner': TallyScanner
  }
  interface HTMLElementEventMap extends TallyEvents {}
}
