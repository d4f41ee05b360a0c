import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { audienceOf } from '../audience.ts'
import { redemptionEntity, USES_A_VOUCHER } from './voucher-entity.ts'

export interface RedemptionAddress {
  readonly owner: number
  readonly n: number
  /** The shop that asks; undefined for the sponsor, who may see all. */
  readonly merchantId: string | undefined
}

/**
 * Decodes a redemption id. A shop reads only ids made for it; a sponsor, who looks at them side by side, also those that
 * a shop quotes, with the shop's name before a slash: `noodles/rdm_…`, or the partner's: `partner:waimai/rdm_…`.
 */
export function redemptionBehind(id: string, ports: Ports): Outcome<RedemptionAddress, 'redemption_unknown'> {
  const { actor, ids } = ports
  const slash = id.indexOf('/')
  const isSponsor = actor.role === 'operator' || actor.role === 'reviewer'
  const quoted = isSponsor && slash > 0
  const shop = id.slice(0, slash)
  const quotedFor = shop.startsWith('partner:') ? shop : `merchant:${shop}`
  const audience = quoted ? quotedFor : audienceOf(actor)
  const found = ids.decode(redemptionEntity, quoted ? id.slice(slash + 1) : id, audience)
  if (!found) return refused('redemption_unknown')
  const merchantId = isSponsor ? undefined : actor.role === 'partner' ? actor.id : actor.merchantId
  return accepted({ owner: found.owner, n: found.n, merchantId })
}

/** The holder's ordinal of the voucher that a redemption's number belongs to. */
export function voucherOfRedemption(n: number): number {
  return Math.floor(n / USES_A_VOUCHER)
}
