import { lossAccount, lossBorneAccount, lossOwedAccount } from '../../offline/offline-accounts.ts'
import { offlineShopEntity } from '../../offline/offline-shop-entity.ts'
import { OFFLINE_USES_AT_MOST, offlineUsesEntity } from '../../offline/offline-uses-entity.ts'
import { redemptionEntity, voucherEntity } from '../../voucher/voucher-entity.ts'
import type { Require, TenantState } from './stored-state.ts'
import { addTo } from './stored-state.ts'

/**
 * I2 and I3 of sales without a network: what was lost is what the accounts say and no money of the vouchers; a till is
 * credited for a voucher once, and never more than it was allowed.
 */
export function offlineHolds(state: TenantState, totals: ReadonlyMap<string, number>, require: Require): void {
  const lost = new Map<string, number>()
  const credited = new Map<string, number>()
  const vouchers = new Map(state.of(voucherEntity).map((row) => [`${row.owner}/${row.n}`, row.state]))
  const redemptions = new Map(state.of(redemptionEntity).map((row) => [`${row.owner}/${row.n}`, row.state]))
  for (const { owner, n, state: row } of state.of(offlineUsesEntity)) {
    const name = `${owner}/${n}`
    const voucher = vouchers.get(name)
    require(voucher !== undefined, () => `I3 there are offline uses of ${name}, and no such voucher`)
    if (!voucher) continue
    require(row.uses.length <= OFFLINE_USES_AT_MOST, () => `I3 voucher ${name} has ${row.uses.length} offline uses`)
    const once = new Set(row.uses.map((use) => `${use.merchantId}/${use.terminalId}/${use.version}`))
    require(once.size === row.uses.length, () => `I3 a till took voucher ${name} twice offline`)
    for (const use of row.uses) {
      const { merchantId, terminalId, day, subsidyMinor, orderAmountMinor, outcome, borneBy } = use
      addTo(credited, `${voucher.programme}/${voucher.benefit}/${merchantId}/${day}/${terminalId}`, subsidyMinor)
      if (outcome === 'redeemed') {
        const booked = redemptions.get(`${owner}/${use.redemption ?? -1}`)
        const isSame = booked?.merchantId === merchantId && booked.orderAmountMinor === orderAmountMinor
        require(isSame && booked.subsidyMinor === subsidyMinor, () => `I3 an offline use of ${name} has no redemption`)
        continue
      }
      const account = borneBy === 'merchant' ? lossBorneAccount : lossOwedAccount
      addTo(lost, account(voucher.batch, merchantId), subsidyMinor)
      addTo(lost, lossAccount(voucher.batch), -subsidyMinor)
    }
  }
  for (const [account, sum] of totals)
    if (account.startsWith('offline.')) lost.set(account, (lost.get(account) ?? 0) - sum)
  for (const [account, sum] of lost) require(sum === 0, () => `I2 ${account} is ${sum} out of its offline uses`)
  for (const { state: shop } of state.of(offlineShopEntity)) {
    for (const { day, tills } of shop.days) {
      for (const { terminalId, capMinor, creditedMinor } of tills) {
        const name = `${shop.benefit}/${shop.merchantId}/${day}/${terminalId}`
        const sum = credited.get(name) ?? 0
        require(creditedMinor === sum, () => `I2 till ${name} was credited ${creditedMinor}, its uses come to ${sum}`)
        require(creditedMinor <= capMinor, () => `I2 till ${name} was credited ${creditedMinor} of ${capMinor}`)
      }
    }
  }
}
