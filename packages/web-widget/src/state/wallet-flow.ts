import type { RefusalAnswer } from './answer.ts'
import type { WalletContext } from './wallet-context.ts'
import type { RefusalAbout, Right, WalletView } from './wallet-state.ts'

/** What the steps of the wallet share: the way to the next screen, and to a helpful "no". */
export interface WalletFlow {
  readonly context: WalletContext
  readonly view: (next: WalletView) => void
  readonly refuse: (refusal: RefusalAnswer, about: RefusalAbout, again?: () => void) => void
  readonly refresh: () => Promise<void>
  /** A right is not any more what the screen says: what happened takes its place. */
  readonly finish: (before: Right, now: Right) => Promise<void>
}
