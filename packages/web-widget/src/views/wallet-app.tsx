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
import type { WalletProps } from './wallet-props.ts'

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
  switch (view.name) {
    case 'home':
      return loading === 'done' ? <HomeView {...props} /> : <Skeleton words={words} isShown={loading === 'skeleton'} />
    case 'history':
      return <HistoryView {...props} />
    case 'bind':
      return <BindView {...props} />
    case 'consent':
      return <ConsentView {...props} purpose={'offer' in view.purpose ? 'claim' : 'show'} />
    case 'code':
      return <CodeView {...props} right={view.right} />
    case 'claimed':
      return <ClaimedView {...props} voucher={view.voucher} />
    case 'bound':
      return <BoundView {...props} card={view.card} />
    case 'receipt':
      return <ReceiptView {...props} right={view.right} entry={view.entry} spentMinor={view.spentMinor} />
    case 'over':
      return <OverView {...props} right={view.right} />
    case 'checking':
      return <CheckingView words={words} isWaiting={view.isWaiting} again={view.again} />
    case 'refusal':
      return <RefusalView {...props} refusal={view.refusal} about={view.about} again={view.again} />
  }
}
