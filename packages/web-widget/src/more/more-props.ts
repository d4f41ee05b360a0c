import type { Words } from '../i18n/create-words.ts'
import type { MessageKey } from '../i18n/message-keys.ts'
import type { Wallet } from '../state/wallet.ts'
import type { WalletState, WalletView } from '../state/wallet-state.ts'
import type { MoreActions } from './more-actions.ts'

/** What the second part's views get: the wallet, and what only they do. */
export interface MoreProps {
  readonly state: WalletState
  readonly wallet: Wallet
  readonly words: Words<MessageKey>
  readonly actions: MoreActions
}

export type MoreViewProps<N extends WalletView['name']> = MoreProps & {
  readonly view: Extract<WalletView, { readonly name: N }>
}
