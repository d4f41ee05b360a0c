import type { Ref } from '../kernel/entity.ts'
import type { AccountState } from '../kernel/ledger-account.ts'
import type { PlacedPosting } from './accounts.ts'
import { accountRef } from './accounts.ts'
import type { JournalEntry } from './journal.ts'
import type { Lane } from './store-port.ts'

interface AccountSum {
  readonly ref: Ref<AccountState>
  readonly account: string
  readonly currency: string
  amountMinor: number
}

/** What a group has done in one lane besides rows: entries for its journal, and by how much its accounts move. */
export class LaneWork {
  readonly lane: Lane
  readonly entries: JournalEntry[] = []
  readonly #sums = new Map<string, AccountSum>()

  constructor(lane: Lane) {
    this.lane = lane
  }

  add(entry: JournalEntry): void {
    this.entries.push(entry)
    for (const posting of entry.postings) this.#count(posting)
  }

  #count({ account, currency, amountMinor }: PlacedPosting): void {
    const name = `${currency}/${account}`
    const sum = this.#sums.get(name)
    if (sum) sum.amountMinor += amountMinor
    else {
      // A lane's number is an owner that lies in it.
      const ref = accountRef(account, currency, this.lane.shard)
      this.#sums.set(name, { ref, account, currency, amountMinor })
    }
  }

  get sums(): Iterable<AccountSum> {
    return this.#sums.values()
  }
}
