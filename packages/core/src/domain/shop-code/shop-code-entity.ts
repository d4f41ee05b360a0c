import { number48 } from '../../kernel/digest.ts'
import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'

/** One payment by the shop's printed code, as the shop hears and sees it. */
export interface ShopPayment {
  /** Counts up without gaps, over all sheets: what a shop's phone asks for next. */
  readonly n: number
  /** Four digits that the customer's phone shows and the shop's speaker says. */
  readonly number: string
  readonly at: number
  readonly owner: number
  /** The redemption's row beside that owner. */
  readonly redemption: number
  readonly orderAmountMinor: number
  readonly subsidyMinor: number
  readonly customerPaysMinor: number
  readonly currency: string
}

/** The printed code of one shop. */
export interface ShopCodeState {
  /** The newest sheet; the ones before it are waste paper. */
  readonly sheet: number
  readonly payments: number
  /** The business day that `takenMinor` is of, `YYYY-MM-DD`. */
  readonly day: string
  /** What the sponsors have paid on that day by this code, all programmes together. */
  readonly takenMinor: number
  readonly newest: readonly ShopPayment[]
}

/** As many as a phone that was out of range for a while must catch up with. */
const KEPT = 64

export const shopCodeEntity = defineEntity<ShopCodeState>({ kind: 51, name: 'shopCode', version: 1 })

export const noShopCode: ShopCodeState = { sheet: 0, payments: 0, day: '', takenMinor: 0, newest: [] }

/** One row a shop; its number is keyed, so that nobody can pick a name that shares another shop's row. */
export function shopCodeRef(keys: KeyRing, tenant: string, merchantId: string): Ref<ShopCodeState> {
  return ref(shopCodeEntity, number48(keyedHex(keys, 'shop-codes', tenant, merchantId)))
}

export function takenOn(state: ShopCodeState, day: string): number {
  return state.day === day ? state.takenMinor : 0
}

export function withPayment(state: ShopCodeState, day: string, payment: Omit<ShopPayment, 'n'>): ShopCodeState {
  const n = state.payments + 1
  return {
    ...state,
    payments: n,
    day,
    takenMinor: takenOn(state, day) + payment.subsidyMinor,
    newest: [...state.newest, { ...payment, n }].slice(-KEPT),
  }
}
