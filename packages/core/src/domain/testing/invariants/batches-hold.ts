import { allotmentHome, allotmentStripe } from '../../../kernel/allotment.ts'
import type { BatchState, CohortState } from '../../batch/batch-entity.ts'
import { batchEntity, cohortEntity } from '../../batch/batch-entity.ts'
import { regionStockOf } from '../../batch/region-stock.ts'
import { unclaimedEntity } from '../../batch/unclaimed.ts'
import { redemptionEntity, USES_A_VOUCHER, voucherEntity } from '../../voucher/voucher-entity.ts'
import { totalOf } from './ledger-holds.ts'
import type { Require, Row, TenantState } from './stored-state.ts'

interface Counted {
  vouchers: number
  redeemed: number
  voided: number
  expired: number
  outstanding: number
  reserved: number
  outstandingMinor: number
  subsidyMinor: number
}

const nothing: Counted = {
  vouchers: 0,
  redeemed: 0,
  voided: 0,
  expired: 0,
  outstanding: 0,
  reserved: 0,
  outstandingMinor: 0,
  subsidyMinor: 0,
}

/** I1: every voucher of the quota is in exactly one place, and the money of the batch with it. */
export function batchesHold(state: TenantState, totals: ReadonlyMap<string, number>, require: Require): void {
  const counted = countVouchers(state)
  for (const row of state.of(cohortEntity)) cohortHolds(row, counted.get(nameOf(row.owner, row.n, row.shard)), require)
  const cohorts = new Set(state.of(cohortEntity).map((row) => nameOf(row.owner, row.n, row.shard)))
  for (const name of counted.keys()) require(cohorts.has(name), () => `I1 vouchers of ${name} are counted nowhere`)
  for (const { state: batch } of state.of(batchEntity)) batchHolds(state, batch, totals, require)
}

function nameOf(batch: number, day: number, lane: number): string {
  return `${batch}/${day}/${lane}`
}

function countVouchers(state: TenantState): Map<string, Counted> {
  const counted = new Map<string, Counted>()
  const subsidies = new Map<string, number>()
  for (const { owner, n, state: redemption } of state.of(redemptionEntity)) {
    const voucher = `${owner}/${Math.floor(n / USES_A_VOUCHER)}`
    const isDisallowed = redemption.settlement?.state === 'disallowed'
    const netMinor = isDisallowed ? 0 : redemption.subsidyMinor - redemption.refundedSubsidyMinor
    subsidies.set(voucher, (subsidies.get(voucher) ?? 0) + netMinor)
  }
  for (const { owner, n, shard, state: voucher } of state.of(voucherEntity)) {
    const name = nameOf(voucher.batch, voucher.day, shard)
    const sums = counted.get(name) ?? { ...nothing }
    counted.set(name, sums)
    sums.vouchers += 1
    sums[voucher.status === 'void' ? 'voided' : voucher.status] += 1
    const isLive = voucher.status === 'outstanding' || voucher.status === 'reserved'
    if (isLive) sums.outstandingMinor += voucher.committedMinor
    sums.subsidyMinor += subsidies.get(`${owner}/${n}`) ?? 0
  }
  return counted
}

function cohortHolds(row: Row<CohortState>, found: Counted | undefined, require: Require): void {
  const cohort = row.state
  const name = nameOf(row.owner, row.n, row.shard)
  const { vouchers, redeemed, voided, expired, outstanding, reserved, outstandingMinor, subsidyMinor } =
    found ?? nothing
  // Withdrawn and back in stock, a voucher has never been issued: its row stays.
  const restocked = vouchers - cohort.issued
  require(restocked >= 0, () => `I1 ${name} says ${cohort.issued} issued, there are ${vouchers} vouchers`)
  require(cohort.redeemed === redeemed, () => `I1 ${name} says ${cohort.redeemed} redeemed, there are ${redeemed}`)
  const swept = cohort.state !== 'live'
  const ended = swept ? outstanding + reserved : 0
  const past = (cohort.state === 'expired' ? ended : 0) + (swept ? expired : 0)
  const withdrawn = voided - restocked + (cohort.state === 'voided' ? ended : 0)
  require(cohort.voided === withdrawn, () => `I1 ${name} says ${cohort.voided} voided, there are ${withdrawn}`)
  const held = swept ? 0 : reserved
  require(cohort.reserved === held, () => `I1 ${name} says ${cohort.reserved} reserved, there are ${held}`)
  require(cohort.expired === past, () => `I1 ${name} says ${cohort.expired} expired, there are ${past}`)
  const committed = swept ? 0 : outstandingMinor
  require(cohort.committedMinor === committed, () => `I1 ${name} commits ${cohort.committedMinor}, not ${committed}`)
  require(cohort.subsidyMinor === subsidyMinor, () => `I1 ${name} owes ${cohort.subsidyMinor}, not ${subsidyMinor}`)
}

function batchHolds(
  state: TenantState,
  batch: BatchState,
  totals: ReadonlyMap<string, number>,
  require: Require,
): void {
  const { owner, quota, unitMinor } = batch
  const own = <S>(rows: readonly Row<S>[]) => rows.filter((row) => row.owner === owner).map((row) => row.state)
  const ofSlot = <S>(slot: number, rows: readonly Row<S>[]) => own(rows.filter(({ n }) => n === slot))
  const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)
  const homes = own(state.of(allotmentHome))
  // Not approved yet: nothing was set aside.
  require(homes.length > 0 || batch.state !== 'open', () => `I1 batch ${owner} is open without stock`)
  if (homes.length === 0) return
  const lefts = [...homes, ...own(state.of(allotmentStripe))].map(({ left }) => left)
  for (const left of lefts) require(left >= 0, () => `I1 batch ${owner} has a stock of ${left}`)
  const cohorts = own(state.of(cohortEntity))
  const left = sum(lefts)
  const unclaimed = sum(own(state.of(unclaimedEntity)).map(({ count }) => count))
  for (const [region, ofRegion] of Object.entries(batch.regions ?? {})) {
    const { slot } = regionStockOf(batch, region)
    const parts = [...ofSlot(slot, state.of(allotmentHome)), ...ofSlot(slot, state.of(allotmentStripe))]
    for (const { left } of parts) require(left >= 0, () => `I1 batch ${owner} has ${left} left for ${region}`)
    const kept = sum(parts.map(({ left }) => left))
    const taken = state.of(voucherEntity).filter(({ state }) => state.batch === owner && state.region === region).length
    // Once claiming has ended, what nobody claimed is counted for the whole batch.
    require(kept + taken === ofRegion || unclaimed > 0, () =>
      `I1 batch ${owner} in ${region}: ${kept} + ${taken} ≠ ${ofRegion}`)
  }
  const issued = sum(cohorts.map((cohort) => cohort.issued))
  require(left + unclaimed + issued === quota, () => `I1 batch ${owner}: ${left} + ${unclaimed} + ${issued} ≠ ${quota}`)
  const money = (prefix: string) => totalOf(totals, prefix)
  const committed = sum(cohorts.map((cohort) => cohort.committedMinor))
  const owed = sum(cohorts.map((cohort) => cohort.subsidyMinor))
  require(money(`stock/${owner}`) === left * unitMinor, () => `I2 stock of ${owner} is not ${left} × ${unitMinor}`)
  require(money(`committed/${owner}`) === committed, () =>
    `I2 batch ${owner} commits ${committed}, its account differs`)
  const held = sum(cohorts.map((cohort) => cohort.heldMinor))
  require(money(`held/${owner}/`) === held, () => `I2 batch ${owner} holds ${held} back, its accounts differ`)
  const due = owed - held
  require(money(`payable/${owner}/`) === due, () => `I2 batch ${owner} owes ${due}, its accounts differ`)
  const all = ['stock/', 'committed/', 'payable/', 'held/', 'returned/'].map((prefix) => money(`${prefix}${owner}`))
  require(sum(all) === quota * unitMinor, () => `I2 batch ${owner}: ${all.join(' + ')} ≠ ${quota * unitMinor}`)
}
