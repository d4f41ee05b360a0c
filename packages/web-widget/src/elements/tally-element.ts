import { type ComponentChild, render } from 'preact'
import { chooseLocale, type Locale } from '../i18n/local-text.ts'
import type { GetSession } from '../state/session-source.ts'
import type { Emit, TallyEventMap, WidgetState } from '../state/widget-events.ts'
import { adoptStyles } from '../styles/adopt-styles.ts'
import { PageElement } from './page-element.ts'

export interface TallyOptions {
  /** Where the API is mounted: `/tally`, or `https://vouchers.example/tally`. */
  readonly apiBase?: string
  readonly getSession?: GetSession
  readonly locale?: string
}

/** One life of an element between being set up and being taken down. */
export interface Running {
  readonly content: () => ComponentChild
  /** Changes when another screen is shown: then its heading takes the focus. */
  readonly screen: () => string
  readonly widgetState: () => WidgetState
  readonly subscribe: (listener: () => void) => void
  readonly refresh: () => Promise<void>
  readonly setVisible: (isVisible: boolean) => void
  readonly setOnline: (isOnline: boolean) => void
  readonly press?: (event: KeyboardEvent) => void
  readonly stop: () => void
}

/** A page sets its session up right after the element; only after this long is a missing one an error. */
const SETUP_MS = 3000

/** What of the page an element listens to while it is in it. */
function pageEvents(): readonly (readonly [EventTarget, string])[] {
  return [
    [document, 'visibilitychange'],
    [document, 'keydown'],
    [window, 'online'],
    [window, 'offline'],
  ]
}

/** What `<tally-wallet>` and `<tally-scanner>` share: shadow root, styles, language, theme, life and death. */
export abstract class TallyElement extends PageElement {
  private options: TallyOptions = {}
  private running: Running | undefined
  private mount: HTMLElement | undefined
  private lastScreen = ''
  private lastState: WidgetState = 'loading'
  private isStartPlanned = false
  private setupTimer: ReturnType<typeof setTimeout> | undefined
  private settleReady: () => void = () => {}

  /** Settles when the first screen is up, be it content or a sentence why there is none. */
  readonly ready: Promise<void>

  static get observedAttributes(): string[] {
    return ['api-base', 'locale', 'theme']
  }

  constructor() {
    super()
    this.ready = new Promise((resolve) => {
      this.settleReady = resolve
    })
    this.attachShadow({ mode: 'open' })
  }

  /** How a subclass looks and behaves; `undefined` getSession means that the page gave none in time. */
  protected abstract begin(setup: Setup): Running
  protected abstract readonly css: string

  get getSession(): GetSession | undefined {
    return this.options.getSession
  }

  set getSession(getSession: GetSession | undefined) {
    this.configure(getSession ? { getSession } : {})
  }

  get apiBase(): string {
    return this.options.apiBase ?? this.getAttribute('api-base') ?? ''
  }

  set apiBase(apiBase: string) {
    this.configure({ apiBase })
  }

  /** Sets what no attribute can carry. May be called before or after the element is in the page, and again. */
  configure(options: TallyOptions): void {
    this.options = { ...this.options, ...options }
    this.plan()
  }

  /** Reads everything anew; after `tally-session-expired` was prevented, with a new session. */
  async refresh(): Promise<void> {
    if (this.running && this.lastState !== 'error') await this.running.refresh()
    else this.plan()
  }

  /** Forgets everything that is on the screen and in memory, and begins again: for the next person on this device. */
  reset(): void {
    this.lastScreen = ''
    this.plan()
  }

  getState(): WidgetState {
    return this.lastState
  }

  connectedCallback(): void {
    for (const name of ['getSession', 'apiBase'] as const) this.upgrade(name)
    for (const [target, name] of pageEvents()) target.addEventListener(name, this.hear, true)
    this.plan()
  }

  disconnectedCallback(): void {
    for (const [target, name] of pageEvents()) target.removeEventListener(name, this.hear, true)
    this.end()
    if (this.mount) render(null, this.mount)
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return
    if (name === 'theme') this.dress()
    else this.plan()
  }

  /** A property that was set before the element was defined hides its accessor; it is set again through it. */
  private upgrade(name: 'getSession' | 'apiBase'): void {
    // Not Object.hasOwn: Chromium 79 lacks it.
    // biome-ignore lint/suspicious/noPrototypeBuiltins: as above
    if (!this.hasOwnProperty(name)) return
    const value = this[name]
    delete (this as Partial<Record<typeof name, unknown>>)[name]
    ;(this as Record<typeof name, unknown>)[name] = value
  }

  /** Several settings in a row begin one life, not several. */
  private plan(): void {
    if (this.isStartPlanned) return
    this.isStartPlanned = true
    Promise.resolve().then(() => {
      this.isStartPlanned = false
      if (this.isConnected) this.start()
    })
  }

  private start(): void {
    this.end()
    this.dress()
    const { getSession } = this.options
    if (!getSession) {
      this.setupTimer = setTimeout(() => this.run(undefined), SETUP_MS)
      return
    }
    this.run(getSession)
  }

  private run(getSession: GetSession | undefined): void {
    const running = this.begin({
      getSession,
      apiBase: this.apiBase,
      locale: this.chosenLocale(),
      emit: this.emit,
      restart: () => this.plan(),
    })
    this.running = running
    running.subscribe(() => this.draw())
    this.draw()
  }

  private end(): void {
    clearTimeout(this.setupTimer)
    this.running?.stop()
    this.running = undefined
  }

  private chosenLocale(): Locale {
    const nearest = this.closest('[lang]')?.getAttribute('lang')
    return chooseLocale(this.options.locale, this.getAttribute('locale'), nearest, navigator.language)
  }

  private dress(): void {
    const root = this.shadowRoot as ShadowRoot
    if (!this.mount) {
      adoptStyles(root, this.css, this.getAttribute('csp-nonce'))
      this.mount = document.createElement('div')
      this.mount.className = 'root'
      this.mount.setAttribute('part', 'root')
      root.appendChild(this.mount)
    }
    const theme = this.getAttribute('theme')
    this.mount.dataset.theme = theme === 'light' || theme === 'dark' ? theme : 'auto'
    this.mount.lang = this.chosenLocale()
  }

  private draw(): void {
    const { running, mount } = this
    if (!running || !mount) return
    const screen = running.screen()
    const isOther = this.lastScreen !== '' && screen !== this.lastScreen
    this.lastScreen = screen
    render(running.content(), mount)
    if (isOther) this.leadTo(mount)
    const state = running.widgetState()
    if (state === this.lastState) return
    const from = this.lastState
    this.lastState = state
    this.emit('tally-statechange', { from, to: state })
    if (from === 'loading') {
      this.settleReady()
      this.emit('tally-ready', {})
    }
  }

  private hear = (event: Event): void => {
    const { running } = this
    if (!running) return
    if (event.type === 'keydown') running.press?.(event as KeyboardEvent)
    else if (event.type === 'visibilitychange') running.setVisible(document.visibilityState === 'visible')
    else running.setOnline(event.type === 'online')
  }

  /** A new screen begins at its top, for eyes and for screen readers. */
  private leadTo(mount: HTMLElement): void {
    mount.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: true })
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView()
  }

  private emit: Emit = <K extends keyof TallyEventMap>(name: K, detail: TallyEventMap[K]) =>
    this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === 'tally-session-expired' }),
    )
}

export interface Setup {
  readonly apiBase: string
  readonly getSession: GetSession | undefined
  readonly locale: Locale
  readonly emit: Emit
  /** Begins a new life, with a new connection and a new session. */
  readonly restart: () => void
}
