import { AgreedView } from './agreed-view.tsx'
import { AmountView } from './amount-view.tsx'
import { CameraView } from './camera-view.tsx'
import { CheckingView } from './checking-view.tsx'
import { FailureView } from './failure-view.tsx'
import { NotAgreedView } from './not-agreed-view.tsx'
import { PaymentsView } from './payments-view.tsx'
import { RedeemedView } from './redeemed-view.tsx'
import { RefusedView } from './refused-view.tsx'
import { ScanView } from './scan-view.tsx'
import type { ScannerProps } from './scanner-props.ts'
import { SpentView } from './spent-view.tsx'
import { StaffView } from './staff-view.tsx'
import { TaskDoneView } from './task-done-view.tsx'
import { TaskRefusedView } from './task-refused-view.tsx'
import { TaskView } from './task-view.tsx'
import { WaitingView } from './waiting-view.tsx'

interface ScannerAppProps extends ScannerProps {
  readonly restart: () => void
}

/** One thing a screen: the counter's view of the moment. */
export function ScannerApp(props: ScannerAppProps) {
  const { state, words } = props
  return (
    <>
      {state.isOffline && (
        <p class="offline-bar" role="status">
          {words.t('offline')}
        </p>
      )}
      <CurrentView {...props} />
    </>
  )
}

function CurrentView(props: ScannerAppProps) {
  const { view } = props.state
  switch (view.name) {
    case 'scan':
      return <ScanView {...props} problem={view.problem} />
    case 'camera':
      return <CameraView {...props} video={view.video} isOther={view.isOther} />
    case 'amount':
      return <AmountView {...props} sale={view.sale} />
    case 'redeemed':
      return <RedeemedView {...props} receipt={view.receipt} />
    case 'spent':
      return <SpentView {...props} spend={view.spend} orderNumber={view.orderNumber} />
    case 'refused':
      return <RefusedView {...props} refusal={view.refusal} sale={view.sale} />
    case 'waiting':
      return <WaitingView {...props} asking={view.asking} secondsLeft={view.secondsLeft} />
    case 'agreed':
      return <AgreedView {...props} agreed={view.agreed} secondsLeft={view.secondsLeft} />
    case 'not-agreed':
      return <NotAgreedView {...props} sale={view.sale} reason={view.reason} />
    case 'payments':
      return <PaymentsView {...props} payments={view.payments} />
    case 'staff':
      return <StaffView {...props} />
    case 'task':
      return <TaskView {...props} task={view.task} problem={view.problem} />
    case 'task-done':
      return <TaskDoneView {...props} task={view.task} card={view.card} report={view.report} />
    case 'task-refused':
      return <TaskRefusedView {...props} task={view.task} refusal={view.refusal} />
    case 'setup':
      return <FailureView words={props.words} failure={view.failure} onRetry={props.restart} />
    case 'checking':
      return <CheckingView words={props.words} isWaiting={view.isWaiting} again={view.again} />
  }
}
