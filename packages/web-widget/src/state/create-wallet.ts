import { ownRefusal, type RefusalAnswer } from './answer.ts'
import { claimOffer } from './claim-offer.ts'
import { type CodeScreen, startCodeScreen } from './code-screen.ts'
import { loadHome } from './load-home.ts'
import { isPresenceAsked } from './locate-right.ts'
import { needsPosition } from './needs-position.ts'
import { setOffline } from './network-state.ts'
import { openingCountdowns } from './opening-countdowns.ts'
import { reportRefusal } from './report-refusal.ts'
import type { Wallet } from './wallet.ts'
import type { WalletContext, WalletFlow } from './wallet-flow.ts'
import type { RefusalAbout, Right, WalletView } from './wallet-state.ts'

/** The wallet's behaviour without its looks. */
export function createWallet(context: WalletContext): Wallet {
  const { store, clock } = context
  let screen: CodeScreen | undefined
  const countdowns = openingCountdowns(context)

  function view(next: WalletView): void {
    screen?.stop()
    screen = undefined
    store.set({ view: next, busy: undefined, formProblem: undefined, scanned: undefined, nowMs: clock.now() })
  }

  function refuse(refusal: RefusalAnswer, about: RefusalAbout, again?: () => void): void {
    reportRefusal(context.emit, refusal)
    view({ name: 'refusal', refusal, about, again })
  }

  const claim: WalletFlow['claim'] = (offer, ...asked) =>
    // Where a draw can be entered the second part is there: it drew the button.
    offer.state === 'draw'
      ? context.more().then(({ enter }) => enter(flow, offer, ...asked))
      : claimOffer(flow, offer, ...asked)
  const flow: WalletFlow = { context, view, refuse, refresh, claim }

  function failMore(again: () => void): void {
    refuse(ownRefusal('part_unavailable', context.say('unreachable')), { kind: 'open' }, again)
  }

  function show(right: Right): void {
    view({ name: 'code', right })
    screen = startCodeScreen(context, right, {
      onRefused: (refusal) => refuse(refusal, { kind: 'show', right }, () => show(right)),
      onChanged: (changed) =>
        context.more().then(
          ({ finish }) => finish(flow, right, changed),
          () => failMore(() => show(right)),
        ),
    })
  }

  async function refresh(): Promise<void> {
    await loadHome(context)
    countdowns.move()
  }

  return {
    refresh,
    go(name) {
      view({ name })
      if (name === 'home') refresh()
    },
    claim: (offer) => (needsPosition(offer) ? view({ name: 'consent', purpose: { offer } }) : claim(offer, false)),
    show: (right) => (isPresenceAsked(right) ? view({ name: 'consent', purpose: { right } }) : show(right)),
    consent() {
      const { view: current } = store.get()
      if (current.name !== 'consent') return
      if ('offer' in current.purpose) claim(current.purpose.offer, true)
      else show(current.purpose.right)
    },
    showDigits: (right) => {
      // Without its part the button stays, to be pressed again.
      context.more().then(
        ({ digits }) => digits(flow, right),
        () => {},
      )
    },
    flow,
    failMore() {
      const wanted = store.get().view
      failMore(() => view(wanted))
    },
    slip: (voucher) => view({ name: 'slip', voucher }),
    setElder: context.setElder,
    enlarge: context.enlarge,
    restart: context.restart,
    setVisible(isVisible) {
      clock.setVisible(isVisible)
      screen?.setVisible(isVisible)
      if (isVisible) countdowns.move()
    },
    setOnline(isOnline) {
      setOffline(context, !isOnline)
      if (isOnline) screen?.setVisible(true)
      if (isOnline && store.get().failure) context.restart()
    },
    stop() {
      screen?.stop()
      countdowns.stop()
    },
  }
}
