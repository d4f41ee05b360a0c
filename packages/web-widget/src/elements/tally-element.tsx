import { loadFrame } from '../frame/frame-source.ts'
import type { Words } from '../i18n/create-words.ts'
import type { MessageKey, Messages } from '../i18n/message-keys.ts'
import { plainRefusal } from '../state/answer.ts'
import type { GetSession } from '../state/ask-page.ts'
import type { Emit, TallyEventMap, WidgetState } from '../state/widget-events.ts'
import { type Choices, choiceOf, commonChoices, wellFormed, wrongAttributes } from './attribute-choices.ts'
import { createLayer } from './layer.ts'
import { loadWords, localeOf } from './load-words.ts'
import { PageElement, pageEvents, upgradeProperty } from './page-element.ts'
import type { Running, Setup } from './running.ts'
import { createStage, type Stage } from './stage.tsx'
import type { TallyOptions } from './tally-options.ts'
import { VERSION } from './version.ts'

/** A page sets its session up right after the element; only after this long is a missing one an error. */
const SETUP_MS = 3000

/** What `<tally-wallet>` and `<tally-scanner>` share: shadow root, styles, language, theme, life and death. */
export abstract class TallyElement extends PageElement {
  static readonly version = VERSION
  private options: TallyOptions = {}
  private running: Running | undefined
  private words: Words<MessageKey> | undefined
  private stage: Stage | undefined
  private lastScreen = ''
  private lastState: WidgetState = 'loading'
  private lastCode = ''
  private isStartPlanned = false
  private isDestroyed = false
  private hasMoved = false
  private life = 0
  private ownMode: boolean | undefined
  private setupTimer: ReturnType<typeof setTimeout> | undefined
  private settleReady: () => void = () => {}
  private readonly layer = createLayer(
    this,
    () => this.stage?.mount,
    () => this.words?.t('title') ?? '',
  )

  /** Settles when the first screen is up, be it content or a sentence why there is none. */
  readonly ready: Promise<void>

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
  protected abstract readonly sentences: Messages
  protected abstract readonly choices: Choices
  /** Properties a page may set before our script has come. */
  protected readonly properties: readonly string[] = ['getSession', 'apiBase']

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
    this.isDestroyed = false
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
    this.ownMode = undefined
    this.plan()
  }

  /** Shows the element above the page, as a dialog. */
  open(): void {
    this.dress()
    this.layer.open()
    this.draw()
  }

  close(): void {
    this.layer.close()
    this.draw()
  }

  /** For signing out: forgets session, screen and memory. Only `configure()` begins again. */
  destroy(): void {
    this.layer.close()
    this.isDestroyed = true
    this.options = {}
    this.end()
    this.clear()
  }

  getState(): WidgetState {
    return this.lastState
  }

  connectedCallback(): void {
    for (const name of this.properties) upgradeProperty(this, name)
    for (const [target, name] of pageEvents()) target.addEventListener(name, this.hear, true)
    this.plan()
  }

  disconnectedCallback(): void {
    for (const [target, name] of pageEvents()) target.removeEventListener(name, this.hear, true)
    this.layer.close()
    this.end()
    this.clear()
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.isConnected) return
    if (name === 'mode') this.ownMode = undefined
    if (name === 'mode' || name === 'theme') {
      this.dress()
      this.running?.setElder?.(this.isElder())
    } else {
      this.plan()
    }
  }

  /** Several settings in a row begin one life, not several. */
  private plan(): void {
    if (this.isStartPlanned) return
    this.isStartPlanned = true
    Promise.resolve().then(() => {
      this.isStartPlanned = false
      if (this.isConnected && !this.isDestroyed) this.start()
    })
  }

  private async start(): Promise<void> {
    this.end()
    const { life } = this
    const locale = localeOf(this, this.options.locale)
    const words = await loadWords(locale, this.sentences, this.options.messages)
    if (life !== this.life) return
    if (words.locale !== locale) this.emit('tally-error', { code: 'language_unavailable', retryable: true })
    this.words = words
    for (const attribute of this.wrong())
      this.emit('tally-error', { code: 'attribute_invalid', retryable: false, attribute })
    const { getSession } = this.options
    if (getSession) return this.run(getSession)
    this.setupTimer = setTimeout(() => this.run(undefined), SETUP_MS)
  }

  private run(getSession: GetSession | undefined, refusal = wellFormed(this, 'mock-error')): void {
    const words = this.words as Words<MessageKey>
    const isFramed = choiceOf(this, 'isolation', commonChoices.isolation) === 'frame'
    if (isFramed && getSession && !refusal) {
      this.frame(getSession)
      return
    }
    const running = this.begin({
      getSession,
      options: this.options,
      apiBase: this.apiBase,
      locale: words.locale,
      words,
      emit: this.emit,
      mockError: refusal ? plainRefusal(refusal) : undefined,
      isElder: this.isElder(),
      restart: () => this.plan(),
      setElder: (isElder) => {
        this.ownMode = isElder
        this.dress()
        running.setElder?.(isElder)
      },
      enlarge: () => this.stage?.enlarge(),
      onMore: ({ css = '' }) => this.stage?.join(css, this.hasMoved),
    })
    this.show(running)
  }

  /** A page that asked for a frame never gets less: where there is none, a sentence says so. */
  private frame(getSession: GetSession): void {
    this.dress()
    const { life } = this
    const onFailed = () => {
      if (life !== this.life) return
      this.end()
      this.run(getSession, 'isolation_unavailable')
    }
    loadFrame().then((frame) => {
      const { locale, t } = this.words as Words<MessageKey>
      const setup = { title: t('title'), locale, getSession, emit: this.emit, onFailed }
      const running = life === this.life && frame(this, setup)
      if (running) this.show(running)
      else onFailed()
    }, onFailed)
  }

  private show(running: Running): void {
    this.running = running
    running.subscribe(() => this.draw())
    // Behind `begin`: the first calls are on their way while a slow phone reads the styles.
    this.dress()
    this.draw()
  }

  private end(): void {
    this.life++
    clearTimeout(this.setupTimer)
    this.running?.stop()
    this.running = undefined
  }

  private clear(): void {
    this.stage?.clear()
    this.lastScreen = ''
    this.lastCode = ''
    this.lastState = 'loading'
  }

  private isElder(): boolean {
    return this.ownMode ?? choiceOf(this, 'mode', commonChoices.mode) === 'elder'
  }

  private wrong(): readonly string[] {
    return wrongAttributes(this, { ...commonChoices, ...this.choices })
  }

  private dress(): void {
    this.stage ??= createStage(this, this.css)
    this.stage.dress(localeOf(this, this.options.locale), this.isElder())
  }

  private draw(): void {
    const { running, stage, words } = this
    if (!running || !stage || !words) return
    const screen = running.screen()
    const isOther = this.lastScreen !== '' && screen !== this.lastScreen
    this.lastScreen = screen
    const state = running.widgetState()
    stage.paint({
      words,
      content: running.content,
      wrong: this.wrong(),
      facts: [VERSION, words.locale, state, this.lastCode].join(' · '),
      onClose: this.layer.isOpen ? () => this.close() : undefined,
      onBroken: (code) => this.emit('tally-error', { code, retryable: true }),
      restart: () => this.plan(),
    })
    if (isOther) {
      this.hasMoved = true
      stage.lead()
    }
    this.tell(state)
  }

  private tell(state: WidgetState): void {
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

  private emit: Emit = <K extends keyof TallyEventMap>(name: K, detail: TallyEventMap[K]) => {
    if ('code' in detail && detail.code !== undefined) this.lastCode = detail.code
    return this.dispatchEvent(
      new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === 'tally-session-expired' }),
    )
  }
}
