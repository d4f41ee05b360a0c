/** No turn of the wheel is nearer than this. */
const STEP_MS = 5

/**
 * Who has something to do when: one moment a person, kept in two arrays however many they are. A timer each would cost some
 * hundred bytes a person.
 */
export class TimingWheel {
  readonly #heads: Int32Array
  readonly #next: Int32Array
  #step = 0

  /** @param people how many there are; @param spanMs further ahead than this nobody may be put */
  constructor(people: number, spanMs: number) {
    this.#heads = new Int32Array(Math.ceil(spanMs / STEP_MS) + 1).fill(-1)
    this.#next = new Int32Array(people)
  }

  /** Calls the person back at that moment, or at the next turn if it is over. A person must not be on the wheel already. */
  put(person: number, atMs: number): void {
    const step = Math.max(this.#step + 1, Math.ceil(atMs / STEP_MS))
    if (step - this.#step >= this.#heads.length) throw new Error('further ahead than the wheel turns')
    const slot = step % this.#heads.length
    this.#next[person] = this.#heads[slot] ?? -1
    this.#heads[slot] = person
  }

  /** Turns up to the moment, and hands out everybody whose time has come. */
  turnTo(nowMs: number, due: (person: number) => void): void {
    const last = Math.floor(nowMs / STEP_MS)
    while (this.#step < last) {
      this.#step += 1
      const slot = this.#step % this.#heads.length
      let person = this.#heads[slot] ?? -1
      this.#heads[slot] = -1
      while (person >= 0) {
        const after = this.#next[person] ?? -1
        due(person)
        person = after
      }
    }
  }
}
