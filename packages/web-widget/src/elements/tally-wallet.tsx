import { holderRoutes } from '@tallystick/core/client'
import { sharedZh, walletZh } from '../i18n/zh-CN.ts'
import { connect } from '../state/connect.ts'
import { connectWallet } from '../state/connect-wallet.ts'
import { createAct } from '../state/create-act.ts'
import { createStore } from '../state/create-store.ts'
import { createWallet } from '../state/create-wallet.ts'
import { forgetTurn, isTurnKept } from '../state/kept-turn.ts'
import { loadMore } from '../state/more-source.ts'
import { createServerClock } from '../state/server-clock.ts'
import type { WalletContext } from '../state/wallet-flow.ts'
import { emptyWallet, screenOf, type WalletPlace, type WalletState, widgetStateOf } from '../state/wallet-state.ts'
import { baseCss } from '../styles/base-css.ts'
import { walletCss } from '../styles/wallet-css.ts'
import { WalletApp } from '../views/wallet-app.tsx'
import { choiceOf, commonAttributes, wellFormed } from './attribute-choices.ts'
import { registeredDecoder } from './page-global.ts'
import type { Running, Setup } from './running.ts'
import { TallyElement } from './tally-element.tsx'

/**
 * What a resident has: vouchers and cards to use, vouchers to claim, what happened. One element, one screen at a time.
 *
 * @tag tally-wallet
 * @attr api-base - where the API is mounted, e.g. `/tally`
 * @attr locale - `zh-CN`, `zh-Hant` or `en`; default: the nearest `lang`, then the browser's
 * @attr theme - `auto`, `light`, `dark` or `contrast`
 * @attr mode - `standard` or `elder`
 * @attr view - the first screen: `wallet`, `voucher` (with `voucher-id`), `history`, `bind`, `check` or `help`
 * @attr voucher-id - the voucher whose code is shown first, with `view="voucher"`
 * @attr isolation - `shadow`, or `frame`: drawn in a page of another origin that this page cannot look into
 * @attr frame-url - with `isolation="frame"`: that page's address
 * @attr test - shows that this is a test
 * @attr mock-error - every call is refused with this code, to see how it looks
 * @attr debug - version, state and last code at the end
 * @attr csp-nonce - for browsers without constructed style sheets, under a strict Content-Security-Policy
 * @fires tally-ready - the first screen is up
 * @fires tally-statechange - `{from, to}`
 * @fires tally-qr-rotated - `{expiresAt}`
 * @fires tally-claimed - a voucher was claimed
 * @fires tally-redeemed - what was shown has been used
 * @fires tally-session-expired - cancelable; the page renews, then calls `refresh()`
 * @fires tally-offline - calls get no answer
 * @fires tally-online - calls get answers again
 * @fires tally-error - `{code, retryable, correlationId}`
 * @slot header - replaces the title of the first screen
 * @slot empty - stands where there is nothing to use yet
 * @slot consent - stands under the reason before the position is asked for
 * @slot help - under the first screen
 * @slot footer - at its very end
 * @csspart root - the whole
 * @csspart header - a screen's title bar
 * @csspart card - one voucher or card
 * @csspart item - one offer
 * @csspart list - a list
 * @csspart code - the white tile
 * @csspart qr - the QR code
 * @csspart timer - ring and number
 * @csspart button-primary - the one thing to do
 * @csspart button-secondary - other things
 * @csspart alert - a sentence that matters
 * @csspart skeleton - before the first answers
 * @cssprop --tally-color-primary - accent of the page
 * @cssprop --tally-color-on-primary - text on it
 * @cssprop --tally-color-bg - behind everything
 * @cssprop --tally-color-surface - tiles
 * @cssprop --tally-color-text - text
 * @cssprop --tally-color-muted - small text
 * @cssprop --tally-color-danger - stopped
 * @cssprop --tally-color-success - done
 * @cssprop --tally-color-focus - focus ring
 * @cssprop --tally-font-family - default: the system's
 * @cssprop --tally-font-size - default 16px; everything scales with it
 * @cssprop --tally-radius - default 12px
 * @cssprop --tally-space - default 8px; the grid
 * @cssprop --tally-tap-min - default 48px
 * @cssprop --tally-qr-size - default 280px
 */
export class TallyWallet extends TallyElement {
  static get observedAttributes() {
    return [...commonAttributes, 'voucher-id'] as const
  }

  protected readonly css = baseCss + walletCss
  protected readonly sentences = { ...sharedZh, ...walletZh }
  protected readonly choices = { view: ['wallet', 'voucher', 'history', 'bind', 'check', 'help'] } as const

  override reset(): void {
    forgetTurn()
    super.reset()
  }

  override destroy(): void {
    forgetTurn()
    super.destroy()
  }

  protected begin(setup: Setup): Running {
    const { words, options } = setup
    const wanted = choiceOf(this, 'view', this.choices.view)
    const voucherId = wanted === 'voucher' ? wellFormed(this, 'voucher-id') : undefined
    const store = createStore<WalletState>({
      ...emptyWallet,
      isElder: setup.isElder,
      view: { name: wanted === 'wallet' || wanted === 'voucher' ? 'home' : (wanted as WalletPlace) },
    })
    let isAlive = true
    const connection = connect(holderRoutes, setup)
    const say: WalletContext['say'] = (sentence) => words.t(sentence)
    const more = () => loadMore(words)
    const wallet = createWallet({
      ...setup,
      api: connectWallet(connection),
      connection,
      clock: createServerClock(),
      store,
      locate: (maximumAgeMs) => more().then(({ locate }) => locate({ say }, maximumAgeMs)),
      options: { ...options, decodeQr: options.decodeQr ?? registeredDecoder() },
      say,
      more,
      act: createAct(() => store.set({ view: { name: 'checking', isWaiting: true, again: () => {} } })),
      isAlive: () => isAlive,
    })
    wallet.refresh().then(() => {
      const voucher = store.get().vouchers.find((each) => each.voucherId === voucherId)
      if (!isAlive || store.get().view.name !== 'home') return
      if (voucher) wallet.show({ kind: 'voucher', voucher })
      else if (isTurnKept())
        more().then(
          ({ resume }) => resume(wallet.flow),
          () => {},
        )
    })
    setTimeout(() => words.prepare())
    return {
      content: () => <WalletApp state={store.get()} wallet={wallet} words={words} onMore={setup.onMore} />,
      screen: () => screenOf(store.get()),
      widgetState: () => widgetStateOf(store.get()),
      subscribe: store.subscribe,
      refresh: wallet.refresh,
      setVisible: wallet.setVisible,
      setOnline: wallet.setOnline,
      setElder: (isElder) => store.set({ isElder }),
      stop() {
        isAlive = false
        wallet.stop()
      },
    }
  }
}
