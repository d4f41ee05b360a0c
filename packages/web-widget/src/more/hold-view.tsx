import { Component } from 'preact'
import type { Hold, Voucher } from '../state/wallet-api.ts'
import { BackBar } from '../views/back-bar.tsx'
import { Button } from '../views/button.tsx'
import { CallHelp } from '../views/call-help.tsx'
import { AlertIcon, CheckIcon, ClockIcon } from '../views/icons.tsx'
import { OutcomeView } from '../views/outcome-view.tsx'
import { Countdown } from './countdown.tsx'
import type { MoreProps, MoreViewProps } from './more-props.ts'
import { OrderFacts } from './order-facts.tsx'
import { watchHold } from './watch-hold.ts'

/** A voucher that a shop holds: to be agreed to, agreed, or free again. While it is shown its state is asked for. */
export class HoldView extends Component<MoreViewProps<'hold'>> {
  private stop: (() => void) | undefined

  override componentDidMount(): void {
    this.stop = watchHold(this.props.wallet.flow)
  }

  override componentWillUnmount(): void {
    this.stop?.()
  }

  override render(props: MoreViewProps<'hold'>) {
    const { voucher } = props.view
    const { hold } = voucher
    if (!hold) return <NotFinished {...props} />
    return hold.state === 'confirmed' || !hold.needsConfirmation ? (
      <Agreed {...props} voucher={voucher} hold={hold} />
    ) : (
      <ToAgree {...props} voucher={voucher} hold={hold} />
    )
  }
}

interface HeldProps extends MoreProps {
  readonly voucher: Voucher
  readonly hold: Hold
}

function ToAgree(props: HeldProps) {
  const { state, words, actions, voucher, hold } = props
  return (
    <div class="narrow tall">
      <BackBar {...props} title={words.t('agreeTitle')} />
      <Order {...props} />
      <p class="note note-warn">
        <AlertIcon />
        <span>{words.t('agreeWarn')}</span>
      </p>
      <Left {...props} />
      <div class="actions bottom">
        <Button isBusy={state.busy === 'agree'} onPress={() => actions.answer(voucher, hold, true)}>
          {words.t(state.busy === 'agree' ? 'working' : 'agreeDo')}
        </Button>
        <Button kind="secondary" isBusy={state.busy === 'decline'} onPress={() => actions.answer(voucher, hold, false)}>
          {words.t('agreeNot')}
        </Button>
        <CallHelp words={words} contact={state.contact} />
      </div>
    </div>
  )
}

function Agreed(props: HeldProps) {
  const { wallet, words } = props
  return (
    <OutcomeView
      isGood
      icon={<CheckIcon large />}
      title={words.t('agreedTitle')}
      sentence={words.t('agreedBody')}
      sum={<Left {...props} />}
      actions={
        <Button kind="secondary" onPress={() => wallet.go('home')}>
          {words.t('back')}
        </Button>
      }
    >
      <Order {...props} />
    </OutcomeView>
  )
}

function Order({ words, voucher, hold }: HeldProps) {
  return <OrderFacts words={words} currency={voucher.currency} {...hold} shop={hold.shop ?? hold.merchantId} />
}

function Left({ wallet, words, hold }: HeldProps) {
  return (
    <Countdown until={hold.until} clock={wallet.flow.context.clock}>
      {(seconds) => <p class="small tabular">{words.t(seconds > 0 ? 'holdLeft' : 'holdOver', { seconds })}</p>}
    </Countdown>
  )
}

/** It was declined, let go, or its time is over. */
function NotFinished({ state, wallet, words, view: { voucher } }: MoreViewProps<'hold'>) {
  const isFree = voucher.state === 'outstanding'
  return (
    <OutcomeView
      icon={<ClockIcon large />}
      title={words.t('holdEnded')}
      sentence={words.t(isFree ? 'holdFree' : 'voucherOver')}
      actions={
        <>
          <Button onPress={() => wallet.go('home')}>{words.t('done')}</Button>
          <CallHelp words={words} contact={state.contact} />
        </>
      }
    />
  )
}
