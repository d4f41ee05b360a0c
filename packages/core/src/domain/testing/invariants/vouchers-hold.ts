import { batchEntity } from '../../batch/batch-entity.ts'
import { merchantEntity } from '../../merchant/merchant-entity.ts'
import { programmeVersionEntity, versionName } from '../../programme/programme-entity.ts'
import { quotaEntity, quotaRef } from '../../voucher/quota-entity.ts'
import type { RedemptionState, VoucherState } from '../../voucher/voucher-entity.ts'
import { redemptionEntity, USES_A_VOUCHER, voucherEntity } from '../../voucher/voucher-entity.ts'
import type { Entry, Require, Row, TenantState } from './stored-state.ts'

interface History {
  status: string
  version: number
  redemptions: number
}

/** I3, I4, I6 and I9: one use at a time, no more than one's share, only legal steps, nothing of another tenant. */
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
    const next = { redeemed: 'redeemed', voided: 'void', refunded: String(data.outcome) }[type.slice('voucher.'.length)]
    if (next === undefined) continue
    const legal = type === 'voucher.refunded' ? refundLegal(before?.status, next) : before?.status === 'outstanding'
    require(legal, () => `I6 voucher ${name}: ${type} when it was ${before?.status}`)
    const redemptions = (before?.redemptions ?? 0) + (type === 'voucher.redeemed' ? 1 : 0)
    histories.set(name, { status: next, version: (before?.version ?? 0) + 1, redemptions })
  }
  return histories
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
    const { refundedMinor, orderAmountMinor, refundedSubsidyMinor, subsidyMinor, committedMinor } = use
    if (refundedMinor < orderAmountMinor) live += 1
    const inOrder = refundedMinor >= 0 && refundedMinor <= orderAmountMinor
    const inFace = refundedSubsidyMinor >= 0 && refundedSubsidyMinor <= subsidyMinor && subsidyMinor <= committedMinor
    require(inOrder && inFace, () => `I3 a use of voucher ${name} has its amounts out of order: ${JSON.stringify(use)}`)
  }
  const most = voucher.status === 'redeemed' ? 1 : 0
  require(live <= most, () => `I3 voucher ${name} is ${voucher.status} and has ${live} live uses`)
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
