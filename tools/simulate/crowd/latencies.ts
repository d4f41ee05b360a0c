/** Buckets a decade of milliseconds, from 0.1 ms up to a thousand seconds. */
const PER_DECADE = 20
const BUCKETS = 7 * PER_DECADE
const LEAST_MS = 0.1

/** How long answers took, in buckets: fixed in size however many there are, and right to an eighth. */
export class Latencies {
  readonly #counts = new Uint32Array(BUCKETS)
  #total = 0

  get total(): number {
    return this.#total
  }

  add(ms: number): void {
    const bucket = Math.floor(Math.log10(Math.max(ms, LEAST_MS) / LEAST_MS) * PER_DECADE)
    const at = Math.min(BUCKETS - 1, bucket)
    this.#counts[at] = (this.#counts[at] ?? 0) + 1
    this.#total += 1
  }

  /** The upper edge of the bucket in which this share of the answers ends; 0 without answers. */
  quantile(share: number): number {
    let seen = 0
    for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
      seen += this.#counts[bucket] ?? 0
      if (seen > 0 && seen >= share * this.#total) return LEAST_MS * 10 ** ((bucket + 1) / PER_DECADE)
    }
    return 0
  }
}

/** The same, second by second. */
export class LatencyCurve {
  readonly whole = new Latencies()
  readonly seconds: Latencies[] = []

  add(atMs: number, ms: number): void {
    const second = Math.floor(atMs / 1000)
    while (this.seconds.length <= second) this.seconds.push(new Latencies())
    this.seconds[second]?.add(ms)
    this.whole.add(ms)
  }
}
