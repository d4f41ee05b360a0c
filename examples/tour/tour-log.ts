import { isDeepStrictEqual } from 'node:util'
import { explainRefusal, type Outcome, type Refusal } from '@tallystick/core'

/** An expectation that was not met: the tour ends here. */
export class TourFailure extends Error {
  constructor(what: string, expected: unknown, got: unknown) {
    super(`${what}\n     expected ${show(expected)}\n     got      ${show(got)}`)
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Prints each step with its figures and holds it to what was expected. */
export class TourLog {
  #steps = 0
  #chapters = 0
  readonly #print: (line: string) => void

  constructor(print: (line: string) => void) {
    this.#print = print
  }

  get steps(): number {
    return this.#steps
  }

  chapter(title: string): void {
    this.#chapters += 1
    this.#print(`\n${this.#chapters}. ${title}`)
  }

  /** A step whose figures must be these. @throws TourFailure */
  equal(what: string, got: unknown, expected: unknown): void {
    if (!isDeepStrictEqual(got, expected)) throw new TourFailure(what, expected, got)
    this.#say(what, show(got))
  }

  /** The value of a yes. @throws TourFailure */
  accepted<T>(what: string, outcome: Outcome<T>, figures?: (value: T) => string): T {
    if (!outcome.ok)
      throw new TourFailure(what, 'a yes', `${outcome.code} ${show(outcome.detail)} ${show(outcome.reasons)}`)
    this.#say(what, figures?.(outcome.value) ?? '')
    return outcome.value
  }

  /** A no with exactly this code; shows the sentence a citizen reads. @throws TourFailure */
  refused(what: string, outcome: Outcome<unknown>, code: string): Refusal {
    if (outcome.ok) throw new TourFailure(what, code, outcome.value)
    if (outcome.code !== code) throw new TourFailure(what, code, `${outcome.code} ${show(outcome.detail)}`)
    this.#say(what, `${code} “${explainRefusal(outcome, 'zh-CN')}”`)
    return outcome
  }

  #say(what: string, figures: string): void {
    this.#steps += 1
    this.#print(`   ${what}${figures === '' ? '' : ` → ${figures}`}`)
  }
}

/** `108.00`, as a receipt has it. */
export function yuan(minor: number): string {
  return (minor / 100).toFixed(2)
}
