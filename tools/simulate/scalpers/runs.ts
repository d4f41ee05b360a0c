import type { Tactic } from './rings.ts'

/** One simulated season: so many people, and the rings among them. */
export interface Run {
  readonly seed: number
  readonly people: number
  readonly days: number
  readonly rings: readonly Tactic[]
}

const season = { people: 3_000, days: 5 }

/** What the policy may be tuned on. */
export const tuning: readonly Run[] = [11, 12].map((seed) => ({
  seed,
  ...season,
  rings: ['metronome-farm', 'tier-shop', 'far-resale', 'refund-loop'],
}))

/** What it is judged on: seeds and tactics that it was not tuned on. */
export const judged: readonly Run[] = [101, 102, 103, 104].map((seed) => ({
  seed,
  ...season,
  rings: ['patient-farm', 'two-shops', 'menu-price', 'mules', 'local-resale'],
}))

/** A short judged season for the tests. */
export const short: Run = {
  seed: 201,
  people: 1_000,
  days: 4,
  rings: ['patient-farm', 'two-shops', 'menu-price', 'mules', 'local-resale'],
}

/** What must hold, in all judged runs together. */
export const limits = {
  /** Of the rings' value: refused, challenged in vain, or kept back before it was paid. */
  stoppedShare: 0.95,
  /** Of honest people: asked for a new identity check at least once; refused at least once. */
  challengedShare: 0.005,
  refusedShare: 0.0005,
} as const
