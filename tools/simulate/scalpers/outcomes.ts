import type { Visit } from './visits.ts'

/** What became of one visit's money. `settled`: it was paid out to the shop before anybody kept it back. */
export type Fate = 'open' | 'notClaimed' | 'refusedAtClaim' | 'refusedAtTill' | 'kept' | 'refunded' | 'settled'

export interface Outcome {
  readonly visit: Visit
  fate: Fate
  /** The rule did it by itself, at the sale; else the nightly review. */
  byPolicy: boolean
  challenged: boolean
  refused: boolean
  subsidyMinor: number
}

export interface Figures {
  readonly honest: {
    people: number
    challenged: number
    refused: number
    keptMinor: number
    totalMinor: number
  }
  /** By tactic. */
  readonly rings: Map<string, { totalMinor: number; settledMinor: number; keptMinor: number; reviewedMinor: number }>
}

export const noFigures = (): Figures => ({
  honest: { people: 0, challenged: 0, refused: 0, keptMinor: 0, totalMinor: 0 },
  rings: new Map(),
})

/** The most one voucher is worth: what a ring is after with every visit. */
const WORTH_MINOR = 2_000

export function countIn(figures: Figures, people: number, outcomes: readonly Outcome[]): void {
  const { honest, rings } = figures
  const distinct = (chosen: (outcome: Outcome) => boolean) =>
    new Set(
      outcomes
        .filter((each) => each.visit.person.ring === undefined && chosen(each))
        .map((each) => each.visit.person.n),
    ).size
  honest.people += people
  honest.challenged += distinct(({ challenged }) => challenged)
  honest.refused += distinct(({ refused }) => refused)
  for (const { visit, fate, byPolicy, subsidyMinor } of outcomes) {
    const { ring } = visit.person
    if (ring === undefined) {
      honest.totalMinor += subsidyMinor
      if (fate === 'kept') honest.keptMinor += subsidyMinor
      continue
    }
    const sums = rings.get(ring) ?? { totalMinor: 0, settledMinor: 0, keptMinor: 0, reviewedMinor: 0 }
    rings.set(ring, sums)
    if (fate !== 'notClaimed') sums.totalMinor += WORTH_MINOR
    if (fate === 'settled') sums.settledMinor += subsidyMinor
    if (fate === 'kept' && byPolicy) sums.keptMinor += subsidyMinor
    if (fate === 'kept' && !byPolicy) sums.reviewedMinor += subsidyMinor
  }
}

export function shares({ honest, rings }: Figures) {
  const total = [...rings.values()].reduce((sum, { totalMinor }) => sum + totalMinor, 0)
  const settled = [...rings.values()].reduce((sum, { settledMinor }) => sum + settledMinor, 0)
  return {
    stopped: total === 0 ? 0 : 1 - settled / total,
    challenged: honest.challenged / honest.people,
    refused: honest.refused / honest.people,
    honestKept: honest.totalMinor === 0 ? 0 : honest.keptMinor / honest.totalMinor,
  }
}
