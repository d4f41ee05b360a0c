import type { Loaded, Touch, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import type { Context, Reference } from '../../kernel/ports.ts'
import { sharedOwner } from '../facts/claim-counters.ts'
import { holderRiskRef, newHolderRisk, seeDevice } from '../risk/holder-risk.ts'
import { isIdentifiedAnew } from '../risk/identity-check.ts'
import { shortOf } from '../risk/short-of.ts'
import { judgesUses } from './judge-redemption.ts'
import type { VoucherState } from './voucher-entity.ts'

/** How long the till has after the holder, identified anew, showed a code. */
const USE_WITHIN_MS = 300_000

/** The row that counts the holder, where risk rules judge the uses of the voucher. */
export function shownTouches(owner: number, voucher: VoucherState, reference: Reference): readonly Touch[] {
  return judgesUses(voucher, reference) ? [holderRiskRef(owner)] : []
}

/**
 * What showing a code tells of its holder: a device not seen before, a new identity check. Nothing is written where neither
 * is new, since codes are shown all the time.
 */
export function noteShown(
  loaded: Loaded,
  owner: number,
  voucher: VoucherState,
  ctx: Context<unknown>,
): readonly Write[] {
  if (!judgesUses(voucher, ctx.reference)) return []
  const before = loaded.get(holderRiskRef(owner)) ?? newHolderRisk
  const device = sharedOwner(ctx.keys, ctx.actor.tenant, 'device', ctx.actor.facts?.['device.id'])
  const isKnown = device === undefined || before.devices.some(([known]) => known === shortOf(device))
  const isAnew = isIdentifiedAnew(ctx)
  if (isKnown && !isAnew) return []
  const seen = isKnown ? before : seeDevice(before, device, Math.floor(ctx.now / 1000))
  return [write(holderRiskRef(owner), isAnew ? { ...seen, confirmedUntil: ctx.now + USE_WITHIN_MS } : seen)]
}
