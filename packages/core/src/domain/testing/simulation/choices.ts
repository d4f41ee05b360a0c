/** Everything a simulated run leaves to chance, told by its seed alone. */
export class Choices {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** Mulberry32, public domain by Tommy Ettinger: 32 bits of state are plenty for one short run. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  /** 0 to `below` - 1. */
  int(below: number): number {
    return this.#next() % below
  }

  /** True in so many of a thousand cases. */
  perMille(share: number): boolean {
    return this.#next() % 1000 < share
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.int(list.length)] ?? list[0]
  }

  /** Mostly short, seldom long: as networks and disks are. */
  delayMs(longest: number): number {
    return this.perMille(850) ? this.int(4) : this.int(longest)
  }
}
