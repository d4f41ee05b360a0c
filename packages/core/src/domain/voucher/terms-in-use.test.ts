import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { County } from '../testing/county.ts'
import { codeOf, openCounty, order, till } from '../testing/county.ts'
import { maxSubsidyMinor, shareOrder } from './subsidy.ts'

const lunch = { exchange: { item: 'lunch', settleMinor: 900, customerPaysMinor: 300 } }

async function claimed(county: County, n = 1) {
  const person = await county.holder(n)
  const { voucherId } = unwrap(await person.api.voucher.claim({ batchId: county.batchId }))
  return { person, voucherId, code: await codeOf(person, voucherId) }
}

async function accountsOf(county: County) {
  const { accounts } = unwrap(await county.sponsor.ledger.balances({}))
  const of = (prefix: string) =>
    accounts
      .filter(({ account }) => account.startsWith(prefix))
      .reduce((sum, { balanceMinor }) => sum + balanceMinor, 0)
  return { stock: of('stock/'), committed: of('committed/'), payable: of('payable/'), returned: of('returned/') }
}

describe('an exchange at the till', () => {
  it('is settled at the agreed price, whatever stands on the shop’s list, and refunded to the fen', async () => {
    const county = await openCounty({ benefit: { terms: lunch }, quota: 10 })
    const { code } = await claimed(county)
    expect(await accountsOf(county)).toEqual({ stock: 8_100, committed: 900, payable: 0, returned: 0 })
    const sale = { code, ...order(1_500) }
    expect(await county.as(till()).voucher.redeem(sale)).toMatchObject({ code: 'item_mismatch' })
    expect(await county.as(till()).voucher.redeem({ ...sale, item: 'dinner' })).toMatchObject({ code: 'item_mismatch' })
    expect(await county.as(till()).voucher.redeem({ ...sale, ...order(1_199), item: 'lunch' })).toMatchObject({
      code: 'below_threshold',
      detail: { minMinor: 1_200, gapMinor: 1 },
    })
    const receipt = unwrap(await county.as(till()).voucher.redeem({ ...sale, item: 'lunch' }))
    expect(receipt).toMatchObject({
      item: 'lunch',
      merchantDiscountMinor: 300,
      subsidyMinor: 900,
      customerPaysMinor: 300,
      lines: [
        { kind: 'order', amountMinor: 1_500 },
        { kind: 'merchantOffer', amountMinor: -300 },
        { kind: 'subsidy', amountMinor: -900 },
        { kind: 'customerPays', amountMinor: 300 },
      ],
    })
    expect(await accountsOf(county)).toEqual({ stock: 8_100, committed: 0, payable: 900, returned: 0 })
    await audit(county)
    const why = { redemptionId: receipt.redemptionId, reason: 'cold' }
    expect(await county.as(till()).voucher.refund(why)).toMatchObject({
      value: { toCustomerMinor: 300, toSponsorMinor: 900, voucherState: 'outstanding' },
    })
    expect(await accountsOf(county)).toEqual({ stock: 8_100, committed: 900, payable: 0, returned: 0 })
    await audit(county)
  })

  it('is reserved for the item and captured as it was reserved', async () => {
    const county = await openCounty({ benefit: { terms: lunch } })
    const { code } = await claimed(county)
    const held = unwrap(await county.as(till()).voucher.reserve({ code, ...order(1_250), item: 'lunch' }))
    expect(unwrap(await county.as(till()).reservation.capture({ reservationId: held.reservationId }))).toMatchObject({
      item: 'lunch',
      subsidyMinor: 900,
      customerPaysMinor: 300,
      merchantDiscountMinor: 50,
    })
    await audit(county)
  })
})

describe('a fixed amount at the till', () => {
  it('never gives change: what an order costs less goes back to the sponsor', async () => {
    const county = await openCounty({ benefit: { terms: { fixedMinor: 500 } }, quota: 10 })
    const { code } = await claimed(county)
    const receipt = unwrap(await county.as(till()).voucher.redeem({ code, ...order(380) }))
    expect(receipt).toMatchObject({ subsidyMinor: 380, customerPaysMinor: 0 })
    expect(await accountsOf(county)).toEqual({ stock: 4_500, committed: 0, payable: 380, returned: 120 })
    await audit(county)
  })
})

describe('any terms, over redemption', () => {
  it('cost the sponsor what the pricing says, and what was set aside covers it (property)', async () => {
    const minor = fc.integer({ min: 1, max: 2_000 })
    const terms = fc.oneof(
      fc.record({ fixedMinor: minor }),
      fc.record({ thresholdMinor: fc.integer({ min: 2_000, max: 4_000 }), offMinor: minor }),
      fc.record({ percent: fc.integer({ min: 1, max: 100 }), capMinor: minor, thresholdMinor: fc.nat(2_000) }),
      fc.record({
        exchange: fc.record({ item: fc.constant('lunch'), settleMinor: minor, customerPaysMinor: fc.nat(500) }),
      }),
    )
    const sales = fc.array(
      fc.record({ orderAmountMinor: fc.integer({ min: 1, max: 9_000 }), merchantDiscountMinor: fc.nat(300) }),
      { minLength: 1, maxLength: 3 },
    )
    await fc.assert(
      fc.asyncProperty(terms, sales, async (price, orders) => {
        const county = await openCounty({ shards: 2, benefit: { terms: price, quota: { perPerson: 3 } }, quota: 3 })
        let payableMinor = 0
        for (const [n, amounts] of orders.entries()) {
          const { code } = await claimed(county, n)
          const sale = { ...amounts, item: 'lunch' }
          const outcome = await county.as(till()).voucher.redeem({ code, orderNumber: `P-${n}`, ...sale })
          const expected = shareOrder(price as Parameters<typeof shareOrder>[0], sale)
          expect(outcome.ok).toBe(expected.ok)
          if (!outcome.ok || !expected.ok) continue
          const { subsidyMinor, customerPaysMinor, merchantDiscountMinor } = outcome.value
          expect({ ok: true, subsidyMinor, customerPaysMinor, merchantDiscountMinor }).toEqual(expected)
          expect(subsidyMinor).toBeLessThanOrEqual(maxSubsidyMinor(price as never))
          payableMinor += subsidyMinor
        }
        expect((await accountsOf(county)).payable).toBe(payableMinor)
        await audit(county)
        await county.tally.close()
      }),
      { numRuns: 25 },
    )
  })
})
