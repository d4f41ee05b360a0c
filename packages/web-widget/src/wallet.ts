// The class alone: importing it registers nothing and touches no page, so it may be imported on a server.
export type { TallyOptions } from './elements/tally-element.ts'
export { TallyWallet } from './elements/tally-wallet.tsx'
export type { LocalText } from './i18n/local-text.ts'
export type { GetSession } from './state/session-source.ts'
export type { TallyEventMap, WidgetState } from './state/widget-events.ts'
