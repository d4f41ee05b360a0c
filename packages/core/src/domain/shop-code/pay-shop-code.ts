import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import type { HolderProof } from '../../token/holder-proof/holder-proof.ts'
import type { ShopCode } from '../../token/shop-code/shop-code.ts'
import { businessDay } from '../../values/calendar.ts'
import { positionInput } from '../../values/position-schema.ts'
import { cohortRef, emptyCohort } from '../batch/batch-entity.ts'
import { deviceRef } from '../device/device-entity.ts'
import { proofInput, proofRefusals, readProof } from '../device/require-proof.ts'
import { counterTouches } from '../facts/counter.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { eligibilityRefusals } from '../programme/refuse-by-rules.ts'
import { bookAndHold, heldTouches } from '../voucher/book-and-hold.ts'
import type { Sale } from '../voucher/book-redemption.ts'
import { judgeAgreedSale } from '../voucher/judge-agreed-sale.ts'
import type { RedemptionCounters } from '../voucher/judge-redemption.ts'
import { countersInForce, holderTouches } from '../voucher/judge-redemption.ts'
import { orderRefusals } from '../voucher/judge-sale.ts'
import type { VoucherAddress } from '../voucher/own-voucher.ts'
import { addressOf } from '../voucher/own-voucher.ts'
import { statusRefusals } from '../voucher/refuse-by-status.ts'
import { saleInput } from '../voucher/sale-input.ts'
import { customerPaysMinor, redemptionRef, voucherRef } from '../voucher/voucher-entity.ts'
import { voucherId } from '../voucher/voucher-view.ts'
import { overPrintedCap, printedCapRefusals } from './printed-cap.ts'
import { noShopCode, shopCodeRef, withPayment } from './shop-code-entity.ts'
import { shopCodeText } from './shop-code-text.ts'
import { verifiedShopCode } from './verified-shop-code.ts'

const PayInput = z.strictObject({
  voucherId,
  shopCode: shopCodeText,
  /** What the order comes to, as the customer enters it and the shop hears it. */
  orderAmountMinor: saleInput.orderAmountMinor,
  item: saleInput.item,
  position: positionInput.optional(),
  /** Its subject is the voucher’s id, a slash, the shop, a slash and the amount. */
  proof: proofInput.optional(),
})

export interface Paying extends VoucherAddress {
  readonly code: ShopCode
  readonly proof: HolderProof | undefined
  readonly counters: RedemptionCounters
}

async function preparePayment(
  input: z.output<typeof PayInput>,
  ports: Ports,
): Promise<Outcome<Paying, 'voucher_unknown' | 'shop_code_refused'>> {
  const address = addressOf(input.voucherId, ports)
  if (!address.ok) return address
  const code = await verifiedShopCode(input.shopCode, ports)
  if (!code.ok) return code
  const proof = await readProof(input.proof, address.value.owner, ports)
  return accepted({ ...address.value, code: code.value, proof, counters: countersInForce(ports) })
}

/**
 * The holder scans a shop's printed code, sees whose it is (`shopCode.read`), enters what the order comes to, and pays with a voucher, at
 * once. Four digits appear on the phone; the shop sees and hears the same ones (`shopCode.payments`), and hands over the
 * goods only then. The programme says whether printed codes are good at all, and up to how much a voucher and a shop's day.
 *
 * Not checked: that the paper hung in that shop, and that the amount is what was sold.
 */
export const payShopCode = defineOperation({
  name: 'shopCode.pay',
  summary: 'The holder pays with a voucher at a shop without a till, by its printed code and an amount they enter.',
  kind: 'write',
  route: 'POST /v1/vouchers/{voucherId}/shop-code-payments',
  input: PayInput,
  output: z.strictObject({
    voucherId: z.string(),
    merchantId: z.string(),
    shop: z.string().optional(),
    /** What the shop must hear too. */
    number: z.string(),
    orderAmountMinor: z.int(),
    subsidyMinor: z.int(),
    customerPaysMinor: z.int(),
    currency: z.string(),
    at: isoInstant,
  }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: [
    'voucher_unknown',
    'shop_code_refused',
    'shop_code_replaced',
    ...printedCapRefusals,
    ...proofRefusals,
    ...statusRefusals,
    ...new Set([...orderRefusals, ...eligibilityRefusals]),
  ],
  prepare: preparePayment,
  touches: (_input, { owner, ordinal, code, counters }, { keys, actor, now }) => [
    voucherRef(owner, ordinal),
    holderRef(owner),
    deviceRef(owner),
    shopCodeRef(keys, actor.tenant, code.merchantId),
    ...counterTouches(counters.shop, { merchantId: code.merchantId, now }),
  ],
  touchesNext(loaded, _input, { owner, ordinal, counters }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return []
    return [
      cohortRef(voucher.batch, voucher.day, owner),
      redemptionRef(owner, ordinal, voucher.redemptions),
      ...heldTouches(owner, counters.heldN),
      ...holderTouches(counters, owner, voucher),
    ]
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal, code, counters } = ctx.prepared
    const found = loaded.get(voucherRef(owner, ordinal))
    if (!found) return refuse('voucher_unknown')
    const cohort = loaded.get(cohortRef(found.batch, found.day, owner)) ?? emptyCohort
    const row = shopCodeRef(ctx.keys, ctx.actor.tenant, code.merchantId)
    const state = loaded.get(row) ?? noShopCode
    if (code.sheet !== state.sheet) return refuse('shop_code_replaced')
    const { merchantId } = code
    const judged = judgeAgreedSale(
      loaded,
      {
        ...{ owner, ordinal, voucher: found, cohort, merchantId, order: input, event: 'redeem' },
        ...{ position: input.position, act: 'shopCode.pay' },
        subject: `${input.voucherId}/${merchantId}/${input.orderAmountMinor}`,
      },
      ctx,
    )
    if (judged.kind !== 'judged') return judged
    const { voucher, terms, risked, present } = judged
    const { benefit, document } = terms
    const { subsidyMinor } = judged.priced
    const day = businessDay(ctx.now, document.timeZone)
    const capped = overPrintedCap(benefit, state, day, subsidyMinor)
    if (capped) return { kind: 'refuse', refusal: capped }
    const sale: Sale = {
      ...saleOf(code, state.payments + 1, input),
      subsidyMinor,
      merchantDiscountMinor: judged.priced.merchantDiscountMinor,
      risk: risked.risk,
      decision: risked.record,
    }
    const booked = bookAndHold(
      loaded,
      { address: { owner, ordinal }, voucher, cohort, sale, heldN: counters.heldN },
      ctx,
    )
    if (!booked) return again()
    const amounts = {
      orderAmountMinor: sale.orderAmountMinor,
      subsidyMinor,
      customerPaysMinor: customerPaysMinor(booked.redemption),
      currency: document.currency,
    }
    const payment = { number: fourDigits(ctx), at: ctx.now, owner, redemption: booked.target.n, ...amounts }
    const shop = ctx.reference.find(merchantEntity, merchantId)?.title
    return accept(
      {
        voucherId: input.voucherId,
        merchantId,
        ...(shop === undefined ? {} : { shop }),
        number: payment.number,
        ...amounts,
        at: toIso(ctx.now),
      },
      {
        ...booked.change,
        writes: [
          ...(present.writes ?? []),
          ...booked.change.writes,
          ...risked.writes,
          write(row, withPayment(state, day, payment)),
        ],
        events: [...(present.events ?? []), ...booked.change.events],
      },
    )
  },
})

/** The shop has no till and nobody rings it up: the sheet stands for the seller, its count for the order's number. */
function saleOf(
  { merchantId, sheet }: ShopCode,
  payment: number,
  { orderAmountMinor, item }: z.output<typeof PayInput>,
): Omit<Sale, 'subsidyMinor'> {
  const orderNumber = `P${sheet}-${payment}`
  return {
    merchantId,
    by: `shopCode:${merchantId}/${sheet}`,
    orderNumber,
    orderAmountMinor,
    item,
    online: false,
    channel: 'shopCode',
  }
}

/** Not a secret: it tells this payment from the one before, and from the picture of an old one. */
function fourDigits(ctx: Pick<Context<unknown>, 'random'>): string {
  const [high = 0, low = 0] = ctx.random(2)
  return String((high * 256 + low) % 10_000).padStart(4, '0')
}
