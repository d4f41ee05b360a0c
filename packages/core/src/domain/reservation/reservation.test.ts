import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { CountyOptions } from '../testing/county.ts'
import { auditor, codeOf, OPENS, openCounty, operator, order, till } from '../testing/county.ts'

async function claimed(options: CountyOptions = {}) {
  const county = await openCounty({ clock: fakeClock(OPENS), shards: 3, ...options })
  const wang = await county.holder(1)
  const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
  const code = () => codeOf(wang, voucherId)
  const shop = county.as(till())
  const reserve = async (more: object = {}) =>
    unwrap(await shop.voucher.reserve({ code: await code(), ...order(), ...more }))
  const figures = async () => unwrap(await county.as(auditor).batch.figures({ batchId: county.batchId }))
  const state = async () => unwrap(await wang.api.voucher.get({ voucherId }))
  return { ...county, county, wang, voucherId, code, shop, reserve, figures, state }
}

const shown = { merchantId: 'noodles', orderAmountMinor: 12_800 }

describe('holding a voucher at a till', () => {
  it('keeps it for that order, then makes the sale once', async () => {
    const county = await claimed()
    const held = await county.reserve()
    expect(held).toMatchObject({ state: 'held', subsidyMinor: 2_000, customerPaysMinor: 10_800 })
    expect(await county.figures()).toMatchObject({ reserved: 1, outstanding: 0, committedMinor: 2_000 })
    expect(await county.state()).toMatchObject({ state: 'reserved', hold: { merchantId: 'noodles', state: 'held' } })
    await audit(county.county)
    const { reservationId } = held
    const receipt = unwrap(await county.shop.reservation.capture({ reservationId }, { idempotencyKey: 'c1' }))
    expect(receipt).toMatchObject({ subsidyMinor: 2_000, orderNumber: held.orderNumber })
    county.clock.advance({ hours: 9 })
    expect(unwrap(await county.shop.reservation.capture({ reservationId }, { idempotencyKey: 'c1' }))).toEqual(receipt)
    expect(await county.shop.reservation.capture({ reservationId }, { idempotencyKey: 'c2' })).toMatchObject({
      code: 'reservation_over',
      detail: { state: 'captured' },
    })
    expect(unwrap(await county.shop.reservation.get({ reservationId })).state).toBe('captured')
    expect(await county.figures()).toMatchObject({ reserved: 0, redeemed: 1, committedMinor: 0 })
    await audit(county.county)
  })

  it('shows holder and till the same amount to pay, with the shop’s own offer taken off', async () => {
    const county = await claimed()
    const held = await county.reserve({ merchantDiscountMinor: 500 })
    expect(held.customerPaysMinor).toBe(10_300)
    expect((await county.state()).hold?.customerPaysMinor).toBe(10_300)
    const receipt = unwrap(await county.shop.reservation.capture({ reservationId: held.reservationId }))
    expect(receipt.customerPaysMinor).toBe(10_300)
    await audit(county.county)
  })

  it('keeps it from every other till, and from a second hold', async () => {
    const county = await claimed()
    const other = await county.code()
    await county.reserve()
    const elsewhere = county.as(till('dumplings'))
    expect(await elsewhere.voucher.redeem({ code: other, ...order() })).toMatchObject({
      code: 'voucher_reserved',
      retryable: true,
    })
    expect(await elsewhere.voucher.reserve({ code: other, ...order() })).toMatchObject({ code: 'voucher_reserved' })
    expect(await county.wang.api.voucher.codes({ voucherId: county.voucherId })).toMatchObject({
      code: 'voucher_reserved',
    })
  })

  it('spends the code that was shown, also when nothing comes of the sale', async () => {
    const county = await claimed()
    const code = await county.code()
    const { reservationId } = unwrap(await county.shop.voucher.reserve({ code, ...order() }))
    unwrap(await county.shop.reservation.release({ reservationId }))
    expect(await county.shop.voucher.redeem({ code, ...order() })).toMatchObject({ code: 'code_expired' })
    county.clock.advance({ seconds: 30 })
    expect(await county.shop.voucher.redeem({ code: await county.code(), ...order() })).toMatchObject({ ok: true })
    expect(await county.shop.reservation.release({ reservationId })).toMatchObject({ code: 'reservation_over' })
    await audit(county.county)
  })

  it('is nobody else’s to capture, release or look at', async () => {
    const county = await claimed()
    const { reservationId } = await county.reserve()
    for (const actor of [till('dumplings'), { ...till(), tenant: 'other' }]) {
      const api = county.as(actor).reservation
      for (const call of [api.capture, api.release, api.get]) {
        expect(await call({ reservationId })).toMatchObject({ code: 'reservation_unknown' })
      }
    }
    expect(await county.shop.reservation.capture({ reservationId })).toMatchObject({ ok: true })
  })

  it('an earlier reservation never means a later one', async () => {
    const county = await claimed()
    const first = await county.reserve()
    unwrap(await county.shop.reservation.release({ reservationId: first.reservationId }))
    county.clock.advance({ seconds: 30 })
    const second = await county.reserve()
    expect(second.reservationId).not.toBe(first.reservationId)
    expect(await county.shop.reservation.capture({ reservationId: first.reservationId })).toMatchObject({
      code: 'reservation_over',
      detail: { state: 'replaced' },
    })
    expect(await county.shop.reservation.capture({ reservationId: second.reservationId })).toMatchObject({ ok: true })
    await audit(county.county)
  })

  it('takes the payment only if it is what is due, and not from a shop suspended meanwhile', async () => {
    const county = await claimed()
    const { reservationId } = await county.reserve()
    const payment = { acquirer: 'bank', merchantNo: 'm', terminalNo: 't', reference: 'r', amountMinor: 10_799 }
    expect(await county.shop.reservation.capture({ reservationId, payment })).toMatchObject({
      code: 'payment_mismatch',
      detail: { expectedMinor: 10_800 },
    })
    unwrap(await county.sponsor.merchant.suspend({ merchantId: 'noodles', reason: 'x' }))
    expect(await county.shop.reservation.capture({ reservationId })).toMatchObject({ code: 'merchant_suspended' })
    unwrap(await county.sponsor.merchant.reinstate({ merchantId: 'noodles', reason: 'x' }))
    expect(
      await county.shop.reservation.capture({ reservationId, payment: { ...payment, amountMinor: 10_800 } }),
    ).toMatchObject({ ok: true })
  })
})

describe('the end of a hold', () => {
  it.each([
    [119_999, 'ok'],
    [120_000, 'reservation_over'],
  ])('THR-R6 is exact: capturing after %i ms answers %s', async (milliseconds, code) => {
    const county = await claimed()
    const { reservationId } = await county.reserve()
    county.clock.advance({ milliseconds })
    const outcome = await county.shop.reservation.capture({ reservationId })
    expect(outcome.ok ? 'ok' : outcome.code).toBe(code)
    await audit(county.county)
  })

  it('THR-R7 a jump of the clock releases once, whatever touches the voucher first', async () => {
    for (const first of ['sweep', 'use', 'void', 'reserve'] as const) {
      const county = await claimed()
      const { reservationId } = await county.reserve()
      county.clock.advance({ minutes: 61 })
      expect(await county.state()).toMatchObject({ state: 'outstanding' })
      const sweeps = async () => {
        let released = 0
        for (let lane = 0; lane < 3; lane += 1)
          released += unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId, lane })).released
        return released
      }
      if (first === 'sweep') expect(await sweeps()).toBe(1)
      if (first === 'use') unwrap(await county.shop.voucher.redeem({ code: await county.code(), ...order() }))
      if (first === 'void') unwrap(await county.sponsor.voucher.void({ voucherId: county.voucherId, reason: 'x' }))
      if (first === 'reserve') await county.reserve()
      expect(await sweeps()).toBe(0)
      const { reserved } = await county.figures()
      expect(reserved).toBe(first === 'reserve' ? 1 : 0)
      expect(await county.shop.reservation.capture({ reservationId })).toMatchObject({ ok: false })
      await audit(county.county)
    }
  })

  it('THR-K2 the clock going back an hour revives nothing and releases nothing twice', async () => {
    const county = await claimed({ shards: 1 })
    const { reservationId } = await county.reserve()
    county.clock.advance({ minutes: 10 })
    expect(unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId })).released).toBe(1)
    county.clock.set(OPENS)
    expect(await county.shop.reservation.capture({ reservationId })).toMatchObject({ code: 'reservation_over' })
    expect(unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId })).released).toBe(0)
    await audit(county.county)
  })

  it('THR-R6 comes with the voucher’s own end, however long was asked for', async () => {
    const county = await claimed()
    county.clock.set('2025-01-27T23:59:30+08:00')
    const held = await county.reserve({ holdSeconds: 300 })
    expect(Date.parse(held.until)).toBe(Date.parse('2025-01-28T00:00:00+08:00'))
    county.clock.set('2025-01-28T00:00:00+08:00')
    const { reservationId } = held
    expect(await county.shop.reservation.capture({ reservationId })).toMatchObject({ code: 'voucher_expired' })
    let expired = 0
    for (let lane = 0; lane < 3; lane += 1)
      expired += unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId, lane })).expired
    expect(expired).toBe(1)
    expect(await county.figures()).toMatchObject({ reserved: 0, expired: 1, outstanding: 0 })
    await audit(county.county)
  })

  it('the sweep takes a hundred at a time and says whether there are more', async () => {
    const county = await openCounty({ clock: fakeClock(OPENS), quota: 120 })
    for (let n = 0; n < 103; n += 1) {
      const holder = await county.holder(n)
      const { voucherId } = unwrap(await holder.api.voucher.claim({ batchId: county.batchId }))
      unwrap(await county.as(till()).voucher.reserve({ code: await codeOf(holder, voucherId), ...order() }))
    }
    county.clock.advance({ minutes: 5 })
    const sweep = async () => unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId }))
    expect(await sweep()).toMatchObject({ released: 100, more: true })
    expect(await sweep()).toMatchObject({ released: 3, more: false })
    await audit(county)
  })
})

describe('the holder’s confirmation', () => {
  const policy = { benefit: { safeguards: { confirmFromMinor: 2_000 } } }

  it('is asked for from the programme’s amount on, and then nothing is sold without it', async () => {
    const county = await claimed(policy)
    expect(await county.shop.voucher.redeem({ code: await county.code(), ...order() })).toMatchObject({
      code: 'confirmation_needed',
      needs: ['confirmation'],
    })
    const held = await county.reserve()
    expect(held.needsConfirmation).toBe(true)
    const { reservationId } = held
    expect(await county.shop.reservation.capture({ reservationId }, { idempotencyKey: 'c' })).toMatchObject({
      code: 'confirmation_needed',
      retryable: true,
    })
    const { voucherId } = county
    expect(await county.wang.api.voucher.confirm({ voucherId, ...shown })).toMatchObject({ ok: true })
    expect(unwrap(await county.shop.reservation.get({ reservationId })).state).toBe('confirmed')
    // The same call again, not a new one: nothing of the refusal was kept.
    expect(await county.shop.reservation.capture({ reservationId }, { idempotencyKey: 'c' })).toMatchObject({
      ok: true,
    })
    await audit(county.county)
  })

  it('THR-T8 confirms the shop and amount on the phone, not another', async () => {
    const county = await claimed()
    await county.reserve({ confirm: true })
    const { voucherId } = county
    const confirm = county.wang.api.voucher.confirm
    expect(await confirm({ voucherId, ...shown, merchantId: 'dumplings' })).toMatchObject({
      code: 'confirmation_mismatch',
    })
    expect(await confirm({ voucherId, ...shown, orderAmountMinor: 12_801 })).toMatchObject({
      code: 'confirmation_mismatch',
    })
    const stranger = await county.holder(2)
    expect(await stranger.api.voucher.confirm({ voucherId, ...shown })).toMatchObject({ code: 'voucher_unknown' })
    expect(await confirm({ voucherId, ...shown })).toMatchObject({ ok: true })
  })

  it('gives the till a minute more, once', async () => {
    const county = await claimed()
    const { reservationId } = await county.reserve({ confirm: true, holdSeconds: 30 })
    county.clock.advance({ seconds: 29 })
    const { voucherId } = county
    const { until } = unwrap(await county.wang.api.voucher.confirm({ voucherId, ...shown }))
    expect(Date.parse(until) - county.clock.now()).toBe(60_000)
    county.clock.advance({ seconds: 59 })
    expect(unwrap(await county.wang.api.voucher.confirm({ voucherId, ...shown })).until).toBe(until)
    expect(await county.shop.reservation.capture({ reservationId })).toMatchObject({ ok: true })
    await audit(county.county)
  })

  it('can be refused by the holder, until it is given', async () => {
    const county = await claimed()
    const { voucherId } = county
    const { decline, confirm } = county.wang.api.voucher
    expect(await decline({ voucherId, ...shown })).toMatchObject({ code: 'reservation_unknown' })
    const { reservationId } = await county.reserve({ confirm: true })
    expect(await decline({ voucherId, ...shown })).toMatchObject({ ok: true })
    expect(await county.shop.reservation.capture({ reservationId })).toMatchObject({
      code: 'reservation_over',
      detail: { state: 'declined' },
    })
    expect(await county.state()).toMatchObject({ state: 'outstanding' })
    county.clock.advance({ seconds: 30 })
    await county.reserve({ confirm: true })
    unwrap(await confirm({ voucherId, ...shown }))
    expect(await decline({ voucherId, ...shown })).toMatchObject({ code: 'voucher_state_wrong' })
    await audit(county.county)
  })
})

describe('voiding a held voucher', () => {
  it('THR-R6 takes it out of the till’s hands', async () => {
    const county = await claimed()
    const { reservationId } = await county.reserve()
    unwrap(await county.as(operator).voucher.void({ voucherId: county.voucherId, reason: 'x' }))
    expect(await county.shop.reservation.capture({ reservationId })).toMatchObject({ code: 'voucher_void' })
    expect(await county.shop.reservation.release({ reservationId })).toMatchObject({ code: 'reservation_over' })
    expect(unwrap(await county.shop.reservation.get({ reservationId })).state).toBe('voided')
    expect(await county.figures()).toMatchObject({ reserved: 0, voided: 1 })
    await audit(county.county)
  })

  it.each([true, false])('THR-R8 lets either the capture or the withdrawal win (void first: %s)', async (voidFirst) => {
    const county = await claimed()
    const { reservationId } = await county.reserve()
    const capture = () => county.shop.reservation.capture({ reservationId })
    const withdraw = () => county.sponsor.voucher.void({ voucherId: county.voucherId, reason: 'x' })
    const outcomes = await Promise.all(voidFirst ? [withdraw(), capture()] : [capture(), withdraw()])
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false])
    await audit(county.county)
  })
})
