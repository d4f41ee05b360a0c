import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { Counter } from '../facts/counter.ts'
import { reportsOfMonth, shopNumber } from './holder-risk.ts'
import { noteTime } from './recent.ts'
import type { CountedSale, ShopCase } from './risk-cases.ts'

type Sale = readonly [at: number, amountMinor: number]
type Slot = readonly [slot: number, sales: number, hugging: number, round: number, quickRefunds: number]

/** What is counted of one shop. Fixed in size: its newest sales, and a day in eight slots of three hours. Times are seconds. */
export interface ShopRiskState {
  /** Oldest first. */
  readonly sales: readonly Sale[]
  readonly slots: readonly Slot[]
  /** Of reports against the shop. */
  readonly reports: readonly number[]
}

export const shopRiskEntity = defineEntity<ShopRiskState>({ kind: 72, name: 'shopRisk', version: 1 })

export function shopRiskRef(merchantId: string): Ref<ShopRiskState> {
  return ref(shopRiskEntity, shopNumber(merchantId))
}

export const newShopRisk: ShopRiskState = { sales: [], slots: [], reports: [] }

const SALES = 32
const SLOT_SECONDS = 3 * 3600
const SLOTS = 8
const REPORTS = 8
/** Ten yuan. */
const ROUND_MINOR = 1000
/** An order that is above its threshold by at most this much hugs it, in percent of the threshold. */
const TIER_MARGIN_PERCENT = 5

export function hugsTier(orderAmountMinor: number, thresholdMinor: number): boolean {
  const overMinor = orderAmountMinor - thresholdMinor
  return thresholdMinor > 0 && overMinor >= 0 && overMinor * 100 <= thresholdMinor * TIER_MARGIN_PERCENT
}

function noteSale(state: ShopRiskState, at: number, { amountMinor, hugsTier: hugs }: CountedSale): ShopRiskState {
  const sales = [...state.sales, [at, amountMinor] as const].slice(-SALES)
  const round = amountMinor % ROUND_MINOR === 0
  return { ...state, sales, slots: countInSlot(state.slots, at, [1, hugs ? 1 : 0, round ? 1 : 0, 0]) }
}

export function noteQuickRefund(state: ShopRiskState, at: number): ShopRiskState {
  return { ...state, slots: countInSlot(state.slots, at, [0, 0, 0, 1]) }
}

export function noteShopReport(state: ShopRiskState, at: number): ShopRiskState {
  return { ...state, reports: noteTime(state.reports, at, REPORTS) }
}

function countInSlot(
  slots: readonly Slot[],
  at: number,
  [sales, hugging, round, quickRefunds]: readonly [number, number, number, number],
): readonly Slot[] {
  const slot = Math.floor(at / SLOT_SECONDS)
  const [, a, b, c, d] = slots.find(([known]) => known === slot) ?? [slot, 0, 0, 0, 0]
  const live = slots.filter(([known]) => known !== slot && known > slot - SLOTS)
  return [...live, [slot, a + sales, b + hugging, c + round, d + quickRefunds]]
}

/** The sums of the last day, in whole slots: between 21 and 24 hours. */
function dayOf(state: ShopRiskState, at: number) {
  const first = Math.floor(at / SLOT_SECONDS) - SLOTS
  const sums = { sales: 0, hugging: 0, round: 0, quickRefunds: 0 }
  for (const [slot, sales, hugging, round, quickRefunds] of state.slots) {
    if (slot <= first) continue
    sums.sales += sales
    sums.hugging += hugging
    sums.round += round
    sums.quickRefunds += quickRefunds
  }
  return sums
}

/** Share of the whole, to two places. */
function rate(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.round((100 * part) / whole) / 100
}

/** The shop's sales before this one. */
export const shopDay: Counter<ShopCase, ShopRiskState> = {
  facts: [
    'merchant.redemptions.10m',
    'merchant.redemptions.1d',
    'merchant.tierHuggingRate.1d',
    'merchant.roundRate.1d',
    'merchant.sameAmount.1d',
    'merchant.quickRefunds.1d',
    'merchant.reports.30d',
  ],
  row: ({ merchantId }) => shopRiskRef(merchantId),
  read(state = newShopRisk, { now, sale }) {
    const at = Math.floor(now / 1000)
    const day = dayOf(state, at)
    const same = state.sales.filter(([when, amount]) => when > at - 86_400 && amount === sale?.amountMinor)
    return {
      'merchant.redemptions.10m': state.sales.filter(([when]) => when > at - 600).length,
      'merchant.redemptions.1d': day.sales,
      'merchant.tierHuggingRate.1d': rate(day.hugging, day.sales),
      'merchant.roundRate.1d': rate(day.round, day.sales),
      'merchant.sameAmount.1d': same.length,
      'merchant.quickRefunds.1d': day.quickRefunds,
      'merchant.reports.30d': reportsOfMonth(state.reports, at),
    }
  },
  count: (state = newShopRisk, { now, sale }) => (sale ? noteSale(state, Math.floor(now / 1000), sale) : state),
}
