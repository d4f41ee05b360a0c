import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Terms } from '../programme/terms-schema.ts'
import { terms as termsSchema } from '../programme/terms-schema.ts'
import { refundShares } from './refund-shares.ts'
import { maxSubsidyMinor, merchantOfferOf, shareOrder, thresholdOf } from './subsidy.ts'

const money = fc.integer({ min: 1, max: 50_000 })
const stacking = fc.option(
  fc.record({ merchantOffer: fc.constantFrom('before' as const, 'after' as const, 'never' as const) }),
  { nil: undefined },
)
const anyTerms = fc
  .oneof(
    fc.record({ thresholdMinor: fc.nat(100_000), offMinor: money, stacking }),
    fc.record({
      thresholdMinor: fc.nat(100_000),
      percent: fc.integer({ min: 1, max: 100 }),
      capMinor: money,
      stacking,
    }),
    fc.record({ fixedMinor: money, stacking }),
    fc.record({
      exchange: fc.record({ item: fc.constant('lunch'), settleMinor: money, customerPaysMinor: fc.nat(5_000) }),
    }),
  )
  .map((written) => termsSchema.parse(JSON.parse(JSON.stringify(written))))
const anyOrder = fc.record({
  orderAmountMinor: fc.integer({ min: 1, max: 200_000 }),
  excludedAmountMinor: fc.oneof(fc.constant(0), fc.nat(60_000)),
  merchantDiscountMinor: fc.oneof(fc.constant(0), fc.nat(60_000)),
})

function asked(terms: Terms, order: { orderAmountMinor: number }) {
  return shareOrder(terms, 'exchange' in terms ? { ...order, item: terms.exchange.item } : order)
}

describe('what a voucher takes off', () => {
  it('THR-R4 is never more than the terms, the cap or the order, whatever the amount; the shares close to the fen', () => {
    let accepted = 0
    fc.assert(
      fc.property(anyTerms, anyOrder, (terms, order) => {
        const shares = asked(terms, order)
        if (!shares.ok) return
        accepted += 1
        const { subsidyMinor, merchantDiscountMinor, customerPaysMinor } = shares
        expect(subsidyMinor + merchantDiscountMinor + customerPaysMinor).toBe(order.orderAmountMinor)
        for (const share of [subsidyMinor, merchantDiscountMinor, customerPaysMinor]) {
          expect(Number.isInteger(share) && share >= 0).toBe(true)
        }
        expect(subsidyMinor).toBeLessThanOrEqual(maxSubsidyMinor(terms))
        expect(subsidyMinor).toBeLessThanOrEqual(
          order.orderAmountMinor - order.excludedAmountMinor - order.merchantDiscountMinor,
        )
        expect(merchantDiscountMinor).toBeGreaterThanOrEqual(order.merchantDiscountMinor)
        if ('percent' in terms) {
          const counted =
            order.orderAmountMinor -
            order.excludedAmountMinor -
            (merchantOfferOf(terms) === 'after' ? 0 : order.merchantDiscountMinor)
          expect(subsidyMinor * 100).toBeLessThanOrEqual(counted * terms.percent)
        }
      }),
      { numRuns: 2_000 },
    )
    expect(accepted).toBeGreaterThan(200)
  })

  it('never shrinks when the order grows, and never grows with the shop’s own offer', () => {
    fc.assert(
      fc.property(anyTerms, anyOrder, fc.nat(50_000), (terms, order, more) => {
        const before = asked(terms, order)
        const bigger = asked(terms, { ...order, orderAmountMinor: order.orderAmountMinor + more })
        if (before.ok) {
          expect(bigger.ok && bigger.subsidyMinor).toBeGreaterThanOrEqual(before.subsidyMinor)
          const without = asked(terms, { ...order, merchantDiscountMinor: 0 } as typeof order)
          expect(without.ok && without.subsidyMinor).toBeGreaterThanOrEqual(before.subsidyMinor)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('says how much is missing, never nothing', () => {
    fc.assert(
      fc.property(anyTerms, anyOrder, (terms, order) => {
        const shares = asked(terms, order)
        if (shares.ok || shares.code !== 'below_threshold') return
        const { gapMinor, minMinor } = shares.detail as { gapMinor: number; minMinor: number }
        expect(gapMinor).toBeGreaterThan(0)
        expect(minMinor).toBe(Math.max(thresholdOf(terms), 1))
      }),
      { numRuns: 1_000 },
    )
  })

  it('divides a refund in pieces to the fen for every kind of terms', () => {
    fc.assert(
      fc.property(anyTerms, anyOrder, fc.array(fc.nat(200_000), { maxLength: 6 }), (terms, order, wanted) => {
        const shares = asked(terms, order)
        if (!shares.ok) return
        const paidMinor = shares.subsidyMinor + shares.customerPaysMinor
        let refunded = 0
        let [sponsor, customer] = [0, 0]
        for (const amount of [...wanted.map((each) => each % (paidMinor + 1)), paidMinor]) {
          const now = Math.min(amount, paidMinor - refunded)
          const back = refundShares({ paidMinor, subsidyMinor: shares.subsidyMinor }, refunded, now)
          expect(Math.min(back.toSponsorMinor, back.toCustomerMinor)).toBeGreaterThanOrEqual(0)
          refunded += now
          sponsor += back.toSponsorMinor
          customer += back.toCustomerMinor
        }
        expect([sponsor, customer]).toEqual([shares.subsidyMinor, shares.customerPaysMinor])
      }),
      { numRuns: 1_000 },
    )
  })
})

const stacked = (merchantOffer: 'before' | 'after' | 'never') =>
  termsSchema.parse({ thresholdMinor: 10_000, percent: 20, capMinor: 5_000, stacking: { merchantOffer } })

describe('stacking with the shop’s own offer', () => {
  it.each([
    // 128.00, the shop takes off 18.00: 20 % of 110.00, or of 128.00.
    ['before', 12_800, 1_800, { subsidyMinor: 2_200, customerPaysMinor: 8_800 }],
    ['after', 12_800, 1_800, { subsidyMinor: 2_560, customerPaysMinor: 8_440 }],
    // The threshold is asked of what counts: 101.00 − 2.00 no longer reaches 100.00.
    ['before', 10_100, 200, { code: 'below_threshold', detail: expect.objectContaining({ gapMinor: 100 }) }],
    ['after', 10_100, 200, { subsidyMinor: 2_020, customerPaysMinor: 7_880 }],
    // What the shop gives away the sponsor does not pay a second time.
    ['after', 10_000, 9_000, { subsidyMinor: 1_000, customerPaysMinor: 0 }],
    ['never', 12_800, 1, { code: 'stacking_refused' }],
    ['never', 12_800, 0, { subsidyMinor: 2_560, customerPaysMinor: 10_240 }],
    ['after', 12_800, 12_801, { code: 'payment_mismatch' }],
    ['after', 12_800, 12_800, { code: 'below_threshold' }],
  ] as const)('with the offer %s it: order %i less %i', (offer, orderAmountMinor, merchantDiscountMinor, expected) => {
    expect(shareOrder(stacked(offer), { orderAmountMinor, merchantDiscountMinor })).toMatchObject(expected)
  })

  it('counts the shop’s offer first where the terms say nothing', () => {
    const plain = termsSchema.parse({ percent: 10, capMinor: 5_000 })
    expect(shareOrder(plain, { orderAmountMinor: 10_000, merchantDiscountMinor: 1_000 })).toMatchObject({
      subsidyMinor: 900,
      customerPaysMinor: 8_100,
    })
  })
})

describe('a fixed amount', () => {
  const ten = termsSchema.parse({ fixedMinor: 1_000 })

  it.each([
    [5_000, 0, { subsidyMinor: 1_000, customerPaysMinor: 4_000 }],
    [700, 0, { subsidyMinor: 700, customerPaysMinor: 0 }],
    [5_000, 4_400, { subsidyMinor: 600, customerPaysMinor: 4_400 }],
    [5_000, 5_000, { code: 'goods_excluded' }],
  ])(
    'is taken off an order of %i, of which %i may not be paid, without change',
    (orderAmountMinor, excluded, expected) => {
      expect(shareOrder(ten, { orderAmountMinor, excludedAmountMinor: excluded })).toMatchObject(expected)
    },
  )
})

describe('an exchange', () => {
  const lunch = termsSchema.parse({ exchange: { item: 'lunch', settleMinor: 1_500, customerPaysMinor: 300 } })

  it.each([
    [
      { item: 'lunch', orderAmountMinor: 1_800 },
      { subsidyMinor: 1_500, customerPaysMinor: 300, merchantDiscountMinor: 0 },
    ],
    [
      { item: 'lunch', orderAmountMinor: 2_200 },
      { subsidyMinor: 1_500, customerPaysMinor: 300, merchantDiscountMinor: 400 },
    ],
    [{ item: 'lunch', orderAmountMinor: 2_200, merchantDiscountMinor: 500 }, { code: 'below_threshold' }],
    [
      { item: 'lunch', orderAmountMinor: 1_799 },
      { code: 'below_threshold', detail: expect.objectContaining({ gapMinor: 1 }) },
    ],
    [{ item: 'lunch', orderAmountMinor: 1_800, excludedAmountMinor: 100 }, { code: 'goods_excluded' }],
    [
      { item: 'dinner', orderAmountMinor: 1_800 },
      { code: 'item_mismatch', detail: { item: 'lunch' } },
    ],
    [{ orderAmountMinor: 1_800 }, { code: 'item_mismatch' }],
  ])('of %o settles at the agreed price', (order, expected) => {
    expect(shareOrder(lunch, order)).toMatchObject(expected)
  })
})
