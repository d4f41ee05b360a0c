import type { Words } from '../i18n/create-words.ts'
import type { SharedKey, WalletKey } from '../i18n/message-keys.ts'
import type { Wallet } from '../state/wallet.ts'
import type { WalletState, WalletView } from '../state/wallet-state.ts'

export type WalletWords = Words<SharedKey | WalletKey>

export interface WalletProps {
  readonly state: WalletState
  readonly wallet: Wallet
  readonly words: WalletWords
}

/** What the view of one name gets: beside the wallet, its own moment. */
export type ViewProps<N extends WalletView['name']> = WalletProps & {
  readonly view: Extract<WalletView, { readonly name: N }>
}
