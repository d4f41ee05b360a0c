import type { Tally } from '@tallystick/core'
import { startRounds } from './start-rounds.ts'

export interface SweepReport {
  readonly batches: number
  readonly expired: number
  readonly unclaimed: number
  readonly released: number
}

export interface SweepOptions {
  /** Whose batches. */
  readonly tenants: readonly string[]
  /** How often; an hour by default, so that a day's expiry is booked soon after midnight in any zone. */
  readonly everyMs?: number | undefined
  /** What went wrong; the next round tries again. */
  readonly onError?: ((error: unknown, tenant: string) => void) | undefined
}

/**
 * Books expiry and unclaimed money now and then, in every lane of every batch. Nothing depends on it being on time, and
 * several processes may do it: a sweep that finds nothing changes nothing.
 *
 * @returns the way to stop; it waits for a round that is under way.
 * @example const stop = startSweeps(tally, { tenants: ['gaoxian'] })
 */
export function startSweeps(tally: Tally, options: SweepOptions): () => Promise<void> {
  const { tenants, everyMs = 3_600_000, onError } = options
  return startRounds({ tenants, everyMs, onError }, (tenant) => sweep(tally, tenant))
}

/** One round over a tenant's batches. Rejects when the store does; what was booked before stays booked. */
export async function sweep(tally: Tally, tenant: string): Promise<SweepReport> {
  const system = tally.as({ role: 'system', tenant, id: 'sweeps' })
  const listed = await system.batch.list({})
  const report = { batches: 0, expired: 0, unclaimed: 0, released: 0 }
  if (!listed.ok) return report
  for (const { batchId, state } of listed.value.batches) {
    if (state === 'draft') continue
    report.batches += 1
    for (let lane = 0, lanes = 1; lane < lanes; ) {
      const swept = await system.batch.sweep({ batchId, lane })
      if (!swept.ok) break
      lanes = swept.value.lanes
      report.expired += swept.value.expired
      report.unclaimed += swept.value.unclaimed
      report.released += swept.value.released
      // A hundred holds at a time: the same lane again while there are others.
      if (!swept.value.more) lane += 1
    }
  }
  return report
}
