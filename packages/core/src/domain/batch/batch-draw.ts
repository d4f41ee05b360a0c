/** A batch whose vouchers go to those who are drawn, instead of those who are first. What is here is public but `given`. */
export interface BatchDraw {
  /** People enter in [opensAt of the batch, entriesUntil). */
  readonly entriesUntil: number
  /** What public number decides, named before anybody enters. */
  readonly publicName: string
  /** When that number is made public; the list of entries is sealed before. */
  readonly publicAt: number
  /** SHA-256 of the secret part of the seed, in hex. */
  readonly commitment: string
  readonly sealed?: SealedList | undefined
  /** The number as one person gave it; it waits for a second. */
  readonly given?: { readonly value: string; readonly by: string; readonly under?: string | undefined } | undefined
  readonly drawn?: DrawResult | undefined
}

interface SealedList {
  readonly entries: number
  readonly listHash: string
  readonly at: number
}

interface DrawResult {
  readonly value: string
  readonly secret: string
  readonly seed: string
  readonly winners: number
  /** The greatest ticket that wins; empty when nobody entered. */
  readonly last: string
  readonly at: number
  readonly by: readonly [string, string]
}
