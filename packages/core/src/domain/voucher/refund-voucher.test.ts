import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { CountyOptions } from '../testing/county.ts'
import { codeOf, OPENS, openCounty, operator, order, till } from '../testing/county.ts'
import { refundShares } from './refund-shares.ts'

const cashier = till('noodles', { id: 'cashier' })
const manager = till('noodles', { id: 'manager' })
const policies = ['revive', 'staysUsed', 'proRata'] as const

async function sold(options: CountyOptions = {}, orderAmountMinor = 12_800) {
  const county = await openCounty({ clock: fakeClock(OPENS), ...options })
  const wang = await county.holder(1)
  const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
  const sell = async (actor = cashier) =>
    unwrap(await county.as(actor).voucher.redeem({ code: await codeOf(wang, voucherId), ...order(orderAmountMinor) }))
  const { redemptionId } = await sell()
  const refund = (amountMinor?: number, actor = manager, key?: string) =>
    county
      .as(actor)
      .voucher.refund(
        { redemptionId, reason: 'returned', ...(amountMinor === undefined ? {} : { amountMinor }) },
        key === undefined ? {} : { idempotencyKey: key },
      )
  const state = async () => unwrap(await wang.api.voucher.get({ voucherId })).state
  const sweep = async () => {
    for (let lane = 0; lane < county.store.shards; lane += 1) {
      unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId, lane }))
    }
  }
  return { ...county, county, wang, voucherId, redemptionId, sell, refund, state, sweep }
}

const expiry = '2025-01-28T00:00:00+08:00'

describe('a refund', () => {
  it.each(policies)('THR-F3 of the whole follows the policy %s before and after the end', async (policy) => {
    const options = { benefit: { refund: { policy } } }
    const inTime = await sold(options)
    inTime.clock.set(Date.parse(expiry) - 1)
    const revived = policy === 'revive' ? 'outstanding' : 'redeemed'
    expect(unwrap(await inTime.refund())).toMatchObject({
      toCustomerMinor: 10_800,
      toSponsorMinor: 2_000,
      voucherState: revived,
    })
    expect(await inTime.state()).toBe(revived)
    await audit(inTime.county)
    inTime.clock.set(expiry)
    expect(await inTime.state()).toBe(policy === 'revive' ? 'expired' : 'redeemed')
    await inTime.sweep()
    await audit(inTime.county)
    for (const swept of [false, true]) {
      const late = await sold(options)
      late.clock.set(expiry)
      if (swept) await late.sweep()
      const gone = policy === 'revive' ? 'expired' : 'redeemed'
      expect(unwrap(await late.refund())).toMatchObject({
        toCustomerMinor: 10_800,
        toSponsorMinor: 2_000,
        voucherState: gone,
      })
      await audit(late.county)
      await late.sweep()
      await audit(late.county)
      expect(await late.state()).toBe(gone)
      const figures = unwrap(await late.sponsor.batch.figures({ batchId: late.batchId }))
      expect(figures).toMatchObject({ outstanding: 0, expired: gone === 'expired' ? 1 : 0, committedMinor: 0 })
      expect(await late.wang.api.voucher.codes({ voucherId: late.voucherId })).toMatchObject({ ok: false })
    }
  })

  it.each(policies)('in parts is shared to the fen and leaves the voucher used (%s)', async (policy) => {
    const { refund, state, county, sponsor, batchId } = await sold({ benefit: { refund: { policy } } }, 10_001)
    const parts = [3_333, 3_333, 3_335]
    const shares = []
    for (const part of parts) shares.push(unwrap(await refund(part)))
    expect(shares.reduce((sum, { toSponsorMinor }) => sum + toSponsorMinor, 0)).toBe(2_000)
    expect(shares.reduce((sum, { toCustomerMinor }) => sum + toCustomerMinor, 0)).toBe(8_001)
    expect(await refund(1)).toMatchObject({ code: 'already_refunded' })
    expect(await state()).toBe('redeemed')
    expect(unwrap(await sponsor.batch.figures({ batchId }))).toMatchObject({
      refunded: 3,
      refundedMinor: 2_000,
      subsidyMinor: 0,
    })
    await audit(county)
  })

  it('divides to the fen whatever the order and the pieces', () => {
    const pieces = fc.tuple(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.nat(1_000_000),
      fc.array(fc.nat(1_000_000), { maxLength: 8 }),
    )
    fc.assert(
      fc.property(pieces, ([orderAmountMinor, off, wanted]) => {
        const sale = { paidMinor: orderAmountMinor, subsidyMinor: Math.min(off, orderAmountMinor) }
        let refunded = 0
        let sponsor = 0
        for (const amount of [...wanted.map((each) => each % (orderAmountMinor + 1)), orderAmountMinor]) {
          const now = Math.min(amount, orderAmountMinor - refunded)
          const shares = refundShares(sale, refunded, now)
          expect(shares.toSponsorMinor + shares.toCustomerMinor).toBe(now)
          expect(Math.min(shares.toSponsorMinor, shares.toCustomerMinor)).toBeGreaterThanOrEqual(0)
          refunded += now
          sponsor += shares.toSponsorMinor
          expect(Math.abs(sponsor - (sale.subsidyMinor * refunded) / orderAmountMinor)).toBeLessThan(1)
        }
        expect([refunded, sponsor]).toEqual([orderAmountMinor, sale.subsidyMinor])
      }),
    )
  })

  it('THR-F1 is never more than the order, with fifty at once', async () => {
    const { refund, county, sponsor, batchId } = await sold({ shards: 2 }, 10_000)
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, n) => refund(700, manager, `r${n}`)))
    const done = outcomes.filter((outcome) => outcome.ok)
    expect(done).toHaveLength(14)
    expect(outcomes.find((outcome) => !outcome.ok)).toMatchObject({
      code: 'refund_exceeds',
      detail: { leftMinor: 200 },
    })
    expect(unwrap(await refund(undefined))).toMatchObject({ refundedMinor: 10_000 })
    expect(unwrap(await sponsor.batch.figures({ batchId }))).toMatchObject({ refundedMinor: 2_000, subsidyMinor: 0 })
    await audit(county)
  })

  it('THR-F1 of the whole happens once of fifty at once', async () => {
    const { refund, county, state } = await sold()
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => refund()))
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.code === 'already_refunded')).toHaveLength(49)
    expect(await state()).toBe('outstanding')
    await audit(county)
  })

  it('is answered once under one key', async () => {
    const { refund, county } = await sold()
    const first = unwrap(await refund(100, manager, 'r'))
    expect(unwrap(await refund(100, manager, 'r'))).toEqual(first)
    expect(await refund(200, manager, 'r')).toMatchObject({ code: 'idempotency_key_reused' })
    await audit(county)
  })

  it('THR-F2 goes back where it came from: no field can say otherwise', async () => {
    const { county, redemptionId, refund } = await sold()
    for (const extra of [{ to: 'somebody' }, { account: 'payable/1/x' }, { toCustomerMinor: 12_800 }, { holder: 1 }]) {
      const outcome = await county.as(manager).voucher.refund({ redemptionId, reason: 'x', ...extra } as never)
      expect(outcome).toMatchObject({ code: 'input_invalid' })
    }
    for (const amountMinor of [0, -1, 1.5, 12_801]) expect((await refund(amountMinor)).ok).toBe(false)
    const balances = async () => {
      const { accounts } = unwrap(await county.sponsor.ledger.balances({}))
      return new Map(accounts.map(({ account, balanceMinor }) => [account, balanceMinor]))
    }
    const before = await balances()
    expect(unwrap(await refund(6_400))).toMatchObject({ toCustomerMinor: 5_400, toSponsorMinor: 1_000 })
    const moved = [...(await balances())].map(
      ([account, minor]) => [account, minor - (before.get(account) ?? 0)] as const,
    )
    expect(
      moved.filter(([, minor]) => minor !== 0).map(([account, minor]) => [account.replace(/\d+/, 'BATCH'), minor]),
    ).toEqual([
      ['payable/BATCH/noodles', -1_000],
      ['returned/BATCH', 1_000],
    ])
    await audit(county)
  })

  it('THR-F5 and another use go round ten times, not eleven', async () => {
    const { county, wang, voucherId, clock, refund } = await sold()
    unwrap(await refund())
    const shop = county.as(cashier)
    for (let round = 2; round <= 10; round += 1) {
      clock.advance({ minutes: 1 })
      const sale = unwrap(await shop.voucher.redeem({ code: await codeOf(wang, voucherId), ...order() }))
      unwrap(await county.as(manager).voucher.refund({ redemptionId: sale.redemptionId, reason: 'x' }))
    }
    clock.advance({ minutes: 1 })
    const outcome = await shop.voucher.redeem({ code: await codeOf(wang, voucherId), ...order() })
    expect(outcome).toMatchObject({ code: 'refund_limit', detail: { limit: 10 } })
    await audit(county)
  })

  it('THR-F6 is not done by who redeemed', async () => {
    const { refund, state, county } = await sold()
    expect(await refund(undefined, cashier)).toMatchObject({ code: 'refund_by_redeemer' })
    expect(await refund(undefined, { ...cashier, terminalId: 't9' })).toMatchObject({ code: 'refund_by_redeemer' })
    expect(await refund(undefined, { ...cashier, role: 'merchant' })).toMatchObject({ code: 'refund_by_redeemer' })
    expect(await state()).toBe('redeemed')
    expect(await refund(undefined, manager)).toMatchObject({ ok: true })
    await audit(county)
  })

  it('is unknown to every other shop; the sponsor quotes the shop’s id', async () => {
    const { refund, county, redemptionId } = await sold()
    expect(await refund(undefined, till('dumplings', { id: 'm' }))).toMatchObject({ code: 'redemption_unknown' })
    const asSponsor = (id: string) => county.as(operator).voucher.refund({ redemptionId: id, reason: 'x' })
    for (const id of [redemptionId, `dumplings/${redemptionId}`, 'noodles/rdm_x', 'rdm_0', '']) {
      expect((await asSponsor(id)).ok).toBe(false)
    }
    expect(await asSponsor(`noodles/${redemptionId}`)).toMatchObject({ ok: true })
    await audit(county)
  })
})

describe('a withdrawal', () => {
  it('gives the person’s share back once, and its place to nobody', async () => {
    const county = await openCounty({ quota: 2 })
    const wang = await county.holder(1)
    const claim = () => wang.api.voucher.claim({ batchId: county.batchId })
    const { voucherId } = unwrap(await claim())
    const withdraw = (key: string) =>
      county.sponsor.voucher.void({ voucherId, reason: 'wrong terms' }, { idempotencyKey: key })
    const first = unwrap(await withdraw('a'))
    expect(unwrap(await withdraw('a'))).toEqual(first)
    expect(await withdraw('b')).toMatchObject({ code: 'voucher_void' })
    unwrap(await claim())
    expect(await claim()).toMatchObject({ code: 'already_claimed' })
    const chen = await county.holder(2)
    expect(await chen.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'sold_out' })
    await audit(county)
  })

  it.each([1, 3])('opens its place again where the programme says so (%i lanes)', async (shards) => {
    const clock = fakeClock(OPENS)
    const county = await openCounty({ quota: 1, shards, clock, benefit: { returnsToStock: true } })
    const [wang, chen] = [await county.holder(1), await county.holder(2)]
    const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
    const claim = () => chen.api.voucher.claim({ batchId: county.batchId })
    expect(await claim()).toMatchObject({ code: 'sold_out' })
    unwrap(await county.sponsor.voucher.void({ voucherId, reason: 'x' }))
    await audit(county)
    clock.advance({ seconds: 1 })
    expect(await claim()).toMatchObject({ ok: true })
    await audit(county)
  })

  it('of a day gives that day’s share back, not today’s', async () => {
    const clock = fakeClock(OPENS)
    const county = await openCounty({ clock, benefit: { quota: { perPerson: 5, perPersonPerDay: 1 } } })
    const wang = await county.holder(1)
    const claim = () => wang.api.voucher.claim({ batchId: county.batchId })
    const monday = unwrap(await claim())
    clock.advance({ days: 1 })
    unwrap(await claim())
    unwrap(await county.sponsor.voucher.void({ voucherId: monday.voucherId, reason: 'x' }))
    expect(await claim()).toMatchObject({ code: 'quota_period' })
    await audit(county)
  })
})
