import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Intent } from './faulty-app.ts'

interface Page {
  readonly intent: Intent
  /** The accepted answer, as it was first told. */
  readonly accepted: string | undefined
}

/** What a client knows for itself: on a disk of its own, synced before it acts and before it believes. */
export class FsyncedDiary {
  readonly #path: string
  readonly #file: number

  constructor(path: string) {
    this.#path = path
    this.#file = openSync(path, 'a')
  }

  #write(line: object): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`)
    fdatasyncSync(this.#file)
  }

  intend(intent: Intent): void {
    this.#write({ intent })
  }

  accept(key: string, value: unknown): void {
    this.#write({ key, accepted: JSON.stringify(value) })
  }

  /**
   * Every intent with what was told of it, read from the file as after a restart of the client.
   * @throws Error when one key was told two answers (I5).
   */
  read(): ReadonlyMap<string, Page> {
    const pages = new Map<string, Page>()
    for (const line of readFileSync(this.#path, 'utf8').split('\n').filter(Boolean)) {
      const { intent, key, accepted } = JSON.parse(line) as { intent?: Intent; key?: string; accepted?: string }
      if (intent) pages.set(intent.key, { intent, accepted: undefined })
      const page = key === undefined ? undefined : pages.get(key)
      if (!page || key === undefined) continue
      if (page.accepted !== undefined && page.accepted !== accepted) {
        throw new Error(`I5 key ${key} was answered ${page.accepted} and then ${accepted}`)
      }
      pages.set(key, { intent: page.intent, accepted })
    }
    return pages
  }

  close(): void {
    closeSync(this.#file)
  }
}
