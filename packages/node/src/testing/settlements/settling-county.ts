import { fakeClock, type Store, unwrap } from '@tallystick/core'
import {
  auditor,
  type County,
  codeOf,
  OPENS,
  openCounty,
  operator,
  order,
  till,
} from '../../../../core/src/domain/testing/county.ts'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'

/** A fresh durable store that goes with its test, what lies in it, and its cohorts made to look as version 3 was. */
export interface SettlingStore {
  readonly store: Store
  everything(): StoredState | Promise<StoredState>
  asCohortsOfVersion3(): void | Promise<void>
}

export const tight = {
  name: 'at-the-tier',
  at: 'redeem',
  when: { fact: 'order.overThresholdMinor', operator: 'lessThan', value: 500 },
  do: 'hold',
}
export const busy = {
  name: 'busy',
  at: 'redeem',
  when: { fact: 'merchant.redemptions.1d', operator: 'greaterThanInclusive', value: 5 },
  do: 'hold',
}
export const TIGHT_MINOR = 104_00
export const LOOSE_MINOR = 128_00
export const UNIT_MINOR = 20_00

/** A county whose sales are kept back by one rule. */
export async function countyUnder(opened: SettlingStore, rule: object) {
  const county = await openCounty({
    store: opened.store,
    clock: fakeClock(OPENS),
    document: { risk: [rule], approval: 'one' },
  })
  const sell = async (person: number, amountMinor = TIGHT_MINOR) => {
    const holder = await county.holder(person)
    const { voucherId } = unwrap(await holder.api.voucher.claim({ batchId: county.batchId }))
    const sale = { code: await codeOf(holder, voucherId), ...order(amountMinor) }
    const { redemptionId } = unwrap(await county.as(till('noodles', { id: 'cashier' })).voucher.redeem(sale))
    return redemptionId
  }
  const refund = async (redemptionId: string, amountMinor?: number) => {
    const part = amountMinor === undefined ? {} : { amountMinor }
    return county.as(till('noodles', { id: 'manager' })).voucher.refund({ redemptionId, reason: 'x', ...part })
  }
  const held = async () => {
    const lanes = Array.from({ length: opened.store.shards }, (_, lane) => county.as(auditor).settlement.held({ lane }))
    return (await Promise.all(lanes)).flatMap((page) => unwrap(page).held)
  }
  return { county, sell, refund, held, settlement: county.as(operator).settlement }
}

/** The balance of all accounts whose name begins so. */
export async function balance(county: County, prefix: string): Promise<number> {
  const { accounts } = unwrap(await county.sponsor.ledger.balances({}))
  return accounts.reduce((sum, each) => (each.account.startsWith(prefix) ? sum + each.balanceMinor : sum), 0)
}
