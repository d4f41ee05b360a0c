// The class alone: importing it registers nothing and touches no page, so it may be imported on a server.
export type { TallyOptions } from './elements/tally-element.ts'
export { type ScannerOptions, TallyScanner } from './elements/tally-scanner.tsx'
export type { GetSession } from './state/session-source.ts'
export type { TallyEventMap, WidgetState } from './state/widget-events.ts'
