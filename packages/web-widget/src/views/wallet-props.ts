import type { Words } from '../i18n/create-words.ts'
import type { SharedKey, WalletKey } from '../i18n/message-keys.ts'
import type { Wallet } from '../state/create-wallet.ts'
import type { WalletState } from '../state/wallet-state.ts'

export type WalletWords = Words<SharedKey | WalletKey>

export interface WalletProps {
  readonly state: WalletState
  readonly wallet: Wallet
  readonly words: WalletWords
}
