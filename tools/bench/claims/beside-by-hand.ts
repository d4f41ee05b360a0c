import { createTally, generateKeys, type Store, systemClock } from '@tallystick/core'
import { drive, Series } from '../harness/series.ts'
import { claimsFrom, openBatch } from './drive.ts'

const ROUNDS = 5
const CLAIMS_A_ROUND = 6000
/** A slow disk lets more people wait at the same time. */
const CLAIMERS = 500

export interface BesideByHand {
  readonly store: Store
  readonly byHand: (claims: number, waits: number[]) => Promise<void>
  readonly claimsByHand: number
  /** No claim of either may be faster: then the disk was not slow. */
  readonly atLeastMs: number
  readonly say: (all: Readonly<Record<string, Series>>) => void
}

/** The engine on a store that needs long for a sync, in turns with claims made by hand on such a disk. */
export async function besideByHand({ store, byHand, claimsByHand, atLeastMs, say }: BesideByHand) {
  const tally = await createTally({ store, keys: await generateKeys(), clock: systemClock })
  const all = { engine: new Series(), single: new Series() }
  try {
    const claim = claimsFrom(tally, await openBatch(tally))
    await drive(claim, 3000, CLAIMERS)
    const alone: number[] = []
    await drive(claim, 5, 1, alone)
    await byHand(100, alone)
    if (Math.min(...alone) < atLeastMs) throw new Error('the disk was not slow')
    for (let count = 1; count <= ROUNDS; count += 1) {
      await all.engine.round(CLAIMS_A_ROUND, (waits) => drive(claim, CLAIMS_A_ROUND, CLAIMERS, waits))
      await all.single.round(claimsByHand, (waits) => byHand(claimsByHand, waits))
      say(all)
    }
    return all
  } finally {
    await tally.close()
  }
}
