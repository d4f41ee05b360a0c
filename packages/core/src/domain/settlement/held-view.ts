import { z } from 'zod'
import type { Ids } from '../../kernel/ports.ts'
import { batchEntity } from '../batch/batch-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { redemptionEntity } from '../voucher/voucher-entity.ts'
import type { HeldState } from './held-entity.ts'

export const heldDecision = z.enum(['release', 'disallow'])
export const heldReason = z.string().min(1).max(500)

export const heldView = z.strictObject({
  /** As a sponsor quotes it, with the shop before it. */
  redemptionId: z.string(),
  merchantId: z.string(),
  batchId: z.string(),
  amountMinor: z.int(),
  currency: z.string(),
  heldAt: isoInstant,
  heldBy: z.string(),
  reason: z.string().optional(),
  /** The rule of the policy that decided, and what was read. */
  rule: z.string().optional(),
  facts: z.record(z.string(), z.unknown()).optional(),
  proposal: z.strictObject({ decision: heldDecision, by: z.string(), at: isoInstant, reason: z.string() }).optional(),
})

/** `noodles/rdm_…`, or `partner:waimai/rdm_…`: what `redemptionBehind` reads for a sponsor. */
export function quotedRedemption(
  { holder, redemption, audience, merchantId }: Pick<HeldState, 'holder' | 'redemption' | 'audience' | 'merchantId'>,
  ids: Ids,
): string {
  const id = ids.encode(redemptionEntity, { owner: holder, n: redemption }, audience)
  return `${audience.startsWith('partner:') ? audience : merchantId}/${id}`
}

export function viewHeld(held: HeldState, { ids }: { readonly ids: Ids }): z.output<typeof heldView> {
  const { merchantId, amountMinor, currency, heldBy, reason, rule, facts, proposal } = held
  return {
    redemptionId: quotedRedemption(held, ids),
    merchantId,
    batchId: ids.encode(batchEntity, { owner: held.batch, n: 0 }),
    amountMinor,
    currency,
    heldAt: toIso(held.heldAt),
    heldBy,
    ...(reason === undefined ? {} : { reason }),
    ...(rule === undefined ? {} : { rule }),
    ...(facts === undefined ? {} : { facts: { ...facts } }),
    ...(proposal === undefined ? {} : { proposal: viewProposal(proposal) }),
  }
}

function viewProposal({ decision, by, at, reason }: NonNullable<HeldState['proposal']>) {
  return { decision, by, at: toIso(at), reason }
}
