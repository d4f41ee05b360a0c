import type { ComponentChild } from 'preact'
import type { WalletView } from '../state/wallet-state.ts'
import { BindView } from './bind-view.tsx'
import { BoundView } from './bound-view.tsx'
import { CheckingView } from './checking-view.tsx'
import { ClaimedView } from './claimed-view.tsx'
import { CodeView } from './code-view.tsx'
import { ConsentView } from './consent-view.tsx'
import { FailureView } from './failure-view.tsx'
import { HistoryView } from './history-view.tsx'
import { HomeView } from './home-view.tsx'
import { OverView } from './over-view.tsx'
import { ReceiptView } from './receipt-view.tsx'
import { RefusalView } from './refusal-view.tsx'
import { Skeleton } from './skeleton.tsx'
import type { ViewProps, WalletProps } from './wallet-props.ts'

const views: { readonly [N in WalletView['name']]: (props: ViewProps<N>) => ComponentChild } = {
  home: HomeView,
  history: HistoryView,
  bind: BindView,
  consent: ConsentView,
  code: CodeView,
  claimed: ClaimedView,
  bound: BoundView,
  receipt: ReceiptView,
  over: OverView,
  checking: ({ words, view }) => <CheckingView words={words} isWaiting={view.isWaiting} again={view.again} />,
  refusal: RefusalView,
}

/** One thing a screen: the view of the moment, and a region that speaks. */
export function WalletApp(props: WalletProps) {
  return (
    <>
      <CurrentView {...props} />
      <p class="visually-hidden" role="status" aria-live="polite">
        {props.state.announcement}
      </p>
    </>
  )
}

function CurrentView(props: WalletProps) {
  const { state, wallet, words } = props
  const { view, failure, loading } = state
  if (failure) return <FailureView words={words} failure={failure} onRetry={() => wallet.restart()} />
  if (view.name === 'home' && loading !== 'done') return <Skeleton words={words} isShown={loading === 'skeleton'} />
  // The table pairs every name with the view of that name; TypeScript cannot follow the pair through an index.
  const View = views[view.name] as (props: WalletProps & { readonly view: WalletView }) => ComponentChild
  return <View {...props} view={view} />
}
