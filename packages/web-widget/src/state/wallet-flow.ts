import type { Answer, RefusalAnswer } from './answer.ts'
import type { Offer } from './wallet-api.ts'
import type { WalletContext } from './wallet-context.ts'
import type { RefusalAbout, WalletView } from './wallet-state.ts'

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
