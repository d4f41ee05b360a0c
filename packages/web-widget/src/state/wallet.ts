import type { Offer, Voucher } from './wallet-api.ts'
import type { WalletFlow } from './wallet-flow.ts'
import type { Right, WalletPlace } from './wallet-state.ts'

/** What a person can do in the wallet, and what the page around it tells it. */
export interface Wallet {
  refresh(): Promise<void>
  go(name: WalletPlace): void
  claim(offer: Offer): void
  show(right: Right): void
  /** The person agreed to be located, on the consent view. */
  consent(): void
  /** Digits under the code. */
  showDigits(right: Right): void
  /** What the second part's steps work with. */
  readonly flow: WalletFlow
  /** The second part did not come. */
  failMore(): void
  /** The voucher as something to print. */
  slip(voucher: Voucher): void
  setElder(isElder: boolean): void
  enlarge(): void
  /** Begins again, with a new session. */
  restart(): void
  setVisible(isVisible: boolean): void
  setOnline(isOnline: boolean): void
  stop(): void
}
