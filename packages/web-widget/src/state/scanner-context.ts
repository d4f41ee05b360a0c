import type { LocalText } from '../i18n/local-text.ts'
import type { DecodeQr } from '../scan/decode-qr.ts'
import type { Camera, CameraProblem } from '../scan/open-camera.ts'
import type { CounterApi } from './counter-api.ts'
import type { Act } from './create-act.ts'
import type { Store } from './create-store.ts'
import type { ScannerState } from './scanner-state.ts'
import type { ServerClock } from './server-clock.ts'
import type { Emit } from './widget-events.ts'

/** What the parts of the scanner work with; everything that touches the outside is handed in. */
export interface ScannerContext {
  readonly api: CounterApi
  readonly store: Store<ScannerState>
  readonly clock: ServerClock
  readonly emit: Emit
  readonly act: Act
  /** The shop's own number for the next order. */
  readonly nextOrderNumber: () => string
  /** Decimal places of the till's currency. */
  readonly fractionDigits: () => number
  readonly signal: (isGood: boolean) => void
  /** Aloud, where the device can. */
  readonly say: (sentence: LocalText) => void
  readonly isAlive: () => boolean
  readonly eyes: Eyes
}

/** What of the device can see. */
export interface Eyes {
  openCamera(): Promise<Camera | CameraProblem>
  /** Rejects when it cannot be fetched. */
  loadDecoder(): Promise<DecodeQr>
  /** Undefined where there is no code in it. Rejects as `loadDecoder`. */
  readPicture(file: Blob): Promise<string | undefined>
  /** Inside WeChat; undefined when the person went back. */
  readonly scanByWechat: (() => Promise<string | undefined>) | undefined
}
