import { counterRoutes } from '@tallystick/core/client'
import { serverLocale } from '../i18n/local-text.ts'
import { scannerZh, sharedZh } from '../i18n/zh-CN.ts'
import { loadDecoder } from '../scan/decoder-source.ts'
import { openCamera } from '../scan/open-camera.ts'
import { readPicture } from '../scan/read-picture.ts'
import { signalResult } from '../scan/signal-result.ts'
import { wechatScan } from '../scan/wechat.ts'
import { connect } from '../state/connect.ts'
import { connectCounter } from '../state/connect-counter.ts'
import { createAct } from '../state/create-act.ts'
import { createScanner, type KeyInput } from '../state/create-scanner.ts'
import { createStore } from '../state/create-store.ts'
import { newKey } from '../state/new-key.ts'
import { reportRefusal } from '../state/report-refusal.ts'
import type { Eyes } from '../state/scanner-context.ts'
import { emptyScanner, type ScannerState, scannerStateOf } from '../state/scanner-state.ts'
import { createServerClock } from '../state/server-clock.ts'
import { baseCss } from '../styles/base-css.ts'
import { scannerCss } from '../styles/scanner-css.ts'
import { ScannerApp } from '../views/scanner-app.tsx'
import { canSpeak, speak } from '../views/speak.ts'
import { choiceOf, commonAttributes, wellFormed } from './attribute-choices.ts'
import type { Running, Setup } from './running.ts'
import { TallyElement } from './tally-element.tsx'
import type { TallyOptions } from './tally-options.ts'

type NextOrderNumber = () => string

export interface ScannerOptions extends TallyOptions {
  /** The till's own number for the next order. Default: a random one. */
  readonly nextOrderNumber?: NextOrderNumber
}

const randomOrderNumber: NextOrderNumber = () => newKey().slice(0, 12).toUpperCase()

/**
 * The counter: reads a customer's code from a scanner gun, the camera, a picture, the keyboard or the clipboard, takes the
 * amount and redeems. Shows and says what comes in by the shop's printed code.
 * With `view="staff"` a donation site's desk: activates cards and takes activations back.
 *
 * @tag tally-scanner
 * @attr api-base - where the API is mounted, e.g. `/tally`
 * @attr view - `shop` (default) or `staff`
 * @attr currency - of the amounts that are typed, ISO 4217; default `CNY`
 * @attr locale - `zh-CN`, `zh-Hant` or `en`; default: the nearest `lang`, then the browser's
 * @attr theme - `auto`, `light`, `dark` or `contrast`
 * @attr mode - `standard` or `elder`
 * @attr isolation - `shadow`, or `frame`: drawn in a page of another origin that this page cannot look into
 * @attr frame-url - with `isolation="frame"`: that page's address
 * @attr test - shows that this is a test
 * @attr mock-error - every call is refused with this code, to see how it looks
 * @attr debug - version, state and last code at the end
 * @attr csp-nonce - for browsers without constructed style sheets, under a strict Content-Security-Policy
 * @fires tally-ready - the first screen is up
 * @fires tally-statechange - `{from, to}`
 * @fires tally-scan - `{result, code}`: what came of a scan; never the code that was scanned
 * @fires tally-redeemed - `{orderId}`
 * @fires tally-session-expired - cancelable; the page renews, then calls `refresh()`
 * @fires tally-offline - calls get no answer
 * @fires tally-online - calls get answers again
 * @fires tally-error - `{code, retryable, correlationId}`
 * @csspart root - the whole
 * @csspart header - a screen's title bar
 * @csspart camera - what the camera sees
 * @csspart list - a list
 * @csspart button-primary - the one thing to do
 * @csspart button-secondary - other things
 */
export class TallyScanner extends TallyElement {
  static get observedAttributes() {
    return [...commonAttributes, 'currency'] as const
  }

  protected readonly css = baseCss + scannerCss
  protected readonly sentences = { ...sharedZh, ...scannerZh }
  protected readonly choices = { view: ['shop', 'staff'] } as const
  protected override readonly properties = ['getSession', 'apiBase', 'nextOrderNumber']
  private orderNumbers: NextOrderNumber | undefined

  get nextOrderNumber(): NextOrderNumber | undefined {
    return this.orderNumbers
  }

  set nextOrderNumber(nextOrderNumber: NextOrderNumber | undefined) {
    this.orderNumbers = nextOrderNumber
  }

  override configure(options: ScannerOptions): void {
    const { nextOrderNumber, ...rest } = options
    if (nextOrderNumber) this.nextOrderNumber = nextOrderNumber
    super.configure(rest)
  }

  protected begin(setup: Setup): Running {
    const { words, emit } = setup
    const view = choiceOf(this, 'view', this.choices.view)
    const currency = wellFormed(this, 'currency') ?? 'CNY'
    const store = createStore<ScannerState>(emptyScanner(view === 'staff' ? 'staff' : 'shop', currency))
    let isAlive = true
    const connection = connect(counterRoutes, setup)
    const scanner = createScanner({
      api: connectCounter(connection),
      store,
      clock: createServerClock(),
      emit,
      act: createAct(() => store.set({ view: { name: 'checking', isWaiting: true, again: () => {} } })),
      nextOrderNumber: () => (this.orderNumbers ?? randomOrderNumber)(),
      fractionDigits: () => words.fractionDigits(currency),
      signal: signalResult,
      say: (sentence) => {
        if (canSpeak()) speak(words.local(sentence), serverLocale(words.locale))
      },
      isAlive: () => isAlive,
      eyes: eyesOf(setup.options),
    })
    const { refusal } = connection
    if (refusal) {
      store.set({ view: { name: 'setup', failure: refusal } })
      reportRefusal(emit, refusal)
    }
    return {
      content: () => <ScannerApp state={store.get()} scanner={scanner} words={words} restart={setup.restart} />,
      screen: () => store.get().view.name,
      widgetState: () => scannerStateOf(store.get()),
      subscribe: store.subscribe,
      refresh: async () => scanner.next(),
      setVisible(isVisible) {
        if (!isVisible) scanner.lookAway()
      },
      setOnline(isOnline) {
        if (store.get().isOffline !== isOnline) return
        store.set({ isOffline: !isOnline })
        emit(isOnline ? 'tally-online' : 'tally-offline', {})
      },
      press: (event) => this.take(event, (key) => scanner.press(key)),
      stop() {
        isAlive = false
        scanner.stop()
      },
    }
  }

  /** Keys for the page's own fields are the page's; all others are read, for a gun types wherever the focus is. */
  private take(event: KeyboardEvent, press: (key: KeyInput) => boolean): void {
    const [first] = event.composedPath()
    const isOurs = event.composedPath().includes(this)
    const isField =
      first instanceof HTMLElement && first.matches('input:not([type=radio]), textarea, select, [contenteditable]')
    if ((isField && !isOurs) || event.ctrlKey || event.altKey || event.metaKey) return
    const isButton = isOurs && first instanceof HTMLElement && first.matches('button:not(.key), a')
    const { key, code, shiftKey, timeStamp } = event
    const target = isField ? 'field' : isButton ? 'button' : 'page'
    if (!press({ key, code, shiftKey, timeStamp, target })) return
    event.preventDefault()
    event.stopPropagation()
    // What a gun typed into a field under an input method is still being composed: leaving the field drops it.
    if (isField && code === 'Enter') {
      first.blur()
      if (first instanceof HTMLInputElement) first.value = ''
    }
  }
}

/** What of this device and page can see; the decoder is fetched when it is first wanted. */
function eyesOf({ decodeQr, getWxConfig }: TallyOptions): Eyes {
  return {
    openCamera,
    loadDecoder: () => loadDecoder(decodeQr),
    readPicture: async (file) => readPicture(file, await loadDecoder(decodeQr)),
    scanByWechat: wechatScan(getWxConfig),
  }
}
