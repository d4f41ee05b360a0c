import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { span } from '../../kernel/entity.ts'
import type { AccountState } from '../../kernel/ledger-account.ts'
import { ACCOUNT_OWNER, accountEntity } from '../../kernel/ledger-account.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { laneNumbers } from '../lane-numbers.ts'

const ACCOUNTS_A_LANE = 100_000

function accountsIn(lane: number) {
  return span(accountEntity, ACCOUNT_OWNER, { limit: ACCOUNTS_A_LANE, beside: lane })
}

/** The balance of every account, exact as of the last commit; they sum to zero in each currency, always. */
export const readLedger = defineOperation({
  name: 'ledger.balances',
  summary: 'Shows the balance of every account; they sum to zero in each currency.',
  kind: 'read',
  route: 'GET /v1/ledger',
  input: z.strictObject({}),
  output: z.strictObject({
    accounts: z.array(z.strictObject({ account: z.string(), currency: z.string(), balanceMinor: z.int() })),
    sums: z.record(z.string(), z.int()),
    asOf: isoInstant,
  }),
  permits: ['operator', 'auditor'],
  scope: 'tenant',
  refusals: [],
  touches: (_input, _prepared, { lanes }) => laneNumbers(lanes).map(accountsIn),
  decide(loaded, _input, ctx) {
    const balances = new Map<string, AccountState>()
    for (const lane of laneNumbers(ctx.lanes)) {
      for (const { state } of loaded.all(accountsIn(lane))) {
        const name = `${state.currency}/${state.account}`
        const before = balances.get(name)?.balanceMinor ?? 0
        balances.set(name, { ...state, balanceMinor: before + state.balanceMinor })
      }
    }
    const accounts = [...balances.values()].sort((a, b) => (a.account < b.account ? -1 : 1))
    const sums: Record<string, number> = {}
    for (const { currency, balanceMinor } of accounts) sums[currency] = (sums[currency] ?? 0) + balanceMinor
    return accept({ accounts, sums, asOf: toIso(ctx.now) })
  },
})
