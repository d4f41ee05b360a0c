import { describe, expect, it } from 'vitest'
import { decodeBase64url } from '../../token/base64url.ts'
import { unwrap } from '../../unwrap.ts'
import { openCounty, order, partner, till } from '../testing/county.ts'

function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(decodeBase64url(token.split('.')[1] ?? '')))
}

async function claimed() {
  const county = await openCounty()
  const wang = await county.holder(1)
  const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
  const tokenFor = async (name: string, orderNumber = 'A-1') =>
    unwrap(await wang.api.voucher.token({ voucherId, audience: `partner:${name}`, orderNumber })).token
  return { county, wang, voucherId, tokenFor }
}

describe('a voucher token', () => {
  it('THR-P5 says nothing by which two partners, or one over two orders, could learn of a person’s other vouchers', async () => {
    const { county, wang, voucherId, tokenFor } = await claimed()
    const [one, again, other] = [await tokenFor('waimai'), await tokenFor('waimai', 'A-2'), await tokenFor('tuangou')]
    const [first, second, elsewhere] = [claimsOf(one), claimsOf(again), claimsOf(other)]
    expect(Object.keys(first).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'ord', 'sub', 'ver'])
    for (const text of [JSON.stringify(first), JSON.stringify(elsewhere)]) {
      for (const known of [voucherId, county.batchId, String(wang.actor.owner), 'A-1', 'catering', 'spring']) {
        expect(text).not.toContain(known)
      }
    }
    expect(first.sub).toBe(second.sub)
    expect(elsewhere.sub).not.toBe(first.sub)
    expect(elsewhere.jti).not.toBe(first.jti)
    expect(elsewhere.ord).toBe(first.ord)
  })

  it('THR-T5 is good for the partner it names, and neither for another nor for a till of the same name', async () => {
    const { county, tokenFor } = await claimed()
    const sale = { voucherToken: await tokenFor('waimai', 'A-9'), ...order(12_800, 'A-9') }
    for (const actor of [partner('noodles'), till('waimai'), till('waimai', { role: 'merchant' })]) {
      expect(await county.as(actor).voucher.redeem(sale)).toMatchObject({
        ok: false,
        code: 'token_refused',
        detail: { reason: 'token_wrong_audience' },
      })
    }
    const { redemptionId } = unwrap(await county.as(partner()).voucher.redeem(sale))
    // A till of the shop under whose name the partner redeems has ids of its own.
    expect(await county.as(till('waimai')).redemption.get({ redemptionId })).toMatchObject({
      code: 'redemption_unknown',
    })
  })
})
