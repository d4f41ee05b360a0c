import { createClient } from '@tallystick/core/client'
import { type KeySet, verifyVoucherToken } from '@tallystick/core/token'

/** All that the shop knows of the issuer: addresses, names and its own key. */
export interface CheckoutSettings {
  /** The issuer's public keys, e.g. `https://vouchers.example/tally/v1/gaoxian/keys`. */
  readonly keysUrl: string
  /** The issuer's lists of void cards, e.g. `https://vouchers.example/tally/v1/gaoxian/card-statuses`. */
  readonly cardStatusesUrl: string
  /** `urn:tallystick:` and the tenant. */
  readonly issuer: string
  /** `partner:` and this shop's name at the issuer. */
  readonly audience: string
  /** Where the issuer's API is mounted, e.g. `https://vouchers.example/tally`. */
  readonly apiUrl: string
  /** Given to the shop by the issuer; signs nothing, opens the API. */
  readonly secretKey: string
  /** Key ids the issuer has told the shop to refuse at once. */
  readonly deniedKids?: readonly string[]
  /** Epoch milliseconds. */
  readonly now: () => number
}

export interface Order {
  readonly orderNumber: string
  readonly orderAmountMinor: number
  readonly voucherToken: string
}

export interface Paid {
  readonly redemptionId: string
  readonly subsidyMinor: number
  readonly customerPaysMinor: number
}

/** Codes are those of the verification and of the issuer, and `order_already_paid`, which is the shop's own. */
export type Answer = { readonly ok: true; readonly value: Paid } | { readonly ok: false; readonly code: string }
export type Checkout = (order: Order) => Promise<Answer>

/** Orders whose payment was asked for; a shop has them in its database. */
const ORDERS_AT_MOST = 10_000

/**
 * Pays an order with a voucher token: verified here with public keys alone, so that whatever is not for this shop and this
 * order costs the issuer nothing; then redeemed at the issuer, who alone knows whether the voucher is still there.
 *
 * The order number is the idempotency key. An order of which no answer came is asked again, also after the token's
 * minute; an order that is paid takes no second token.
 */
export function createCheckout(settings: CheckoutSettings, keys: KeySet): Checkout {
  const { issuer, audience, now, deniedKids = [] } = settings
  const issuerApi = createClient({ baseUrl: settings.apiUrl, secretKey: settings.secretKey })
  const asked = new Map<string, { readonly voucherToken: string; isPaid: boolean }>()

  return async (order) => {
    const { orderNumber, voucherToken } = order
    const before = asked.get(orderNumber)
    if (before?.isPaid) return { ok: false, code: 'order_already_paid' }
    if (before?.voucherToken !== voucherToken) {
      const options = { keys, issuer, audience, orderNumber, deniedKids, now: new Date(now()) }
      const verified = await verifyVoucherToken(voucherToken, options)
      if (!verified.ok) return verified
    }
    const entry = { voucherToken, isPaid: false }
    const [oldest] = asked.keys()
    if (asked.size >= ORDERS_AT_MOST && oldest !== undefined) asked.delete(oldest)
    asked.set(orderNumber, entry)
    const redeemed = await issuerApi.voucher.redeem(order, { idempotencyKey: orderNumber })
    if (!redeemed.ok) return redeemed
    entry.isPaid = true
    const { redemptionId, subsidyMinor, customerPaysMinor } = redeemed.value
    return { ok: true, value: { redemptionId, subsidyMinor, customerPaysMinor } }
  }
}
