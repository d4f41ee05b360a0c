import type { Tally } from '@tallystick/core'
import { unwrap } from '@tallystick/core'
import { startRounds } from './start-rounds.ts'

export interface StatementOptions {
  /** Whose programmes. */
  readonly tenants: readonly string[]
  /** How often; an hour by default, so that a day is closed soon after its midnight in any zone. */
  readonly everyMs?: number | undefined
  /** What went wrong; the next round tries again. */
  readonly onError?: ((error: unknown, tenant: string) => void) | undefined
}

/**
 * Closes the days that are over, in every lane of every programme that has batches, so that `statement.get` can show them.
 * Nothing depends on it being on time, and several processes may do it: each booking is in one statement, once.
 *
 * @returns the way to stop; it waits for a round that is under way.
 * @example const stop = startStatements(tally, { tenants: ['gaoxian'] })
 */
export function startStatements(tally: Tally, options: StatementOptions): () => Promise<void> {
  const { tenants, everyMs = 3_600_000, onError } = options
  return startRounds({ tenants, everyMs, onError }, (tenant, signal) => closeDays(tally, tenant, signal))
}

/** One round. Rejects when the store does, or a call is refused; what was closed before stays closed. */
export async function closeDays(tally: Tally, tenant: string, signal?: AbortSignal): Promise<void> {
  const system = tally.as({ role: 'system', tenant, id: 'statements' })
  const { batches } = unwrap(await system.batch.list({}))
  const programmes = new Set(batches.map(({ benefit }) => benefit.slice(0, benefit.indexOf('/'))))
  for (const programme of programmes) {
    for (let lane = 0, lanes = 1; lane < lanes; ) {
      if (signal?.aborted) return
      const closed = unwrap(await system.statement.close({ programme, lane }))
      lanes = closed.lanes
      if (!closed.more) lane += 1
    }
  }
}
