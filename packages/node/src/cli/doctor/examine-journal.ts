import type { JournalRow, Lane, LaneHead } from '@tallystick/core'
import { verifyJournal } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { showProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

/** A store of either kind, as the doctor reads it. */
export interface SeenJournal {
  /** Every lane that was written. */
  readonly lanes: readonly LaneHead[]
  readJournal(lane: Lane, afterSeq: number, limit: number): Promise<readonly JournalRow[]>
  readHead(lane: Lane): Promise<LaneHead | undefined>
}

export function describeClock({ lanes }: SeenJournal, now: Date): string {
  const last = Math.max(0, ...lanes.map(({ lastNow }) => lastNow))
  if (last > now.getTime() + 1000) {
    throw new TallyError(
      'clock_behind',
      `The last commit was at ${new Date(last).toISOString()}, and this machine says ${now.toISOString()}. Set the clock and switch time synchronisation on: until then every commit bears the later time.`,
    )
  }
  return `${now.toISOString()}, not behind the last commit`
}

/** Walks the hash chain of every lane. @throws TallyError `journal_broken`. */
export async function describeJournal(seen: SeenJournal, terminal: Terminal): Promise<string> {
  const total = seen.lanes.reduce((sum, { seq }) => sum + seq, 0)
  const progress = showProgress(terminal, 'Checking the journal', total)
  let before = 0
  for (const lane of seen.lanes) {
    const reader = {
      readHead: () => seen.readHead(lane),
      readJournal: (_lane: unknown, afterSeq: number, limit: number) => {
        progress.at(before + Math.min(afterSeq, lane.seq))
        return seen.readJournal(lane, afterSeq, limit)
      },
    }
    const check = await verifyJournal(reader, lane)
    if (!check.ok) {
      progress.end()
      throw new TallyError(
        'journal_broken',
        `The journal of ${lane.tenant}/${lane.shard} is broken at row ${check.seq} (${check.problem}). Somebody changed it: keep the file as evidence and compare it with the backups.`,
        { detail: { tenant: lane.tenant, shard: lane.shard, seq: check.seq, problem: check.problem } },
      )
    }
    before += lane.seq
  }
  progress.at(total)
  progress.end()
  return `${total} rows in ${seen.lanes.length} lanes, the chain is whole`
}
