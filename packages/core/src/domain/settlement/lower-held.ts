import type { Loaded, Ref, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import type { RedemptionState } from '../voucher/voucher-entity.ts'
import type { HeldState } from './held-entity.ts'
import { openHeld } from './held-entity.ts'

interface Lowered {
  readonly redemption: RedemptionState
  readonly writes: readonly Write[]
  readonly removes: readonly Ref<HeldState>[]
  readonly counts: { readonly held?: number; readonly heldMinor?: number }
}

/** A refund takes its part out of what is kept back; where nothing is left, nothing is held any more. */
export function lowerHeld(
  loaded: Loaded,
  address: { readonly owner: number; readonly n: number },
  redemption: RedemptionState,
  toSponsorMinor: number,
): Lowered {
  const row = openHeld(loaded, address)
  const held = row && loaded.get(row)
  if (!row || !held) return { redemption, writes: [], removes: [], counts: {} }
  const amountMinor = held.amountMinor - toSponsorMinor
  const heldMinor = -toSponsorMinor
  if (amountMinor > 0) {
    return { redemption, writes: [write(row, { ...held, amountMinor })], removes: [], counts: { heldMinor } }
  }
  return {
    redemption: { ...redemption, settlement: undefined },
    writes: [],
    removes: [row],
    counts: { held: -1, heldMinor },
  }
}
