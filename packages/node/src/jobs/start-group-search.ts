import type { Clock, Tally } from '@tallystick/core'
import { systemClock, unwrap } from '@tallystick/core'
import { startRounds } from './start-rounds.ts'

/** The hours of the night, local time: the first in which the search begins and the first in which it no longer does. */
const NIGHT = { from: 2, to: 6 }

export interface GroupSearchRun {
  /** The lane to read first: `next` of the run before. */
  readonly lane?: number | undefined
  /** At most so many pages of the journal, 500 rows each; 400 by default. */
  readonly steps?: number | undefined
  /** Ends the run before its next page. */
  readonly signal?: AbortSignal | undefined
}

export interface GroupSearchReport {
  /** Uses of vouchers that were noted. */
  readonly uses: number
  /** The lane to read on with, while there is more to read; undefined once the search is done. */
  readonly next: number | undefined
  /** How many groups were found; undefined until everything is read. */
  readonly groups: number | undefined
}

export interface GroupSearchOptions {
  /** Whose journals. */
  readonly tenants: readonly string[]
  /** Whose night; `Asia/Shanghai` by default. */
  readonly timeZone?: string | undefined
  /** How often to look whether it is night and something is left to do; ten minutes by default. */
  readonly everyMs?: number | undefined
  readonly clock?: Clock | undefined
  /** What went wrong; the next round tries again. */
  readonly onError?: ((error: unknown, tenant: string) => void) | undefined
}

/**
 * Searches for closed groups of shops and people once a night, between two and six: reads on in the journal of every lane
 * (`risk.gather`), so many pages a round, and when it is through lays the groups beside the register (`risk.groups`). What
 * one night leaves, the next reads. Several processes may do it: each use is noted once, and groups are replaced whole.
 *
 * @returns the way to stop; it waits for the page that is under way.
 * @throws RangeError for a time zone that does not exist.
 * @example const stop = startGroupSearch(tally, { tenants: ['gaoxian'] })
 */
export function startGroupSearch(tally: Tally, options: GroupSearchOptions): () => Promise<void> {
  const { tenants, timeZone = 'Asia/Shanghai', everyMs = 600_000, clock = systemClock, onError } = options
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  const searched = new Map<string, string>()
  const lanes = new Map<string, number>()
  return startRounds({ tenants, everyMs, onError }, async (tenant, signal) => {
    const night = nightOf(local.format(clock.now()))
    if (night === undefined || searched.get(tenant) === night) return
    const { next } = await searchGroups(tally, tenant, { lane: lanes.get(tenant), signal })
    lanes.set(tenant, next ?? 0)
    if (next === undefined) searched.set(tenant, night)
  })
}

/**
 * One run over a tenant's journal, lane by lane. How far each lane is read stands in the store: a run that is cut off loses
 * nothing. Rejects when the store does, or a call is refused; what was noted before stays noted.
 */
export async function searchGroups(
  tally: Tally,
  tenant: string,
  { lane = 0, steps = 400, signal }: GroupSearchRun = {},
): Promise<GroupSearchReport> {
  const system = tally.as({ role: 'system', tenant, id: 'group-search' })
  let uses = 0
  let next = lane
  for (let step = 0, lanes = Number.POSITIVE_INFINITY; next < lanes; step += 1) {
    if (step === steps || signal?.aborted) return { uses, next, groups: undefined }
    const page = unwrap(await system.risk.gather({ lane: next }))
    lanes = page.lanes
    uses += page.uses
    if (!page.more) next += 1
  }
  const { groups } = unwrap(await system.risk.groups({}))
  return { uses, next: undefined, groups: groups.length }
}

/** The date of the night, from local time as `2025-01-21 02:30`; undefined by day. */
function nightOf(local: string): string | undefined {
  const [date, time = ''] = local.split(' ')
  const hour = Number(time.slice(0, 2))
  return hour >= NIGHT.from && hour < NIGHT.to ? date : undefined
}
