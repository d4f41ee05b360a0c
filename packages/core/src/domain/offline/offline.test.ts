import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../engine/random.ts'
import { verifyOfflineSale } from '../../token/offline/verify-offline-sale.ts'
import { fakeDevice } from '../../token/testing/fake-device.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { County } from '../testing/county.ts'
import { auditor, codeOf, operator, order, tenant, till } from '../testing/county.ts'
import { findViolations } from '../testing/invariants/find-violations.ts'
import { notedStore } from '../testing/noted-store.ts'
import { HAND_IN_MS } from './offline-shop-entity.ts'
import type { OfflineTill, Phone } from './testing/offline-village.ts'
import { BENEFIT, issuerFor, offline, offlineCounty, offlineTill, phoneOf } from './testing/offline-village.ts'

async function village(option: object = offline) {
  const { store, disk } = notedStore(3)
  const county = await offlineCounty(option, { store })
  const noodles = offlineTill(county, 'noodles', 't1')
  const dumplings = offlineTill(county, 'dumplings', 't1')
  unwrap(await noodles.fetch())
  unwrap(await dumplings.fetch())
  const wang = await phoneOf(county, 1)
  const closes = async () => {
    await audit(county)
    expect(findViolations(disk)).toEqual([])
  }
  return { county, noodles, dumplings, wang, closes }
}

async function credentialOf(phone: Phone): Promise<string> {
  return unwrap(await phone.fetch()).credential
}

/** Sells without a network and answers the newest record. */
async function sold(at: OfflineTill, phone: Phone, credential: string) {
  unwrap(await at.sell(phone, credential))
  const record = at.records.at(-1)
  if (!record) throw new Error('a sale leaves a record')
  return record
}

async function balanceOf(county: County, prefix: string): Promise<number> {
  const { accounts } = unwrap(await county.sponsor.ledger.balances({}))
  return accounts.reduce((sum, each) => (each.account.startsWith(prefix) ? sum + each.balanceMinor : sum), 0)
}

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

describe('THR-R10 one voucher without a network', () => {
  it('at two tills costs its cap once more, and leaves a clue on both shops', async () => {
    const { county, noodles, dumplings, wang, closes } = await village()
    const credential = await credentialOf(wang)
    const records = [await sold(noodles, wang, credential), await sold(dumplings, wang, credential)] as const
    expect(unwrap(await dumplings.handIn(records[1]))).toMatchObject({ outcome: 'redeemed' })
    const lost = { outcome: 'lost', because: 'voucher_already_redeemed', borneBy: 'sponsor' }
    expect(unwrap(await noodles.handIn(records[0]))).toMatchObject(lost)
    expect(await balanceOf(county, 'offline.owed/')).toBe(2_000)
    expect(await balanceOf(county, 'offline.loss/')).toBe(-2_000)
    expect(await balanceOf(county, 'payable/')).toBe(2_000)
    const clues = async (merchantId: string) => {
      const lanes = [0, 1, 2].map((lane) => county.as(auditor).risk.clues({ merchantId, lane }))
      const files = (await Promise.all(lanes)).map((page) => JSON.parse(unwrap(page).document).clues)
      return files.flat().map(({ type }: { type: string }) => type)
    }
    expect([await clues('noodles'), await clues('dumplings')]).toEqual([['offline.lost'], ['offline.doubleSpent']])
    await closes()
  })

  it('is borne by the shop where the programme says so', async () => {
    const { county, noodles, wang, closes } = await village({ ...offline, lossBorneBy: 'merchant' })
    const record = await sold(noodles, wang, await credentialOf(wang))
    unwrap(await county.as(till('dumplings')).voucher.redeem({ code: await codeWith(wang), ...order() }))
    expect(unwrap(await noodles.handIn(record))).toMatchObject({ outcome: 'lost', borneBy: 'merchant' })
    expect([await balanceOf(county, 'offline.owed/'), await balanceOf(county, 'offline.borne/')]).toEqual([0, 2_000])
    await closes()
  })

  it('is a loss as well where it was withdrawn or has ended meanwhile; a hold only makes the till ask again', async () => {
    const { county, noodles, wang, closes } = await village()
    const chen = await phoneOf(county, 2)
    const records = [
      await sold(noodles, wang, await credentialOf(wang)),
      await sold(noodles, chen, await credentialOf(chen)),
    ] as const
    const held = await county.as(till('dumplings')).voucher.reserve({ code: await codeWith(chen), ...order() })
    expect(await noodles.handIn(records[1])).toMatchObject({ code: 'voucher_reserved', retryable: true })
    unwrap(await county.as(till('dumplings')).reservation.release({ reservationId: unwrap(held).reservationId }))
    expect(unwrap(await noodles.handIn(records[1])).outcome).toBe('redeemed')
    unwrap(await county.sponsor.voucher.void({ voucherId: wang.voucherId, reason: 'x' }))
    expect(unwrap(await noodles.handIn(records[0]))).toMatchObject({ outcome: 'lost', because: 'voucher_void' })
    await closes()
  })

  it('is taken once by each till, however often its credential is fetched, and credited once to one that forgot', async () => {
    const { county, noodles, wang, closes } = await village()
    const record = await sold(noodles, wang, await credentialOf(wang))
    expect(await noodles.sell(wang, await credentialOf(wang))).toMatchObject({ code: 'voucher_replayed' })
    const forgetful = offlineTill(county, 'noodles', 't1', 2)
    unwrap(await forgetful.fetch())
    const again = await sold(forgetful, wang, await credentialOf(wang))
    unwrap(await noodles.handIn(record))
    expect(await forgetful.handIn(again)).toMatchObject({ code: 'offline_replayed' })
    expect(await noodles.handIn({ ...record, ...again })).toMatchObject({ code: 'offline_replayed' })
    await closes()
  })

  it('is refused once it is known to be used, held or withdrawn; five minutes later nothing is known and nothing is taken', async () => {
    const { county, noodles, wang } = await village()
    const [chen, liu] = [await phoneOf(county, 2), await phoneOf(county, 3)]
    const [used, held, good] = [await credentialOf(wang), await credentialOf(chen), await credentialOf(liu)]
    unwrap(await county.as(till('dumplings')).voucher.redeem({ code: await codeWith(wang), ...order() }))
    unwrap(await county.as(till('dumplings')).voucher.reserve({ code: await codeWith(chen), ...order() }))
    unwrap(await noodles.fetch())
    expect(await noodles.sell(wang, used)).toMatchObject({ code: 'credential_revoked' })
    expect(await noodles.sell(chen, held)).toMatchObject({ code: 'credential_revoked' })
    county.clock.advance({ seconds: 299 })
    unwrap(await noodles.sell(liu, good))
    county.clock.advance({ seconds: 1 })
    expect(await noodles.sell(chen, held)).toMatchObject({ code: 'statuses_stale' })
    unwrap(await county.sponsor.batch.pause({ batchId: county.batchId, reason: 'opened twice' }))
    unwrap(await county.sponsor.batch.void({ batchId: county.batchId, reason: 'opened twice' }))
    unwrap(await noodles.fetch())
    expect(await noodles.sell(chen, held)).toMatchObject({ code: 'credential_revoked' })
  })

  it('is refused from a phone that another one has replaced meanwhile', async () => {
    const { county, noodles, wang } = await village()
    const newer = fakeDevice(seededRandom('newer phone')(48))
    const { nonce } = unwrap(await wang.api.device.get({}))
    const proof = newer.sign({ non: nonce, act: 'device.bind', sub: newer.kid })
    expect(unwrap(await wang.api.device.bind({ publicJwk: newer.jwk, proof })).state).toBe('pending')
    county.clock.advance({ hours: 23, minutes: 30 })
    const credential = await credentialOf(wang)
    county.clock.advance({ minutes: 29 })
    unwrap(await noodles.fetch())
    unwrap(await noodles.sell(wang, credential))
    county.clock.advance({ minutes: 1 })
    const other = offlineTill(county, 'noodles', 't2')
    unwrap(await other.fetch())
    expect(await other.sell(wang, credential)).toMatchObject({ code: 'credential_revoked' })
  })

  it('costs the shop nothing that it could know: an hour ends allowance and credential', async () => {
    const { county, noodles, wang } = await village()
    const credential = await credentialOf(wang)
    county.clock.advance({ minutes: 59, seconds: 59 })
    unwrap(await noodles.fetch())
    unwrap(await noodles.sell(wang, credential))
    county.clock.advance({ seconds: 1 })
    expect(await noodles.sell(wang, credential)).toMatchObject({ code: 'credential_expired' })
  })
})

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

describe('THR-R10 records that are handed in', () => {
  it('are booked once, in any order, and the answer stays the same', async () => {
    const { noodles, dumplings, wang, closes } = await village()
    const credential = await credentialOf(wang)
    const [a, b] = [await sold(noodles, wang, credential), await sold(dumplings, wang, credential)]
    const first = unwrap(await noodles.handIn(a))
    const answers = await Promise.all([noodles.handIn(a), dumplings.handIn(b), noodles.handIn(a), dumplings.handIn(b)])
    expect([unwrap(answers[0] ?? never()), unwrap(answers[2] ?? never())]).toEqual([first, first])
    expect(unwrap(answers[3] ?? never())).toEqual(unwrap(answers[1] ?? never()))
    await closes()
  })

  it('are taken in for three days after the allowance has ended, and answered for as long as they were booked', async () => {
    const { county, noodles, wang } = await village()
    const chen = await phoneOf(county, 2)
    const [early, late] = [
      await sold(noodles, wang, await credentialOf(wang)),
      await sold(noodles, chen, await credentialOf(chen)),
    ]
    county.clock.advance({ milliseconds: 3_600_000 + HAND_IN_MS - 1 })
    const booked = unwrap(await noodles.handIn(early))
    county.clock.advance({ milliseconds: 1 })
    expect(await noodles.handIn(late)).toMatchObject({ code: 'offline_late' })
    expect(unwrap(await noodles.handIn(early))).toEqual(booked)
    // It still proves itself to whoever judges it.
    expect(await verifyOfflineSale(late, [], issuerFor(county))).toMatchObject({ ok: true })
  })

  it('prove themselves again: another till, amount, time, phone, list, allowance or tenant is refused', async () => {
    const { county, noodles, dumplings, wang, closes } = await village()
    const credential = await credentialOf(wang)
    const record = await sold(noodles, wang, credential)
    const refusedFor = (reason: string) => ({ code: 'offline_record_refused', detail: { reason } })
    expect(await dumplings.handIn(record)).toMatchObject(refusedFor('allowance_of_another_till'))
    const stranger = fakeDevice(seededRandom('stranger')(48))
    const theirs = await sold(dumplings, wang, credential)
    const bad: readonly (readonly [string, Partial<typeof record>])[] = [
      ['binding_wrong_amount', { orderAmountMinor: 99_900 }],
      ['binding_wrong_nonce', { nonce: theirs.nonce }],
      ['binding_wrong_till', { presentation: theirs.presentation, nonce: theirs.nonce }],
      ['binding_refused', { presentation: `${credential}~${stranger.sign({}, { typ: 'kb+jwt' })}` }],
      ['credential_refused', { presentation: `${record.allowance}~x` }],
      ['allowance_refused', { allowance: credential }],
      ['statuses_refused', { statuses: record.allowance }],
      ['allowance_expired', { at: record.at + 3_600_000 }],
      ['statuses_stale', { at: record.at + 300_000 }],
      ['sold_later_than_now', { at: record.at + 4_000_000 }],
    ]
    county.clock.advance({ hours: 1 })
    for (const [reason, change] of bad) {
      expect(await noodles.handIn({ ...record, ...change }), reason).toMatchObject(refusedFor(reason))
    }
    expect(await county.as({ ...till(), tenant: 'other' }).offline.reconcile(record)).toMatchObject(
      refusedFor('allowance_refused'),
    )
    const shop = county.as(till('noodles', { role: 'merchant', terminalId: undefined }))
    unwrap(await shop.offline.reconcile(record))
    await closes()
  })

  it('are kept back where a risk rule would have refused the sale', async () => {
    const { store, disk } = notedStore(3)
    const when = { fact: 'order.overThresholdMinor', operator: 'lessThan', value: 5_000 }
    const document = { risk: [{ name: 'at-the-tier', at: 'redeem', when, do: 'refuse' }] }
    const county = await offlineCounty(offline, { store, document })
    const noodles = offlineTill(county, 'noodles', 't1')
    unwrap(await noodles.fetch())
    const wang = await phoneOf(county, 1)
    unwrap(await noodles.handIn(await sold(noodles, wang, await credentialOf(wang))))
    expect([await balanceOf(county, 'held/'), await balanceOf(county, 'payable/')]).toEqual([2_000, 0])
    await audit(county)
    expect(findViolations(disk)).toEqual([])
  })
})

async function codeWith(phone: Phone): Promise<string> {
  const { nonce } = unwrap(await phone.api.device.get({}))
  const proof = phone.device.sign({ non: nonce, act: 'voucher.codes', sub: phone.voucherId })
  return codeOf(phone, phone.voucherId, { proof })
}

function never(): never {
  throw new Error(`nothing is there in ${tenant}`)
}
