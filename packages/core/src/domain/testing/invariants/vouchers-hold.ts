import { batchEntity } from '../../batch/batch-entity.ts'
import { merchantEntity } from '../../merchant/merchant-entity.ts'
import { programmeVersionEntity, versionName } from '../../programme/programme-entity.ts'
import type { HoldState } from '../../reservation/hold-entity.ts'
import { holdEntity } from '../../reservation/hold-entity.ts'
import { quotaEntity, quotaRef } from '../../voucher/quota-entity.ts'
import type { RedemptionState, VoucherState } from '../../voucher/voucher-entity.ts'
import { paidMinor, redemptionEntity, USES_A_VOUCHER, voucherEntity } from '../../voucher/voucher-entity.ts'
import type { Entry, Require, Row, TenantState } from './stored-state.ts'

interface History {
  status: string
  version: number
  redemptions: number
}

/** I3, I4, I6, I9 and I12: one use at a time, no more than one's share, only legal steps, nothing of another tenant, no hold unlisted. */
export function vouchersHold(state: TenantState, require: Require): void {
  const histories = readHistories(state.entries, require)
  const redemptions = new Map<string, Row<RedemptionState>[]>()
  for (const row of state.of(redemptionEntity)) {
    const name = `${row.owner}/${Math.floor(row.n / USES_A_VOUCHER)}`
    redemptions.set(name, [...(redemptions.get(name) ?? []), row])
  }
  const batches = new Set(state.of(batchEntity).map(({ state: batch }) => batch.owner))
  const merchants = new Set(state.of(merchantEntity).map(({ state: merchant }) => merchant.merchantId))
  for (const row of state.of(voucherEntity)) {
    const name = `${row.owner}/${row.n}`
    const uses = redemptions.get(name) ?? []
    redemptions.delete(name)
    const history = histories.get(name)
    histories.delete(name)
    require(batches.has(row.state.batch), () => `I9 voucher ${name} is of a batch that ${state.tenant} does not have`)
    const { status, version } = row.state
    require(history?.status === status && history.version === version, () =>
      `I6 voucher ${name} is ${status} in version ${version}, its journal says ${JSON.stringify(history)}`)
    usesHold(name, row.state, uses, require)
  }
  for (const name of redemptions.keys()) require(false, () => `I3 a use of voucher ${name}, which is not there`)
  for (const name of histories.keys())
    require(false, () => `I7 the journal tells of voucher ${name}, which is not there`)
  for (const { state: use } of state.of(redemptionEntity)) {
    require(merchants.has(use.merchantId), () => `I9 a use at ${use.merchantId}, which ${state.tenant} does not have`)
  }
  holdsHold(state, require)
  sharesHold(state, require)
}

function readHistories(entries: readonly Entry[], require: Require): Map<string, History> {
  const histories = new Map<string, History>()
  for (const { type, data } of entries.flatMap(({ events }) => events)) {
    if (!type.startsWith('voucher.') || data.voucher === undefined) continue
    const name = `${data.holder}/${data.voucher}`
    const before = histories.get(name)
    if (type === 'voucher.claimed') {
      require(before === undefined, () => `I7 voucher ${name} was claimed twice`)
      histories.set(name, { status: 'outstanding', version: 0, redemptions: 0 })
      continue
    }
    const step = type.slice('voucher.'.length)
    const next = nextStatus(step, data)
    if (next === undefined) continue
    const legal =
      step === 'refunded' ? refundLegal(before?.status, next) : stepsFrom[step]?.includes(before?.status ?? '')
    require(legal === true, () => `I6 voucher ${name}: ${type} when it was ${before?.status}`)
    const redemptions = (before?.redemptions ?? 0) + (step === 'redeemed' ? 1 : 0)
    // Holding and letting go leave codes and tokens as they are.
    const isNew = step !== 'reserved' && step !== 'released'
    histories.set(name, { status: next, version: (before?.version ?? 0) + (isNew ? 1 : 0), redemptions })
  }
  return histories
}

/** What a voucher must be for a step; a hold that has run out makes room for the next without a word. */
const stepsFrom: Readonly<Record<string, readonly string[]>> = {
  redeemed: ['outstanding', 'reserved'],
  voided: ['outstanding', 'reserved'],
  reserved: ['outstanding', 'reserved'],
  released: ['reserved'],
}

function nextStatus(step: string, data: Readonly<Record<string, unknown>>): string | undefined {
  if (step === 'refunded') return String(data.outcome)
  return { redeemed: 'redeemed', voided: 'void', reserved: 'reserved', released: 'outstanding' }[step]
}

/** A refund in one piece revives a used voucher or ends it; in parts, and of what is over already, it changes no state. */
function refundLegal(from: string | undefined, to: string): boolean {
  return from === to || (from === 'redeemed' && (to === 'outstanding' || to === 'expired'))
}

function usesHold(name: string, voucher: VoucherState, uses: readonly Row<RedemptionState>[], require: Require): void {
  require(uses.length === voucher.redemptions, () =>
    `I3 voucher ${name}: ${uses.length} uses, not ${voucher.redemptions}`)
  let live = 0
  for (const { state: use } of uses) {
    const { refundedMinor, refundedSubsidyMinor, subsidyMinor, committedMinor } = use
    if (refundedMinor < paidMinor(use)) live += 1
    const inOrder = refundedMinor >= 0 && refundedMinor <= paidMinor(use)
    const inFace = refundedSubsidyMinor >= 0 && refundedSubsidyMinor <= subsidyMinor && subsidyMinor <= committedMinor
    require(inOrder && inFace, () => `I3 a use of voucher ${name} has its amounts out of order: ${JSON.stringify(use)}`)
  }
  const most = voucher.status === 'redeemed' ? 1 : 0
  require(live <= most, () => `I3 voucher ${name} is ${voucher.status} and has ${live} live uses`)
}

/** I12: what is held is listed with the second it ends in, once, and nothing else is; so the sweep finds all that has run out. */
function holdsHold(state: TenantState, require: Require): void {
  const listed = new Map<string, Row<HoldState>>()
  for (const row of state.of(holdEntity)) listed.set(`${row.state.holder}/${row.state.ordinal}/${row.n}`, row)
  for (const { owner, n, shard, state: voucher } of state.of(voucherEntity)) {
    const name = `${owner}/${n}`
    require((voucher.status === 'reserved') === (voucher.hold !== undefined), () =>
      `I12 voucher ${name} is ${voucher.status} with hold ${JSON.stringify(voucher.hold)}`)
    if (!voucher.hold) continue
    const row = listed.get(`${name}/${voucher.hold.n}`)
    listed.delete(`${name}/${voucher.hold.n}`)
    require(row?.owner === voucher.batch && row.shard === shard, () => `I12 the hold of voucher ${name} is on no list`)
    require(voucher.hold.until <= voucher.expiresAt, () => `I12 the hold of voucher ${name} outlives it`)
  }
  for (const name of listed.keys()) require(false, () => `I12 a hold of ${name} is listed, which is not held`)
}

function sharesHold(state: TenantState, require: Require): void {
  const had = new Map<string, number>()
  const limits = new Map<string, number>()
  for (const { owner, state: voucher } of state.of(voucherEntity)) {
    const name = `${owner}/${quotaRef(owner, voucher.programme, voucher.benefit).n}`
    had.set(name, (had.get(name) ?? 0) + (voucher.status === 'void' ? 0 : 1))
    const version = versionName(voucher.programme, voucher.programmeVersion)
    const found = state.of(programmeVersionEntity).find((row) => row.state.name === version)
    const benefit = found?.state.document.benefits[voucher.benefit]
    const most = benefit?.kind === 'voucher' ? benefit.quota.perPerson : 0
    limits.set(name, Math.max(limits.get(name) ?? 0, most))
  }
  for (const { owner, n, state: quota } of state.of(quotaEntity)) {
    const count = had.get(`${owner}/${n}`) ?? 0
    had.delete(`${owner}/${n}`)
    const most = limits.get(`${owner}/${n}`) ?? 0
    require(quota.total === count, () => `I4 holder ${owner} is said to have had ${quota.total}, and has ${count}`)
    require(count <= most, () => `I4 holder ${owner} has ${count} of at most ${most}`)
  }
  for (const [name, count] of had) require(count === 0, () => `I4 the share of ${name} is counted nowhere`)
}
