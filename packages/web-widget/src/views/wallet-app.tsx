import type { ComponentChild } from 'preact'
import type { Words } from '../i18n/create-words.ts'
import type { MessageKey } from '../i18n/message-keys.ts'
import type { RenderMore } from '../state/more-source.ts'
import type { WalletView } from '../state/wallet-state.ts'
import { CheckingView } from './checking-view.tsx'
import { ClaimedView } from './claimed-view.tsx'
import { CodeView } from './code-view.tsx'
import { FailureView } from './failure-view.tsx'
import { HomeView } from './home-view.tsx'
import { MoreView } from './more-view.tsx'
import { RefusalView } from './refusal-view.tsx'
import { Skeleton } from './skeleton.tsx'
import type { ViewProps, WalletProps } from './wallet-props.ts'

/** Drawn by the second part. */
type Elsewhere =
  | 'history'
  | 'consent'
  | 'receipt'
  | 'queue'
  | 'bind'
  | 'bound'
  | 'help'
  | 'check'
  | 'verdict'
  | 'slip'
  | 'over'
  | 'usable'
  | 'offers'
  | 'pay'
  | 'agree'
  | 'hold'
  | 'device'
  | 'shop'
  | 'shopPay'
  | 'shopPaid'
  | 'entered'
  | 'draw'
type Here = Exclude<WalletView['name'], Elsewhere>

const views: { readonly [N in Here]: (props: ViewProps<N>) => ComponentChild } = {
  home: HomeView,
  code: CodeView,
  claimed: ClaimedView,
  checking: ({ words, view }) => <CheckingView words={words} isWaiting={view.isWaiting} again={view.again} />,
  refusal: RefusalView,
}

/** One thing a screen: the view of the moment, and a region that speaks. */
interface WalletAppProps extends WalletProps {
  readonly onMore: (part: RenderMore) => void
}

export function WalletApp(props: WalletAppProps) {
  return (
    <>
      <CurrentView {...props} />
      <p class="visually-hidden" role="status" aria-live="polite">
        {props.state.announcement}
      </p>
    </>
  )
}

function CurrentView(props: WalletAppProps) {
  const { state, wallet, words } = props
  const { view, failure, loading } = state
  if (failure) return <FailureView words={words} failure={failure} onRetry={() => wallet.restart()} />
  if (view.name === 'home' && loading !== 'done') return <Skeleton words={words} isShown={loading === 'skeleton'} />
  // The table pairs every name with the view of that name; TypeScript cannot follow the pair through an index.
  const View = views[view.name as Here] as ((props: WalletProps & { view: WalletView }) => ComponentChild) | undefined
  if (View) return <View {...props} view={view} />
  return (
    <MoreView
      key={view.name}
      state={state}
      wallet={wallet}
      words={words as Words<MessageKey>}
      flow={wallet.flow}
      onFailed={() => wallet.failMore()}
      onShown={props.onMore}
    />
  )
}
