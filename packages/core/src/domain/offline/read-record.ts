import { z } from 'zod'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { ownKeySet } from '../../token/key-set/own-key-set.ts'
import type { OfflineSale } from '../../token/offline/offline-sale.ts'
import { verifyOfflineAllowance } from '../../token/offline/verify-offline-allowance.ts'
import { verifyOfflineSale } from '../../token/offline/verify-offline-sale.ts'
import { NONCE } from '../../token/terminal-challenge/terminal-challenge.ts'
import { heldNumber } from '../settlement/held-entity.ts'
import { shopOf } from '../till.ts'
import type { RedemptionCounters } from '../voucher/judge-redemption.ts'
import { countersInForce } from '../voucher/judge-redemption.ts'
import { issuerOf } from '../voucher/mint-token.ts'
import type { VoucherAddress } from '../voucher/own-voucher.ts'
import { saleInput } from '../voucher/sale-input.ts'
import { voucherEntity } from '../voucher/voucher-entity.ts'
import { OFFLINE_AUDIENCE } from './offline-credential.ts'
import { HAND_IN_MS } from './offline-shop-entity.ts'

/** A record as the till kept it, see `OfflineRecord`. */
export const RecordInput = z.strictObject({
  allowance: z.string().min(1).max(2048),
  statuses: z.string().min(1).max(6144),
  presentation: z.string().min(1).max(4097),
  nonce: z.string().regex(NONCE, '26 characters of Crockford’s base32'),
  orderNumber: saleInput.orderNumber,
  orderAmountMinor: saleInput.orderAmountMinor,
  /** When it was sold, by the till’s clock, epoch milliseconds. */
  at: z.int().min(0),
})

export interface Handed extends VoucherAddress {
  readonly sale: OfflineSale
  /** Later than this it is not taken in. */
  readonly handInBy: number
  readonly counters: RedemptionCounters & { readonly heldN: number }
}

const CLOCK_AHEAD_MS = 10_000

/** Outside the transaction: every proof of the record again, as it stood when it was sold. What has been booked since is judged later. */
export async function readRecord(
  input: z.output<typeof RecordInput>,
  ports: Ports,
): Promise<Outcome<Handed, 'offline_record_refused'>> {
  const { keys, now, actor } = ports
  if (input.at > now + CLOCK_AHEAD_MS) return refuse('sold_later_than_now')
  const issuer = { keys: ownKeySet(keys, actor.tenant, now), issuer: issuerOf(actor.tenant) }
  const verified = await verifyOfflineSale(input, [], issuer)
  if (!verified.ok) return refuse(verified.code, verified.detail)
  const sale = verified.value
  const isOwn = sale.merchantId === shopOf(ports) && (actor.role === 'merchant' || sale.terminalId === actor.terminalId)
  if (!isOwn) return refuse('allowance_of_another_till')
  const voucher = ports.ids.decode(voucherEntity, sale.voucher, OFFLINE_AUDIENCE)
  const allowance = await verifyOfflineAllowance(input.allowance, new Date(input.at), issuer)
  if (!voucher || !allowance.ok) return refuse('credential_refused')
  const counters = { ...countersInForce(ports), heldN: heldNumber(now, ports.random(3)) }
  const handInBy = allowance.value.expiresAt + HAND_IN_MS
  return accepted({ owner: voucher.owner, ordinal: voucher.n, sale, handInBy, counters })
}

function refuse(reason: string, detail: Readonly<Record<string, unknown>> = {}) {
  return refused('offline_record_refused', { ...detail, ...(detail.reason ? { token: detail.reason } : {}), reason })
}
