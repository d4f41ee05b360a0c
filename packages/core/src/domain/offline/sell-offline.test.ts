import { describe, expect, it } from 'vitest'
import { unwrap } from '../../unwrap.ts'
import { order, till } from '../testing/county.ts'
import {
  balanceOf,
  codeWith,
  credentialOf,
  offline,
  offlineCounty,
  offlineTill,
  phoneOf,
  village,
} from './testing/offline-village.ts'

describe('a sale without a network', () => {
  it('is judged by the till alone, and booked as a redemption when it is handed in', async () => {
    const { county, noodles, wang, closes } = await village()
    const credential = await credentialOf(wang)
    const sale = unwrap(await noodles.sell(wang, credential))
    expect(sale).toMatchObject({ subsidyMinor: 2_000, customerPaysMinor: 10_800, merchantId: 'noodles' })
    const booked = unwrap(await noodles.handIn(noodles.records[0] ?? never()))
    expect(booked).toMatchObject({ outcome: 'redeemed', subsidyMinor: 2_000 })
    expect(unwrap(await wang.api.voucher.get({ voucherId: wang.voucherId })).state).toBe('redeemed')
    expect(await balanceOf(county, 'payable/')).toBe(2_000)
    const { redemptionId = '' } = booked
    unwrap(await county.as(till('noodles', { id: 'boss' })).voucher.refund({ redemptionId, reason: 'cold' }))
    await closes()
  })

  it('says nothing of the person, and the voucher stays good at every other till', async () => {
    const { county, wang } = await village()
    const credential = await credentialOf(wang)
    const claims = JSON.parse(Buffer.from(credential.split('.')[1] ?? '', 'base64url').toString())
    expect(Object.keys(claims).sort()).toEqual(
      ['aud', 'ben', 'cap', 'cnf', 'cur', 'exp', 'iat', 'iss', 'min', 'off', 'status', 'sub', 'ver'].sort(),
    )
    expect(claims.exp - claims.iat).toBe(3600)
    unwrap(await county.as(till()).voucher.redeem({ code: await codeWith(wang), ...order() }))
  })

  it('THR-R10 is not there unless the programme says so, and only with what a till can judge', async () => {
    const county = await offlineCounty('off')
    expect(await offlineTill(county, 'noodles', 't1').fetch()).toMatchObject({ code: 'offline_not_allowed' })
    const wang = await phoneOf(county, 1)
    expect(await wang.fetch()).toMatchObject({ code: 'offline_not_allowed' })
    const wrong: readonly (readonly [string, object])[] = [
      ['offline_without_device', { safeguards: { offline } }],
      ['offline_caps_order', { safeguards: { device: 'optional', offline: { ...offline, perVoucherMinor: 6_001 } } }],
      ['offline_with_conditions', { usable: { within: 'P7D', hours: { from: '08:00', to: '20:00' } } }],
      ['offline_with_exchange', { terms: { exchange: { item: 'noodles', settleMinor: 500 } } }],
      [
        'offline_with_rules',
        { redemption: { all: [{ fact: 'order.amountMinor', operator: 'greaterThan', value: 100 }] } },
      ],
    ]
    for (const [code, benefit] of wrong) {
      const safeguards = { device: 'optional', offline }
      await expect(offlineCounty(offline, { benefit: { safeguards, ...benefit } }), code).rejects.toMatchObject({
        detail: { issues: [{ code }] },
      })
    }
  })

  it('needs a bound device, whose proof is asked for as for codes', async () => {
    const { county, wang } = await village()
    const chen = await county.holder(2)
    const { voucherId } = unwrap(await chen.api.voucher.claim({ batchId: county.batchId }))
    expect(await chen.api.offline.credential({ voucherId })).toMatchObject({ code: 'device_needed' })
    expect(await wang.api.offline.credential({ voucherId: wang.voucherId })).toMatchObject({ code: 'proof_needed' })
    expect(await wang.api.offline.credential({ voucherId })).toMatchObject({ code: 'voucher_unknown' })
  })
})

function never(): never {
  throw new Error('nothing is there')
}
