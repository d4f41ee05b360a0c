/** Below this much of what is behind, it is not worth copying what is ahead. */
const WORTH_CUTTING = 10_000

/**
 * The turns that this process has handed out, in order, and how far they have come. Turns are moments, so that every process can
 * compare them; how fast they come is counted in people, since a moment says nothing once the pace has changed.
 */
export class TurnLine {
  #turns: number[] = []
  #passed = 0
  #credit = 0
  #reached: number

  constructor(now: number) {
    this.#reached = now
  }

  /** Every turn up to this moment has come. */
  get reached(): number {
    return this.#reached
  }

  /** People whose turns have not come yet. */
  get ahead(): number {
    return this.#turns.length - this.#passed
  }

  /** A turn later than every one before it. */
  add(turn: number): void {
    this.#turns.push(turn)
  }

  /** How many people have a turn up to this one that has not come yet. */
  upTo(turn: number): number {
    let [low, high] = [this.#passed, this.#turns.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#turns[middle] ?? 0) <= turn) low = middle + 1
      else high = middle
    }
    return low - this.#passed
  }

  /** Lets the turns of so many more people come, a fraction too; with nobody ahead, every turn up to now has come. */
  advance(people: number, now: number): void {
    this.#credit += people
    const whole = Math.min(Math.floor(this.#credit), this.ahead)
    this.#credit = this.ahead === whole ? 0 : this.#credit - whole
    if (whole > 0) {
      this.#passed += whole
      this.#reached = Math.max(this.#reached, this.#turns[this.#passed - 1] ?? 0)
    }
    if (this.ahead === 0) this.#reached = Math.max(this.#reached, now)
    if (this.#passed < WORTH_CUTTING || this.#passed < this.ahead) return
    this.#turns = this.#turns.slice(this.#passed)
    this.#passed = 0
  }
}
