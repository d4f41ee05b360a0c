import { expect } from 'vitest'
import type { Store } from '../../engine/store-port.ts'
import { verifyJournal } from '../../engine/verify-journal.ts'
import { ACCOUNT_OWNER, accountEntity } from '../../kernel/ledger-account.ts'
import { unwrap } from '../../unwrap.ts'
import type { County } from './county.ts'
import { auditor, tenant } from './county.ts'

interface Posting {
  readonly account: string
  readonly amountMinor: number
  readonly currency: string
}
interface Entry {
  readonly operation: string
  readonly principal: string
  readonly events: readonly { readonly type: string; readonly data: Readonly<Record<string, never>> }[]
  readonly postings: readonly Posting[]
}

export async function journalOf(store: Store, shard: number): Promise<Entry[]> {
  const rows = await store.readJournal({ tenant, shard }, 0, 1_000_000)
  return rows.map((row) => JSON.parse(row.body) as Entry)
}

function lanes(store: Store): number[] {
  return Array.from({ length: store.shards }, (_, lane) => lane)
}

async function balancesIn(store: Store, shard: number): Promise<Record<string, number>> {
  const everything = { from: 0, to: Number.MAX_SAFE_INTEGER, limit: 100_000 }
  const rows = await store.read([], [{ tenant, shard, owner: ACCOUNT_OWNER, kind: accountEntity.kind, ...everything }])
  return Object.fromEntries(
    rows.map((row) => {
      const { account, balanceMinor } = JSON.parse(row.state)
      return [account, balanceMinor] as const
    }),
  )
}

function fold(entries: readonly Entry[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { account, amountMinor } of entries.flatMap((entry) => entry.postings)) {
    sums[account] = (sums[account] ?? 0) + amountMinor
  }
  return sums
}

/** Figures of one batch told from the journal alone. */
function recount(entries: readonly Entry[]) {
  const sums = { issued: 0, redeemed: 0, voided: 0, refunded: 0, subsidyMinor: 0, refundedMinor: 0, salesMinor: 0 }
  for (const entry of entries) {
    for (const { type, data } of entry.events) {
      const { outcome, subsidyMinor, toSponsorMinor, amountMinor, ...order } = data as Record<string, number | string>
      if (type === 'voucher.claimed') sums.issued += 1
      if (type === 'batch.swept') sums.voided += Number((data as { voided?: number }).voided ?? 0)
      if (type === 'voucher.voided') {
        const restocked = entry.postings.some((leg) => leg.account.startsWith('stock/') && leg.amountMinor > 0)
        if (restocked) sums.issued -= 1
        else sums.voided += 1
      }
      if (type === 'voucher.redeemed') {
        sums.redeemed += 1
        sums.subsidyMinor += Number(subsidyMinor)
        sums.salesMinor += Number(order.orderAmountMinor) - Number(order.merchantDiscountMinor ?? 0)
      }
      if (type === 'voucher.refunded') {
        sums.refunded += 1
        sums.refundedMinor += Number(toSponsorMinor)
        sums.subsidyMinor -= Number(toSponsorMinor)
        sums.salesMinor -= Number(amountMinor)
        if (outcome !== 'redeemed') sums.redeemed -= 1
      }
      if (type === 'settlement.disallowed') {
        sums.subsidyMinor -= Number(amountMinor)
        sums.salesMinor -= Number(order.salesMinor)
      }
    }
  }
  return sums
}

/** What must hold after every step, for a county with one batch: ledger, chain, equation, figures. */
export async function audit(county: County): Promise<void> {
  const { store } = county
  const entries: Entry[] = []
  for (const shard of lanes(store)) {
    const inLane = await journalOf(store, shard)
    entries.push(...inLane)
    const balances = await balancesIn(store, shard)
    expect(Object.values(balances).reduce((sum, balance) => sum + balance, 0)).toBe(0)
    expect(balances).toEqual(fold(inLane))
    expect(await verifyJournal(store, { tenant, shard })).toMatchObject({ ok: true, seq: inLane.length })
  }
  const figures = unwrap(await county.as(auditor).batch.figures({ batchId: county.batchId }))
  const { quota, left, reserved, outstanding, redeemed, expired, voided, issued } = figures
  expect(left + reserved + outstanding + redeemed + expired + voided).toBe(quota)
  expect(outstanding + reserved + redeemed + expired + voided).toBe(issued)
  expect(Math.min(left, outstanding, reserved, redeemed, expired, voided)).toBeGreaterThanOrEqual(0)
  expect(figures).toMatchObject(recount(entries))
  const { unitMinor } = unwrap(await county.as(auditor).batch.get({ batchId: county.batchId }))
  const all = fold(entries)
  const total = (prefix: string) =>
    Object.entries(all)
      .filter(([account]) => account.startsWith(prefix))
      .reduce((sum, [, amount]) => sum + amount, 0)
  expect(total('committed/')).toBe(figures.committedMinor)
  expect(total('payable/') + total('held/')).toBe(figures.subsidyMinor)
  expect(total('held/')).toBe(figures.heldMinor)
  expect(total('transit')).toBe(0)
  const prefixes = ['stock/', 'committed/', 'payable/', 'held/', 'returned/']
  expect(prefixes.reduce((sum, prefix) => sum + total(prefix), 0)).toBe(quota * unitMinor)
  for (const prefix of prefixes) {
    expect(total(prefix), prefix).toBeGreaterThanOrEqual(0)
  }
}
