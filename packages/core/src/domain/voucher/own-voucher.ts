import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { voucherEntity } from './voucher-entity.ts'

export interface VoucherAddress {
  readonly owner: number
  readonly ordinal: number
}

/** Decodes a voucher id; somebody else's voucher is as unknown to a holder as one that does not exist. */
export function addressOf(id: string, ports: Ports): Outcome<VoucherAddress, 'voucher_unknown'> {
  const found = ports.ids.decode(voucherEntity, id)
  if (!found || (ports.actor.role === 'holder' && found.owner !== ownerOf(ports.actor)))
    return refused('voucher_unknown')
  return accepted({ owner: found.owner, ordinal: found.n })
}
