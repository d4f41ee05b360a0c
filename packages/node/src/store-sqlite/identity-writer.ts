import { TallyError } from '@tallystick/core/errors'
import { writeAtomically } from './group-writer.ts'
import type { Database, Statement } from './sqlite-module.ts'

export type Identified = { owner: number; created: boolean } | 'conflict'

interface Question {
  readonly tenant: string
  readonly names: readonly string[]
  readonly candidates: readonly number[]
  readonly resolve: (answer: Identified) => void
  readonly reject: (error: unknown) => void
}

/**
 * Writes the identity directory. Questions that arrive together share one transaction and one sync: at the opening
 * second hundreds of people are new at once.
 */
export class IdentityWriter {
  readonly #db: Database
  readonly #find: Statement
  readonly #taken: Statement
  readonly #addOwner: Statement
  readonly #addName: Statement
  readonly #onFailure: (error: unknown) => void
  #waiting: Question[] = []

  constructor(db: Database, onFailure: (error: unknown) => void) {
    this.#db = db
    this.#onFailure = onFailure
    this.#find = db.prepare('SELECT owner FROM directory WHERE tenant = ? AND name = ?')
    this.#taken = db.prepare('SELECT 1 FROM owners WHERE tenant = ? AND owner = ?')
    this.#addOwner = db.prepare('INSERT INTO owners (tenant, owner) VALUES (?, ?)')
    this.#addName = db.prepare('INSERT INTO directory (tenant, name, owner) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
  }

  identify(tenant: string, names: readonly string[], candidates: readonly number[]): Promise<Identified> {
    // Most people are known: then nothing is written and nobody waits.
    const known = this.#known(tenant, names)
    if (known.complete) return Promise.resolve(known.answer)
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.flush())
      this.#waiting.push({ tenant, names, candidates, resolve, reject })
    })
  }

  /** Answers everybody who waits, now. */
  flush(): void {
    const questions = this.#waiting
    this.#waiting = []
    if (questions.length === 0) return
    try {
      const answers = writeAtomically(this.#db, () => questions.map((question) => this.#answer(question)))
      for (const [index, question] of questions.entries()) {
        const answer = answers[index]
        if (answer instanceof TallyError) question.reject(answer)
        else if (answer !== undefined) question.resolve(answer)
      }
    } catch (error) {
      this.#onFailure(error)
      for (const question of questions) question.reject(error)
    }
  }

  #known(tenant: string, names: readonly string[]): { owners: Set<number>; complete: boolean; answer: Identified } {
    const owners = new Set<number>()
    let missing = false
    for (const name of names) {
      const owner = this.#find.get(tenant, name)?.owner as number | undefined
      if (owner === undefined) missing = true
      else owners.add(owner)
    }
    const [owner = -1] = owners
    if (owners.size > 1) return { owners, complete: true, answer: 'conflict' }
    return { owners, complete: owners.size === 1 && !missing, answer: { owner, created: false } }
  }

  /** A refusal is answered, not thrown: it must not roll back the others. */
  #answer({ tenant, names, candidates }: Question): Identified | TallyError {
    const known = this.#known(tenant, names)
    if (known.complete) return known.answer
    const [existing] = known.owners
    const owner = existing ?? candidates.find((candidate) => !this.#taken.get(tenant, candidate))
    if (owner === undefined) return new TallyError('owner_numbers_exhausted', 'No candidate owner number was free.')
    if (existing === undefined) this.#addOwner.run(tenant, owner)
    for (const name of names) this.#addName.run(tenant, name, owner)
    return { owner, created: existing === undefined }
  }
}
