import { TopBar } from './top-bar.tsx'
import type { WalletProps } from './wallet-props.ts'

/** A view's title with the way home. */
export function BackBar({ wallet, words, title }: WalletProps & { readonly title: string }) {
  return <TopBar title={title} back={{ label: words.t('back'), onPress: () => wallet.go('home') }} />
}
