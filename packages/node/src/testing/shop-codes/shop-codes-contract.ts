import { fakeClock, type Store, unwrap } from '@tallystick/core'
import { describe, expect, test } from 'vitest'
import { audit } from '../../../../core/src/domain/testing/audit.ts'
import { OPENS, openCounty, till } from '../../../../core/src/domain/testing/county.ts'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'

/** A fresh durable store, and what lies in it. */
export interface ShopCodeStore {
  readonly store: Store
  everything(): StoredState | Promise<StoredState>
}

const PEOPLE = 8
const UNIT_MINOR = 2_000
/** Three vouchers. */
const printedCode = { perVoucherMinor: UNIT_MINOR, perDayMinor: 3 * UNIT_MINOR }

/** Payments by a shop's printed code that race, on one durable store. */
export function shopCodesContract(name: string, open: () => Promise<ShopCodeStore>): void {
  describe(`printed shop codes on ${name}`, () => {
    test('THR-R11 however many pay at once, the shop takes its day’s cap, hears each payment once, and the money closes', async () => {
      const { store, everything } = await open()
      const benefit = { safeguards: { printedCode } }
      const county = await openCounty({ store, clock: fakeClock(OPENS), benefit, document: { approval: 'one' } })
      const print = async () =>
        unwrap(await county.sponsor.shopCode.print({ merchantId: 'noodles', reason: 'no terminal in the village' }))
      const { text } = await print()
      const crowd = await Promise.all(
        Array.from({ length: PEOPLE }, async (_, n) => {
          const { api } = await county.holder(n)
          const { voucherId } = unwrap(await api.voucher.claim({ batchId: county.batchId }))
          const paying = { voucherId, shopCode: text, orderAmountMinor: 12_800 }
          return () => api.shopCode.pay(paying, { idempotencyKey: `payment ${n}` })
        }),
      )
      const outcomes = await Promise.all(crowd.map((pay) => pay()))
      const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code)).sort()
      expect(codes).toEqual([...Array(3).fill('ok'), ...Array(PEOPLE - 3).fill('shop_code_day_cap')].sort())
      const { api: reader } = await county.holder(0)
      expect(await reader.shopCode.read({ shopCode: text })).toMatchObject({
        ok: true,
        value: { merchantId: 'noodles' },
      })
      expect(await print()).toMatchObject({ sheet: 2 })
      expect(await reader.shopCode.read({ shopCode: text })).toMatchObject({ code: 'shop_code_replaced' })
      // Who paid asks again under the same key and hears the same; who did not holds waste paper now.
      for (const [n, pay] of crowd.entries()) {
        const before = outcomes[n]
        expect(await pay()).toMatchObject(before?.ok ? before : { code: 'shop_code_replaced' })
      }
      const shop = county.as(till('noodles', { role: 'merchant', terminalId: undefined }))
      const heard = unwrap(await shop.shopCode.payments({})).payments
      const paid = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.number] : []))
      expect(heard.map(({ n }) => n)).toEqual([1, 2, 3])
      expect(heard.map(({ number }) => number).sort()).toEqual(paid.sort())
      const { redeemed, subsidyMinor } = unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))
      expect([redeemed, subsidyMinor]).toEqual([3, 3 * UNIT_MINOR])
      await audit(county)
      expect(findViolations(await everything())).toEqual([])
      await county.tally.close()
    })
  })
}
