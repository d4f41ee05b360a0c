import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { createKeySet } from '../../token/key-set/create-key-set.ts'
import { verifyTerminalChallenge } from '../../token/terminal-challenge/verify-terminal-challenge.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { CountyOptions } from '../testing/county.ts'
import { OPENS, openCounty, order, tenant, till } from '../testing/county.ts'

async function claimed(options: CountyOptions = {}) {
  const county = await openCounty({ clock: fakeClock(OPENS), shards: 3, ...options })
  unwrap(await county.sponsor.merchant.change({ merchantId: 'noodles', title: '宜宾燃面', reason: 'x' }))
  const wang = await county.holder(1)
  const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
  const shop = county.as(till())
  const show = async (amountMinor?: number) => unwrap(await shop.challenge.show(order(amountMinor)))
  return { ...county, county, wang, voucherId, shop, show }
}

describe('a code that the till shows', () => {
  it('is verified by the phone, confirmed with a voucher, and captured by the till', async () => {
    const county = await claimed()
    const { challenge, challengeId } = await county.show()
    const keys = createKeySet(county.tally.publicKeys(tenant))
    const settings = { keys, issuer: `urn:tallystick:${tenant}`, now: new Date(county.clock.now()) }
    expect(unwrap(await verifyTerminalChallenge(challenge, settings))).toMatchObject({
      merchantId: 'noodles',
      shop: '宜宾燃面',
      terminalId: 't1',
      amountMinor: 12_800,
      currency: 'CNY',
    })
    expect(unwrap(await county.shop.challenge.get({ challengeId }))).toMatchObject({ state: 'waiting' })
    const { voucherId } = county
    const answer = unwrap(await county.wang.api.challenge.answer({ voucherId, challenge }, { idempotencyKey: 'a' }))
    expect(answer).toMatchObject({ shop: '宜宾燃面', subsidyMinor: 2_000, customerPaysMinor: 10_800 })
    const polled = unwrap(await county.shop.challenge.get({ challengeId }))
    expect(polled).toMatchObject({ state: 'confirmed', reservation: { subsidyMinor: 2_000 } })
    const reservationId = polled.reservation?.reservationId ?? ''
    const receipt = unwrap(await county.shop.reservation.capture({ reservationId }, { idempotencyKey: 'c' }))
    expect(receipt).toMatchObject({ orderAmountMinor: 12_800, subsidyMinor: 2_000 })
    // Retries of both sides, hours later, get what was answered then.
    county.clock.advance({ hours: 3 })
    expect(unwrap(await county.shop.reservation.capture({ reservationId }, { idempotencyKey: 'c' }))).toEqual(receipt)
    expect(unwrap(await county.wang.api.challenge.answer({ voucherId, challenge }, { idempotencyKey: 'a' }))).toEqual(
      answer,
    )
    await audit(county.county)
  })

  it('THR-T8 is good for sixty seconds', async () => {
    const county = await claimed()
    const { challenge, challengeId } = await county.show()
    county.clock.advance({ seconds: 60 })
    const { voucherId } = county
    expect(await county.wang.api.challenge.answer({ voucherId, challenge })).toMatchObject({
      code: 'challenge_refused',
      detail: { reason: 'token_expired' },
    })
    expect(unwrap(await county.shop.challenge.get({ challengeId }))).toMatchObject({ state: 'expired' })
  })

  it('takes one answer, whoever else saw it', async () => {
    const county = await claimed()
    const { challenge } = await county.show()
    const chen = await county.holder(2)
    const hers = unwrap(await chen.api.voucher.claim({ batchId: county.batchId })).voucherId
    const outcomes = await Promise.all([
      county.wang.api.challenge.answer({ voucherId: county.voucherId, challenge }),
      chen.api.challenge.answer({ voucherId: hers, challenge }),
    ])
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(outcomes.find((outcome) => !outcome.ok)).toMatchObject({ code: 'challenge_answered' })
    await audit(county.county)
  })

  it('belongs to its till: no other asks for it, and its shop and amount cannot be changed', async () => {
    const county = await claimed()
    const { challenge, challengeId } = await county.show()
    for (const actor of [till('dumplings'), till('noodles', { terminalId: 't2' }), { ...till(), tenant: 'other' }]) {
      expect(await county.as(actor).challenge.get({ challengeId })).toMatchObject({ code: 'challenge_unknown' })
    }
    const [head = '', payload = '', signature = ''] = challenge.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...claims, mer: 'dumplings' })).toString('base64url')
    const { voucherId } = county
    const answer = (text: string) => county.wang.api.challenge.answer({ voucherId, challenge: text })
    expect(await answer(`${head}.${forged}.${signature}`)).toMatchObject({
      detail: { reason: 'token_signature_invalid' },
    })
    const voucherToken = unwrap(
      await county.wang.api.voucher.token({ voucherId, audience: 'partner:waimai', orderNumber: '1' }),
    ).token
    expect(await answer(voucherToken)).toMatchObject({ detail: { reason: 'token_wrong_type' } })
    const foreign = unwrap(await (await claimed({ seed: 'elsewhere' })).as(till()).challenge.show(order())).challenge
    // The same keys in another installation of the test: genuine, but this till never showed it.
    expect(await answer(foreign)).toMatchObject({ code: 'challenge_unknown' })
  })

  it('is held to the rules of a sale: threshold, scope, state', async () => {
    const county = await claimed()
    const { voucherId } = county
    const answer = async (challenge: string) => county.wang.api.challenge.answer({ voucherId, challenge })
    expect(await answer((await county.show(9_999)).challenge)).toMatchObject({ code: 'below_threshold' })
    const hotel = unwrap(await county.as(till('hotel')).challenge.show(order()))
    expect(await answer(hotel.challenge)).toMatchObject({ code: 'merchant_out_of_scope' })
    expect(await answer((await county.show()).challenge)).toMatchObject({ ok: true })
    expect(await answer((await county.show()).challenge)).toMatchObject({ code: 'voucher_reserved' })
    await audit(county.county)
  })

  it('is remembered by its till as long as it can be answered, a few at a time', async () => {
    const county = await claimed()
    const first = await county.show()
    for (let n = 0; n < 16; n += 1) await county.show()
    const { voucherId } = county
    expect(await county.wang.api.challenge.answer({ voucherId, challenge: first.challenge })).toMatchObject({
      code: 'challenge_unknown',
    })
  })
})
