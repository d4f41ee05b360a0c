import type { Actor } from '../../../kernel/actor.ts'

/** One thing somebody wants done once, whatever happens on the way. */
export interface Intent {
  readonly operation: string
  readonly input: unknown
  readonly actor: Actor
  readonly key: string
}

interface Page {
  readonly intent: Intent
  /** The accepted answer, as text, once there was one. */
  accepted?: string
}

/** What the callers know for themselves: what they asked for under which key, and what they were told. */
export class Diary {
  readonly #pages = new Map<string, Page>()

  intend(intent: Intent): void {
    this.#pages.set(intent.key, { intent })
  }

  get intents(): readonly Intent[] {
    return [...this.#pages.values()].map(({ intent }) => intent)
  }

  isAccepted(key: string): boolean {
    return this.#pages.get(key)?.accepted !== undefined
  }

  /**
   * Takes down an accepted answer.
   * @throws Error when another one was given under this key before (I5).
   */
  accept(key: string, value: unknown): void {
    const page = this.#pages.get(key)
    const text = JSON.stringify(value)
    if (page?.accepted !== undefined && page.accepted !== text) {
      throw new Error(`I5 key ${key} was answered ${page.accepted} and then ${text}`)
    }
    if (page) page.accepted = text
  }

  /** How many intents of an operation have been accepted, by tenant. */
  count(operation: string, tenant: string): number {
    return [...this.#pages.values()].filter(
      ({ intent, accepted }) =>
        accepted !== undefined && intent.operation === operation && intent.actor.tenant === tenant,
    ).length
  }
}
