import { accountEntity } from '../../../kernel/ledger-account.ts'
import type { Require, TenantState } from './stored-state.ts'
import { addTo } from './stored-state.ts'

/** Where a sponsor's money comes from stands with a minus, and so does what sales without a network cost beyond the budget. */
const comesFromOutside = /^(funding|card\.purchase|offline\.loss)\//

/**
 * I2: every entry sums to zero in its lane, every balance is the fold of the entries, nothing is left between lanes.
 * Answers the sums over all lanes by account.
 */
export function ledgerHolds(state: TenantState, require: Require): ReadonlyMap<string, number> {
  const folded = new Map<string, number>()
  const totals = new Map<string, number>()
  for (const { postings, operation, shard } of state.entries) {
    const sums = new Map<string, number>()
    for (const { account, amountMinor, currency } of postings) {
      addTo(folded, `${shard}/${currency}/${account}`, amountMinor)
      addTo(totals, account, amountMinor)
      addTo(sums, currency, amountMinor)
      require(Number.isSafeInteger(amountMinor), () => `I2 ${operation} posts ${amountMinor} to ${account}`)
    }
    for (const [currency, sum] of sums) require(sum === 0, () => `I2 ${operation} is ${sum} ${currency} out of balance`)
  }
  for (const { shard, state: account } of state.of(accountEntity)) {
    const name = `${shard}/${account.currency}/${account.account}`
    const sum = folded.get(name) ?? 0
    require(account.balanceMinor === sum, () => `I2 ${name} says ${account.balanceMinor}, its entries ${sum}`)
    folded.delete(name)
  }
  for (const [name, sum] of folded) require(sum === 0, () => `I2 ${name} has entries of ${sum} and no row`)
  require((totals.get('transit') ?? 0) === 0, () => `I2 ${totals.get('transit')} is lost between lanes`)
  for (const [account, sum] of totals) {
    require(comesFromOutside.test(account) || sum >= 0, () => `I2 ${account} is overdrawn by ${-sum}`)
  }
  return totals
}

export function totalOf(totals: ReadonlyMap<string, number>, prefix: string): number {
  let total = 0
  for (const [account, sum] of totals) if (account.startsWith(prefix)) total += sum
  return total
}
