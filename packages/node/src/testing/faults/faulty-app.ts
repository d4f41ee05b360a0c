import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Actor, Outcome } from '@tallystick/core'

/** Where the process can be killed, in the order in which a group passes. */
export const killSteps = [
  'before begin',
  'after lock',
  'after load',
  'before write',
  'before COMMIT',
  'after COMMIT',
  'before answer',
] as const
export type KillStep = (typeof killSteps)[number]

export type StorePlace =
  | { readonly kind: 'sqlite'; readonly path: string }
  | { readonly kind: 'postgres'; readonly connectionString: string; readonly schema: string }

export interface AppOptions {
  readonly store: StorePlace
  /** Folder of the keys. */
  readonly keys: string
  /** The n-th passing of a step is its last. */
  readonly killAt?: { readonly step: KillStep; readonly nth: number } | undefined
}

/** Something that is to happen once, whatever happens on the way. */
export interface Intent {
  readonly operation: string
  readonly input: unknown
  readonly actor: Actor
  readonly key: string
}

export type Answer =
  | { readonly outcome: Outcome<unknown> }
  | { readonly error: { readonly code: string; readonly message: string; readonly reason?: string } }
  | 'lost'

const script = fileURLToPath(new URL('./app-process.ts', import.meta.url))

/** A server in a process of its own that dies now and then. Calls to a dead one wait for the next. */
export class FaultyApp {
  readonly #store: StorePlace
  readonly #keys: string
  readonly #environment: Readonly<Record<string, string>>
  #child: ChildProcess | undefined
  #waiting = new Map<number, (answer: Answer) => void>()
  #asked = 0
  #started: (() => void)[] = []

  constructor(store: StorePlace, keys: string, environment: Readonly<Record<string, string>> = {}) {
    this.#store = store
    this.#keys = keys
    this.#environment = environment
  }

  async start(killAt?: AppOptions['killAt']): Promise<void> {
    const options: AppOptions = { store: this.#store, keys: this.#keys, killAt }
    const child = fork(script, [JSON.stringify(options)], {
      execArgv: ['--conditions=@tallystick/source'],
      env: { ...process.env, ...this.#environment },
    })
    child.on('message', (message: { id: number } & Exclude<Answer, 'lost'>) => {
      this.#waiting.get(message.id)?.(message)
      this.#waiting.delete(message.id)
    })
    const ended = once(child, 'exit')
    const first = await Promise.race([once(child, 'message'), ended.then(() => undefined)])
    if (!first) throw new Error('The process ended before it served.')
    this.#child = child
    void ended.then(() => {
      this.#child = undefined
      const lost = [...this.#waiting.values()]
      this.#waiting = new Map()
      for (const tell of lost) tell('lost')
    })
    for (const go of this.#started.splice(0)) go()
  }

  get alive(): boolean {
    return this.#child !== undefined
  }

  /** One call; `lost` when the process died with it. */
  async call(intent: Intent | { readonly operation: 'health' }): Promise<Answer> {
    while (!this.#child?.connected) await new Promise<void>((go) => this.#started.push(go))
    const child = this.#child
    this.#asked += 1
    const id = this.#asked
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      child.send({ id, ...intent }, (failed) => {
        if (failed && this.#waiting.delete(id)) resolve('lost')
      })
    })
  }

  /** Resolves when it is dead, of whatever cause. */
  async death(): Promise<void> {
    if (this.#child && this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, 'exit')
  }

  async kill(): Promise<void> {
    const death = this.death()
    this.#child?.kill('SIGKILL')
    await death
  }
}
