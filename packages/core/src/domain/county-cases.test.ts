import { describe, expect, it } from 'vitest'
import { fakeClock } from '../engine/clock.ts'
import { unwrap } from '../unwrap.ts'
import { audit, journalOf } from './testing/audit.ts'
import type { County, Holder } from './testing/county.ts'
import { codeOf, host, OPENS, openCounty, order, partner, registered, springDocument, till } from './testing/county.ts'
import { idNumber } from './testing/people.ts'
import { seasonTest } from './testing/season.ts'

const cashier = till('noodles', { id: 'cashier' })
const manager = till('noodles', { id: 'manager' })

async function claimFor(county: County, n = 1): Promise<{ holder: Holder; voucherId: string }> {
  const holder = await county.holder(n)
  return { holder, voucherId: unwrap(await holder.api.voucher.claim({ batchId: county.batchId })).voucherId }
}

async function sellTo(county: County, { holder, voucherId }: Awaited<ReturnType<typeof claimFor>>, amount = 12_800) {
  const code = await codeOf(holder, voucherId)
  return unwrap(await county.as(cashier).voucher.redeem({ code, ...order(amount) }))
}

describe('county vouchers, the numbered cases', () => {
  it('13 a threshold of 10 instead of 100: pause, withdraw what nobody claimed, honour what was claimed', async () => {
    const wrong = { terms: { thresholdMinor: 1_000, offMinor: 2_000 } }
    const right = { terms: { thresholdMinor: 10_000, offMinor: 2_000 } }
    // More off than the threshold would have been refused; so the slip is in both amounts.
    const slip = { terms: { ...wrong.terms, offMinor: 1_000 } }
    const county = await openCounty({ quota: 5, clock: fakeClock(OPENS), benefit: slip })
    const claimed = await claimFor(county)
    unwrap(await county.sponsor.batch.pause({ batchId: county.batchId, reason: 'threshold wrong' }))
    const chen = await county.holder(2)
    expect(await chen.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'paused' })
    unwrap(await county.sponsor.batch.close({ batchId: county.batchId, reason: 'threshold wrong' }))
    expect(unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId }))).toMatchObject({ unclaimed: 4 })
    unwrap(await county.sponsor.programme.publish({ document: springDocument(right, { version: 2 }) }))
    const next = unwrap(await county.sponsor.batch.open({ benefit: 'spring/catering', quota: 4 }))
    expect((await sellTo(county, claimed, 1_000)).subsidyMinor).toBe(1_000)
    const { voucherId } = unwrap(await chen.api.voucher.claim({ batchId: next.batchId }))
    const code = await codeOf(chen, voucherId)
    expect(await county.as(cashier).voucher.redeem({ code, ...order(1_000) })).toMatchObject({
      code: 'below_threshold',
    })
  })

  it('14 a shop that changes its industry: today’s decides, what was redeemed before stays', async () => {
    const county = await openCounty()
    const before = await sellTo(county, await claimFor(county))
    unwrap(
      await county.sponsor.merchant.change({ merchantId: 'noodles', industry: 'H61', reason: 'became a guest house' }),
    )
    const later = await claimFor(county, 2)
    const code = await codeOf(later.holder, later.voucherId)
    expect(await county.as(cashier).voucher.redeem({ code, ...order() })).toMatchObject({
      code: 'merchant_out_of_scope',
    })
    expect(unwrap(await county.as(cashier).redemption.get({ redemptionId: before.redemptionId }))).toMatchObject(before)
    unwrap(await county.sponsor.merchant.change({ merchantId: 'noodles', industry: 'H62', reason: 'cooks again' }))
    expect(
      await county.as(cashier).voucher.redeem({ code: await codeOf(later.holder, later.voucherId), ...order() }),
    ).toMatchObject({ ok: true })
    expect(await county.sponsor.merchant.change({ merchantId: 'nowhere', reason: 'x' })).toMatchObject({
      code: 'merchant_unknown',
    })
    await audit(county)
  })

  it('a shop’s word that it sells online counts only if it is registered so', async () => {
    const redemption = { all: [{ fact: 'merchant.online', operator: 'equal', value: true }] }
    const county = await openCounty({ benefit: { redemption } })
    const { holder, voucherId } = await claimFor(county)
    const sell = async (merchantId: string) =>
      county.as(till(merchantId)).voucher.redeem({ code: await codeOf(holder, voucherId), ...order(), online: true })
    expect(await sell('noodles')).toMatchObject({ code: 'merchant_out_of_scope' })
    expect(await sell('waimai')).toMatchObject({ ok: true })
  })

  it('15 a partial refund follows the programme’s policy', async () => {
    for (const policy of ['revive', 'staysUsed', 'proRata']) {
      const county = await openCounty({ benefit: { refund: { policy } } })
      const { redemptionId } = await sellTo(county, await claimFor(county), 10_000)
      const half = await county.as(manager).voucher.refund({ redemptionId, amountMinor: 5_000, reason: 'one dish' })
      expect(unwrap(half)).toMatchObject({ toCustomerMinor: 4_000, toSponsorMinor: 1_000, voucherState: 'redeemed' })
      await audit(county)
    }
  })

  it('16 a double refund is one', async () => {
    const county = await openCounty()
    const { redemptionId } = await sellTo(county, await claimFor(county))
    const refund = () => county.as(manager).voucher.refund({ redemptionId, reason: 'x' })
    expect((await Promise.all([refund(), refund()])).map((outcome) => outcome.ok)).toEqual([true, false])
    await audit(county)
  })

  it('17 a refund after expiry returns the sponsor’s share and revives nothing', async () => {
    const county = await openCounty({ clock: fakeClock(OPENS) })
    const sale = await sellTo(county, await claimFor(county))
    county.clock.set('2025-01-28T00:00:00+08:00')
    const refunded = unwrap(await county.as(manager).voucher.refund({ redemptionId: sale.redemptionId, reason: 'x' }))
    expect(refunded).toMatchObject({ toSponsorMinor: 2_000, voucherState: 'expired' })
    await audit(county)
  })

  it('18 a refund after the books were swept is a new entry; what was booked stays as it was', async () => {
    const county = await openCounty({ clock: fakeClock(OPENS) })
    const sale = await sellTo(county, await claimFor(county))
    county.clock.set('2025-02-10T12:00:00+08:00')
    unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId }))
    const before = await journalOf(county.store, 0)
    unwrap(await county.as(manager).voucher.refund({ redemptionId: sale.redemptionId, reason: 'late' }))
    const after = await journalOf(county.store, 0)
    expect(after.slice(0, before.length)).toEqual(before)
    expect(after).toHaveLength(before.length + 1)
    await audit(county)
  })

  it('19 a person without a smartphone claims at the counter with the ID card, once like everybody', async () => {
    const county = await openCounty()
    const person = { idNumber: idNumber(19) }
    const facts = { 'person.registration': '511525' }
    const atCounter = async () => {
      const { session } = unwrap(await county.as(host).session.mint({ role: 'holder', person, facts, ttlSeconds: 60 }))
      return county.as(unwrap(county.tally.authenticate(session)))
    }
    const { voucherId } = unwrap(await (await atCounter()).voucher.claim({ batchId: county.batchId }))
    expect(await (await atCounter()).voucher.claim({ batchId: county.batchId })).toMatchObject({
      code: 'already_claimed',
    })
    const { codes } = unwrap(await (await atCounter()).voucher.codes({ voucherId }))
    expect(await county.as(cashier).voucher.redeem({ code: codes[0]?.text ?? '', ...order() })).toMatchObject({
      ok: true,
    })
  })

  it('20 a border village: a coarse fix is asked for again, a good one is taken', async () => {
    const circle = { latitude: 28.5, longitude: 104.5, radiusMetres: 1_000, datum: 'wgs84' }
    const rule = { fact: 'position', operator: 'withinCircle', value: circle }
    const county = await openCounty({ document: { eligibility: { all: [registered, rule] } } })
    const { api } = await county.holder(1)
    const claim = (accuracyMetres: number) =>
      api.voucher.claim({
        batchId: county.batchId,
        position: { latitude: 28.507, longitude: 104.5, accuracyMetres, datum: 'wgs84' },
      })
    expect(await claim(800)).toMatchObject({ code: 'position_inaccurate', retryable: true })
    expect(await claim(50)).toMatchObject({ ok: true })
  })

  it('21 two tills at once: one of them gets it', async () => {
    const county = await openCounty()
    const { holder, voucherId } = await claimFor(county)
    const code = await codeOf(holder, voucherId)
    const outcomes = await Promise.all(
      ['noodles', 'dumplings'].map((shop) => county.as(till(shop)).voucher.redeem({ code, ...order() })),
    )
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false])
    await audit(county)
  })

  it('22 a lost reply: the same key gets the same receipt', async () => {
    const county = await openCounty()
    const { holder, voucherId } = await claimFor(county)
    const sale = { code: await codeOf(holder, voucherId), ...order() }
    const key = { idempotencyKey: 'sale-22' }
    const first = unwrap(await county.as(cashier).voucher.redeem(sale, key))
    county.clock.advance({ minutes: 20 })
    expect(unwrap(await county.as(cashier).voucher.redeem(sale, key))).toEqual(first)
    await audit(county)
  })

  it('23 a platform that is terminated: vouchers are honoured elsewhere', async () => {
    const county = await openCounty()
    const { holder, voucherId } = await claimFor(county)
    unwrap(await county.sponsor.batch.close({ batchId: county.batchId, reason: 'platform terminated' }))
    unwrap(await county.sponsor.merchant.suspend({ merchantId: 'waimai', reason: 'terminated' }))
    const voucherToken = unwrap(
      await holder.api.voucher.token({ voucherId, audience: 'partner:waimai', orderNumber: 'W' }),
    ).token
    const online = { voucherToken, orderNumber: 'W', orderAmountMinor: 12_800 }
    expect(await county.as(partner()).voucher.redeem(online)).toMatchObject({ code: 'merchant_suspended' })
    expect(await sellTo(county, { holder, voucherId })).toMatchObject({ subsidyMinor: 2_000 })
    await audit(county)
  })

  it('24 a Hong Kong resident with an 81 number: phone and position decide, not the number', async () => {
    const local = { any: [{ fact: 'phone.home', operator: 'withinRegion', value: '511500' }, registered] }
    const county = await openCounty({ document: { eligibility: { all: [local] } } })
    const digits = '81000019900101000'
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
    const person = { idNumber: `${digits}${'10X98765432'[sum % 11]}` }
    const claimWith = async (facts: Record<string, unknown>) => {
      const { session } = unwrap(await county.as(host).session.mint({ role: 'holder', person, facts, ttlSeconds: 60 }))
      return county.as(unwrap(county.tally.authenticate(session))).voucher.claim({ batchId: county.batchId })
    }
    expect(await claimWith({ 'phone.home': '510100', 'person.registration': '810000' })).toMatchObject({
      code: 'not_eligible',
    })
    expect(await claimWith({ 'phone.home': '511525' })).toMatchObject({ ok: true })
  })
})

describe('domain facts that are easily got wrong', () => {
  it('fact 1: the ID number’s prefix is no registration, for a native with 512531 as for anyone', async () => {
    const county = await openCounty()
    const native = await county.holder(1, { 'person.idPrefix': '512531', 'person.registration': '511525' })
    const stranger = await county.holder(2, { 'person.idPrefix': '511525', 'person.registration': '510107' })
    expect(await native.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    expect(await stranger.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'not_eligible' })
  })

  it('fact 2: accommodation is H61 and takes no catering voucher', async () => {
    const county = await openCounty()
    const { holder, voucherId } = await claimFor(county)
    const code = await codeOf(holder, voucherId)
    const outcome = await county.as(till('hotel')).voucher.redeem({ code, ...order() })
    expect(outcome).toMatchObject({ code: 'merchant_out_of_scope', reasons: [{ fact: 'merchant.industry' }] })
  })

  it('fact 4: what the clerk types must be what the acquirer was paid', async () => {
    const county = await openCounty()
    const { holder, voucherId } = await claimFor(county)
    const code = await codeOf(holder, voucherId)
    const payment = { acquirer: 'ums', merchantNo: '1', terminalNo: '1', reference: '1', amountMinor: 5_000 }
    const outcome = await county.as(cashier).voucher.redeem({ code, ...order(12_800), payment })
    expect(outcome).toMatchObject({ code: 'payment_mismatch', detail: { expectedMinor: 10_800 } })
  })

  it('fact 9: a person who may not be asked for a document is one person under the alias too', async () => {
    const county = await openCounty()
    const facts = { 'person.registration': '511525' }
    const claimAs = async (person: object) => {
      const { session } = unwrap(await county.as(host).session.mint({ role: 'holder', person, facts, ttlSeconds: 60 }))
      return county.as(unwrap(county.tally.authenticate(session))).voucher.claim({ batchId: county.batchId })
    }
    unwrap(await claimAs({ alias: 'network-9', idNumber: idNumber(9) }))
    expect(await claimAs({ alias: 'network-9' })).toMatchObject({ code: 'already_claimed' })
    expect(await claimAs({ idNumber: idNumber(9) })).toMatchObject({ code: 'already_claimed' })
  })

  it('fact 18: 满100 includes 100', async () => {
    const county = await openCounty()
    expect((await sellTo(county, await claimFor(county), 10_000)).subsidyMinor).toBe(2_000)
  })
})

describe('the season', () => {
  seasonTest(20)
})
