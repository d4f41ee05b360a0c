import { number48 } from '../../kernel/digest.ts'
import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { keyedHex } from '../../kernel/keyed-hash.ts'
import type { OfflineOption } from './offline-option.ts'

/** What one till was allowed on one day, and how much of it is booked. */
export interface OfflineTill {
  readonly terminalId: string
  /** Signed once a day: asked for again it is the same. */
  readonly capMinor: number
  readonly creditedMinor: number
}

/** One benefit at one shop: what its tills may take without a network, day by day. */
export interface OfflineShopState {
  readonly merchantId: string
  readonly benefit: string
  readonly days: readonly { readonly day: string; readonly tills: readonly OfflineTill[] }[]
}

/** How long after an allowance has ended its sales are still taken in: a weekend, and some hours. */
export const HAND_IN_MS = 72 * 3_600_000
/** Longer than an allowance and its hand-in together can last. */
const DAYS_KEPT = 6

export const offlineShopEntity = defineEntity<OfflineShopState>({ kind: 52, name: 'offlineShop', version: 1 })

/** The row's number is keyed, so that nobody can pick a name that shares another shop's row. */
export function offlineShopRef(
  keys: KeyRing,
  tenant: string,
  { merchantId, benefit }: Pick<OfflineShopState, 'merchantId' | 'benefit'>,
): Ref<OfflineShopState> {
  return ref(offlineShopEntity, number48(keyedHex(keys, 'offline-shops', tenant, `${benefit}/${merchantId}`)))
}

function tillsOn(state: OfflineShopState | undefined, day: string): readonly OfflineTill[] {
  return state?.days.find((each) => each.day === day)?.tills ?? []
}

export function tillOn(state: OfflineShopState | undefined, day: string, terminalId: string): OfflineTill | undefined {
  return tillsOn(state, day).find((till) => till.terminalId === terminalId)
}

/**
 * What a till may take on a day: what it was granted already, else as much as one till may and its shop has left. Grants are
 * never added up, so what all tills of a shop can take on one day stays within `perDayMinor`.
 */
export function grantMinor(
  state: OfflineShopState | undefined,
  { day, terminalId }: { readonly day: string; readonly terminalId: string },
  { perTerminalMinor, perDayMinor }: OfflineOption,
): number {
  const known = tillOn(state, day, terminalId)
  if (known) return known.capMinor
  const granted = tillsOn(state, day).reduce((sum, { capMinor }) => sum + capMinor, 0)
  return Math.max(0, Math.min(perTerminalMinor, perDayMinor - granted))
}

/** The row with this till as it stands now. */
export function withTill(state: OfflineShopState, day: string, till: OfflineTill): OfflineShopState {
  const others = tillsOn(state, day).filter(({ terminalId }) => terminalId !== till.terminalId)
  const days = [...state.days.filter((each) => each.day !== day), { day, tills: [...others, till] }]
  return { ...state, days: days.sort((a, b) => (a.day < b.day ? -1 : 1)).slice(-DAYS_KEPT) }
}
