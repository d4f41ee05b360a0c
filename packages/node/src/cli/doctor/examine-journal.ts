import type {
  BalanceDifference,
  JournalRow,
  Lane,
  LaneCheck,
  LaneHead,
  RowKey,
  RowSpan,
  StoredRow,
} from '@tallystick/core'
import { verifyLane } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { showProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

/** A store of either kind, as the doctor reads it. */
export interface SeenJournal {
  /** Every lane that was written. */
  readonly lanes: readonly LaneHead[]
  readJournal(lane: Lane, afterSeq: number, limit: number): Promise<readonly JournalRow[]>
  readHead(lane: Lane): Promise<LaneHead | undefined>
  read(keys: readonly RowKey[], spans: readonly RowSpan[]): Promise<readonly StoredRow[]>
}

/** What is wrong with the accounts, lane by lane. */
export interface SeenAccounts {
  count: number
  readonly differences: (BalanceDifference & Lane)[]
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

/** Walks the hash chain of every lane, and adds up its postings on the way. @throws TallyError `journal_broken`. */
export async function describeJournal(seen: SeenJournal, accounts: SeenAccounts, terminal: Terminal): Promise<string> {
  const total = seen.lanes.reduce((sum, { seq }) => sum + seq, 0)
  const progress = showProgress(terminal, 'Checking the journal', total)
  let before = 0
  for (const lane of seen.lanes) {
    const reader = {
      ...seen,
      readJournal: (of: Lane, afterSeq: number, limit: number) => {
        progress.at(before + Math.min(afterSeq, lane.seq))
        return seen.readJournal(of, afterSeq, limit)
      },
    }
    const check = await verifyLane(reader, lane)
    if (!check.journal.ok) progress.end()
    mustBeWhole(lane, check.journal)
    accounts.count += check.accounts
    const { tenant, shard } = lane
    accounts.differences.push(...check.differences.map((difference) => ({ ...difference, tenant, shard })))
    before += lane.seq
  }
  progress.at(total)
  progress.end()
  return `${total} rows in ${seen.lanes.length} lanes, the chain is whole`
}

function mustBeWhole({ tenant, shard }: Lane, check: LaneCheck['journal']): void {
  if (check.ok) return
  throw new TallyError(
    'journal_broken',
    `The journal of ${tenant}/${shard} is broken at row ${check.seq} (${check.problem}). Somebody changed it: keep the file as evidence and compare it with the backups.`,
    { detail: { tenant, shard, seq: check.seq, problem: check.problem } },
  )
}

/** @throws TallyError `balance_differs`. */
export function describeAccounts({ count, differences }: SeenAccounts): string {
  const [first] = differences
  if (!first) return `${count}, each where the postings of its journal have brought it`
  const { tenant, shard, account, currency, balanceMinor, postedMinor } = first
  throw new TallyError(
    'balance_differs',
    `${account} of ${tenant}/${shard} says ${balanceMinor} ${currency} in minor units, its postings come to ${postedMinor} (one of ${differences.length} that differ). Somebody changed the rows: keep the file as evidence and compare it with the backups.`,
    { detail: { tenant, shard, account, currency, balanceMinor, postedMinor, differences: differences.length } },
  )
}
