import { describe, expect, it } from 'vitest'
import { unwrap } from '../../unwrap.ts'
import { operator, till } from '../testing/county.ts'
import { BENEFIT, credentialOf, offline, offlineTill, phoneOf, sold, village } from './testing/offline-village.ts'

describe('THR-R10 the caps', () => {
  it('of a voucher: the till sells nothing above it, by what the programme says', async () => {
    const { noodles, wang } = await village({ ...offline, perVoucherMinor: 1_999 })
    const credential = await credentialOf(wang)
    expect(await noodles.sell(wang, credential)).toMatchObject({
      code: 'over_voucher_cap',
      detail: { upToMinor: 1_999 },
    })
    expect(await noodles.sell(wang, credential, 9_999)).toMatchObject({ code: 'below_threshold' })
  })

  it('of a till: three vouchers, then no more; one that forgets is not credited more', async () => {
    const { county, noodles, closes } = await village()
    const phones = await Promise.all([2, 3, 4, 5].map((n) => phoneOf(county, n)))
    for (const phone of phones.slice(0, 3)) await sold(noodles, phone, await credentialOf(phone))
    const fourth = phones[3] ?? never()
    expect(await noodles.sell(fourth, await credentialOf(fourth))).toMatchObject({ code: 'over_till_cap' })
    const forgetful = offlineTill(county, 'noodles', 't1', 2)
    unwrap(await forgetful.fetch())
    const record = await sold(forgetful, fourth, await credentialOf(fourth))
    for (const each of noodles.records) unwrap(await noodles.handIn(each))
    expect(await forgetful.handIn(record)).toMatchObject({ code: 'offline_over_allowance' })
    expect(unwrap(await fourth.api.voucher.get({ voucherId: fourth.voucherId })).state).toBe('outstanding')
    await closes()
  })

  it('of a shop and day: the second till gets what is left, the third nothing, and tomorrow it begins anew', async () => {
    const { county, noodles } = await village()
    const [second, third] = ['t2', 't3'].map((id) => offlineTill(county, 'noodles', id))
    expect(unwrap(await noodles.fetch()).capMinor).toBe(6_000)
    expect(unwrap(await (second ?? never()).fetch()).capMinor).toBe(4_000)
    expect(await (third ?? never()).fetch()).toMatchObject({ code: 'offline_day_cap' })
    county.clock.advance({ days: 1 })
    expect(unwrap(await (third ?? never()).fetch())).toMatchObject({ capMinor: 6_000, day: '2025-01-21' })
  })

  it('are those of a registered, active shop in the scope of the benefit, and of a till with a number', async () => {
    const { county } = await village()
    expect(await offlineTill(county, 'hotel', 't1').fetch()).toMatchObject({ code: 'merchant_out_of_scope' })
    expect(await offlineTill(county, 'nobody', 't1').fetch()).toMatchObject({ code: 'merchant_unknown' })
    unwrap(await county.sponsor.merchant.suspend({ merchantId: 'noodles', reason: 'x' }))
    expect(await offlineTill(county, 'noodles', 't1').fetch()).toMatchObject({ code: 'merchant_suspended' })
    const unnumbered = county.as(till('dumplings', { terminalId: undefined }))
    expect(await unnumbered.offline.allowance({ benefit: BENEFIT })).toMatchObject({ code: 'offline_not_allowed' })
    expect(await unnumbered.offline.allowance({ benefit: 'spring/hotels' })).toMatchObject({ code: 'benefit_unknown' })
    for (const actor of [operator, till('noodles', { role: 'merchant' }), { ...till(), tenant: 'other' }]) {
      expect(await county.as(actor).offline.allowance({ benefit: BENEFIT })).toMatchObject({ ok: false })
    }
  })
})

function never(): never {
  throw new Error('nothing is there')
}
