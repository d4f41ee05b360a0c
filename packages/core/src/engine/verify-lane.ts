import type { AccountState } from '../kernel/ledger-account.ts'
import { accountsIn } from './accounts.ts'
import type { JournalEntry } from './journal.ts'
import type { Lane, Store } from './store-port.ts'
import type { JournalCheck } from './verify-journal.ts'
import { verifyJournal } from './verify-journal.ts'

/** An account whose row says something else than the journal. */
export interface BalanceDifference {
  readonly account: string
  readonly currency: string
  /** What its row says; 0 where there is none. */
  readonly balanceMinor: number
  /** What the journal's postings come to. */
  readonly postedMinor: number
}

export interface LaneCheck {
  readonly journal: JournalCheck
  /** How many accounts the lane has. */
  readonly accounts: number
  readonly differences: readonly BalanceDifference[]
}

const ACCOUNTS_A_PAGE = 1000

/**
 * Walks a lane's whole journal once: its chain, as `verifyJournal` does, and whether each account stands where the journal's postings have
 * brought it. A posting or a balance that was changed, and a row that was removed, show.
 *
 * Not checked: other rows. A server that writes the lane meanwhile is told from a difference by looking again.
 */
export async function verifyLane(
  store: Pick<Store, 'readJournal' | 'readHead' | 'read'>,
  lane: Lane,
): Promise<LaneCheck> {
  const posted = new Map<string, BalanceDifference>()
  const add = (account: string, currency: string, postedMinor: number, balanceMinor: number) => {
    const name = `${currency}/${account}`
    const before = posted.get(name) ?? { account, currency, postedMinor: 0, balanceMinor: 0 }
    const sums = { postedMinor: before.postedMinor + postedMinor, balanceMinor: before.balanceMinor + balanceMinor }
    posted.set(name, { account, currency, ...sums })
  }
  const journal = await verifyJournal(
    {
      readHead: (of) => store.readHead(of),
      async readJournal(of, after, limit) {
        const rows = await store.readJournal(of, after, limit)
        for (const { body } of rows) {
          const { postings } = JSON.parse(body) as JournalEntry
          for (const { account, currency, amountMinor } of postings) add(account, currency, amountMinor, 0)
        }
        return rows
      },
    },
    lane,
  )
  let accounts = 0
  for (let from = 0; ; ) {
    const rows = await store.read([], [{ ...accountsIn(lane), from, limit: ACCOUNTS_A_PAGE }])
    for (const { state } of rows) {
      const { account, currency, balanceMinor } = JSON.parse(state) as AccountState
      add(account, currency, 0, balanceMinor)
    }
    accounts += rows.length
    if (rows.length < ACCOUNTS_A_PAGE) break
    from = (rows.at(-1)?.n ?? 0) + 1
  }
  return { journal, accounts, differences: [...posted.values()].filter(differ) }
}

function differ({ balanceMinor, postedMinor }: BalanceDifference): boolean {
  return balanceMinor !== postedMinor
}
