import type { holderRoutes } from '@tallystick/core/client'
import type { TallyOptions } from '../elements/tally-options.ts'
import type { Answer, RefusalAnswer } from './answer.ts'
import type { Connection } from './connect.ts'
import type { Act } from './create-act.ts'
import type { Store } from './create-store.ts'
import type { PositionFix } from './position-fix.ts'
import type { ServerClock } from './server-clock.ts'
import type { Offer, Proved, WalletApi } from './wallet-api.ts'
import type { RefusalAbout, Right, WalletState, WalletView } from './wallet-state.ts'
import type { Emit } from './widget-events.ts'

export type SpokenSentence =
  | 'positionDenied'
  | 'positionFailed'
  | 'positionUnsupported'
  | 'newCode'
  | 'claimedTitle'
  | 'receiptTitle'
  | 'enteredTitle'
  | 'shopPaidTitle'
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
  readonly more: () => Promise<MoreActs>
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

/** A place in the queue for a claim, which it is tried again with. */
export interface Turn {
  readonly key: string
  readonly ticket: string
  /** The claim is decided. True when nothing more is to be shown of it. */
  readonly onOver: (answer: Answer<unknown>) => boolean
}

/** What the steps of the wallet share: the way to the next screen, and to a helpful "no". */
export interface WalletFlow {
  readonly context: WalletContext
  readonly view: (next: WalletView) => void
  readonly refuse: (refusal: RefusalAnswer, about: RefusalAbout, again?: () => void) => void
  /** Claims what is offered, or enters its draw. */
  readonly claim: (offer: Offer, isLocated: boolean, turn?: Turn) => Promise<void>
  readonly refresh: () => Promise<void>
}

type WalletStep<F extends (...args: never) => unknown> = (flow: WalletFlow, ...args: Parameters<F>) => ReturnType<F>

/** What the second part does; it is fetched once somebody wants it. */
export interface MoreActs {
  /** Where this phone is, as the browser says. */
  locate(context: Pick<WalletContext, 'say'>, maximumAgeMs?: number): Promise<PositionFix | RefusalAnswer>
  /** Enters the draw of what is offered. */
  enter: WalletStep<WalletFlow['claim']>
  /** Digits to read out, under the code on the screen. */
  digits(flow: WalletFlow, right: Right): Promise<void>
  /** A right is not any more what the screen says: what happened takes its place. */
  finish(flow: WalletFlow, before: Right, now: Right): Promise<void>
  /** Waits for a claim's turn, and tries it again. */
  queue(flow: WalletFlow, claim: { readonly offer: Offer; readonly isLocated: boolean }, refusal: RefusalAnswer): void
  /** Goes on with the turn that this tab waited for when it was loaded again. */
  resume(flow: WalletFlow): void
  /** Does what a refusal asks this phone for, and calls again. */
  prove<T>(
    context: WalletContext,
    refusal: RefusalAnswer,
    call: (proved?: Proved) => Promise<Answer<T>>,
  ): Promise<Answer<T>>
}
