import type { holderRoutes } from '@tallystick/core/client'
import type { TallyOptions } from '../elements/tally-options.ts'
import type { RefusalAnswer } from './answer.ts'
import type { Connection } from './connect.ts'
import type { Act } from './create-act.ts'
import type { Store } from './create-store.ts'
import type { RenderMore } from './more-source.ts'
import type { PositionFix } from './position-fix.ts'
import type { ServerClock } from './server-clock.ts'
import type { WalletApi } from './wallet-api.ts'
import type { WalletState } from './wallet-state.ts'
import type { Emit } from './widget-events.ts'

export type SpokenSentence =
  | 'positionDenied'
  | 'positionFailed'
  | 'positionUnsupported'
  | 'newCode'
  | 'claimedTitle'
  | 'receiptTitle'
  | 'enteredTitle'
  | 'unreachable'

/** What the parts of the wallet work with; everything that touches the outside is handed in. */
export interface WalletContext {
  readonly api: WalletApi
  /** The way to the service, for the second part's own operations. */
  readonly connection: Connection<typeof holderRoutes>
  readonly clock: ServerClock
  readonly store: Store<WalletState>
  readonly emit: Emit
  /** Where the person is who agreed to be located, or a sentence why nobody knows; done by the second part, as asking for consent is. */
  readonly locate: (maximumAgeMs?: number) => Promise<PositionFix | RefusalAnswer>
  /** The second part, once somebody wants it. */
  readonly more: () => Promise<RenderMore>
  /** Sentences of the widget's own, in the language of the moment. */
  readonly say: (sentence: SpokenSentence) => string
  readonly act: Act
  readonly options: Pick<TallyOptions, 'getWxConfig' | 'decodeQr'>
  readonly restart: () => void
  readonly setElder: (isElder: boolean) => void
  readonly enlarge: () => void
  /** False once the element is gone or was set up anew: late answers change nothing. */
  readonly isAlive: () => boolean
}
