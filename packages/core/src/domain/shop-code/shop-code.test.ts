import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { seededRandom } from '../../engine/random.ts'
import { createKeySet } from '../../token/key-set/create-key-set.ts'
import { openKeys } from '../../token/keys/open-keys.ts'
import { shopCodeTimes } from '../../token/shop-code/shop-code-times.ts'
import { verifyShopCode } from '../../token/shop-code/verify-shop-code.ts'
import { fakeDevice } from '../../token/testing/fake-device.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { County, CountyOptions } from '../testing/county.ts'
import { countyKeys, OPENS, openCounty, order, tenant, till } from '../testing/county.ts'

const printedCode = { perVoucherMinor: 2_000, perDayMinor: 6_000 }
const allowed = { safeguards: { printedCode } }

async function village(options: CountyOptions = {}) {
  const county = await openCounty({ clock: fakeClock(OPENS), shards: 3, benefit: allowed, ...options })
  unwrap(await county.sponsor.merchant.change({ merchantId: 'noodles', title: '宜宾燃面', reason: 'x' }))
  const sheet = async (merchantId = 'noodles') =>
    unwrap(await county.sponsor.shopCode.print({ merchantId, reason: 'no terminal in the village' }))
  return { county, sheet, shop: county.as(till('noodles', { role: 'merchant', terminalId: undefined })) }
}

async function claimer(county: County, n: number) {
  const holder = await county.holder(n)
  const { voucherId } = unwrap(await holder.api.voucher.claim({ batchId: county.batchId }))
  const pay = (shopCode: string, orderAmountMinor = 12_800, more: object = {}) =>
    holder.api.shopCode.pay({ voucherId, shopCode, orderAmountMinor, ...more })
  return { ...holder, voucherId, pay }
}

describe('a shop’s printed code', () => {
  it('is scanned, shows the shop, and is paid at; the shop hears the number that the customer sees', async () => {
    const { county, sheet, shop } = await village()
    const { text, shop: name } = await sheet()
    const settings = { keys: createKeySet(county.tally.publicKeys(tenant)), issuer: `urn:tallystick:${tenant}` }
    const read = unwrap(await verifyShopCode(text, { ...settings, now: new Date(county.clock.now()) }))
    expect([name, read]).toMatchObject(['宜宾燃面', { merchantId: 'noodles', sheet: 1 }])
    const wang = await claimer(county, 1)
    const paid = unwrap(await wang.pay(text))
    expect(paid).toMatchObject({ shop: '宜宾燃面', subsidyMinor: 2_000, customerPaysMinor: 10_800 })
    const heard = unwrap(await shop.shopCode.payments({}))
    const digits = [...paid.number].join(' ')
    expect(heard).toMatchObject({
      last: 1,
      payments: [
        {
          n: 1,
          number: paid.number,
          customerPaysMinor: 10_800,
          spoken: { 'zh-CN': `消费券已付款，核对号 ${digits}，订单128元，请再收108元。` },
        },
      ],
    })
    expect(unwrap(await shop.shopCode.payments({ after: 1 })).payments).toEqual([])
    const redemptionId = heard.payments[0]?.redemptionId ?? ''
    expect(unwrap(await shop.redemption.get({ redemptionId }))).toMatchObject({ orderNumber: 'P1-1' })
    unwrap(await shop.voucher.refund({ redemptionId, amountMinor: 12_800, reason: 'x' }))
    await audit(county)
  })

  it('is read before anything is entered: whose it is, and where that is', async () => {
    const { county, sheet } = await village()
    const [{ text }, { api }] = [await sheet(), await county.holder(1)]
    expect(unwrap(await api.shopCode.read({ shopCode: text }))).toEqual({
      merchantId: 'noodles',
      shop: '宜宾燃面',
      region: '511525',
    })
    // A character of what is signed; the last of a signature has bits that count for nothing.
    const forged = text.replace(/.(?=\.[^.]*$)/, (last) => (last === 'A' ? 'B' : 'A'))
    expect(await api.shopCode.read({ shopCode: forged })).toMatchObject({ code: 'shop_code_refused' })
    unwrap(await county.sponsor.merchant.suspend({ merchantId: 'noodles', reason: 'checked' }))
    expect(await api.shopCode.read({ shopCode: text })).toMatchObject({ code: 'merchant_suspended' })
  })

  it('is good for nothing where the programme does not say so', async () => {
    const { county, sheet } = await village({ benefit: {} })
    expect(await (await claimer(county, 1)).pay((await sheet()).text)).toMatchObject({ code: 'shop_code_not_allowed' })
  })

  it('answers a retry under its key with the same payment, and takes a voucher once', async () => {
    const { county, sheet, shop } = await village()
    const [{ text }, wang] = [await sheet(), await claimer(county, 1)]
    const call = { voucherId: wang.voucherId, shopCode: text, orderAmountMinor: 12_800 }
    const first = unwrap(await wang.api.shopCode.pay(call, { idempotencyKey: 'k' }))
    expect(unwrap(await wang.api.shopCode.pay(call, { idempotencyKey: 'k' }))).toEqual(first)
    expect(await wang.pay(text)).toMatchObject({ code: 'voucher_already_redeemed' })
    expect(unwrap(await shop.shopCode.payments({})).payments).toHaveLength(1)
    await audit(county)
  })
})

describe('THR-R11 cheating with printed codes', () => {
  it('a sticker is told by the name on the phone, and waste paper as such, before anything is paid', async () => {
    const { county, sheet } = await village()
    const { api } = await county.holder(1)
    const [own, sticker] = [await sheet(), await sheet('dumplings')]
    expect(unwrap(await api.shopCode.read({ shopCode: sticker.text })).merchantId).toBe('dumplings')
    await sheet()
    expect(await api.shopCode.read({ shopCode: own.text })).toMatchObject({ code: 'shop_code_replaced' })
  })

  it('a sticker of another shop says its name, pays that shop, and stays silent in this one', async () => {
    const { county, sheet, shop } = await village()
    await sheet()
    const sticker = await sheet('dumplings')
    expect(unwrap(await (await claimer(county, 1)).pay(sticker.text)).merchantId).toBe('dumplings')
    expect(unwrap(await shop.shopCode.payments({})).payments).toEqual([])
    const other = county.as(till('dumplings', { role: 'merchant' }))
    expect(unwrap(await other.shopCode.payments({})).payments).toHaveLength(1)
  })

  it('a code that nobody printed, an altered one and one of another kind are refused', async () => {
    const { county, sheet } = await village()
    const { text } = await sheet()
    const wang = await claimer(county, 1)
    const [head = '', payload = '', signature = ''] = text.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const forged = Buffer.from(JSON.stringify({ ...claims, mer: 'dumplings' })).toString('base64url')
    const { challenge } = unwrap(await county.as(till()).challenge.show(order()))
    const refusedFor = (reason: string) => ({ code: 'shop_code_refused', detail: { reason } })
    expect(await wang.pay(`${head}.${forged}.${signature}`)).toMatchObject(refusedFor('token_signature_invalid'))
    expect(await wang.pay(challenge)).toMatchObject(refusedFor('token_wrong_type'))
    expect(await wang.pay('HTTPS://EXAMPLE.COM/PAY')).toMatchObject(refusedFor('token_malformed'))
    expect(await wang.api.challenge.answer({ voucherId: wang.voucherId, challenge: text })).toMatchObject({
      detail: { reason: 'token_wrong_type' },
    })
  })

  it('an old sheet, one whose year is over, and one of a suspended shop are waste paper', async () => {
    const { county, sheet } = await village()
    const [old, wang] = [await sheet(), await claimer(county, 1)]
    const { text, sheet: number } = await sheet()
    expect(number).toBe(2)
    expect(await wang.pay(old.text)).toMatchObject({ code: 'shop_code_replaced' })
    unwrap(await county.sponsor.merchant.suspend({ merchantId: 'noodles', reason: 'x' }))
    expect(await wang.pay(text)).toMatchObject({ code: 'merchant_suspended' })
    expect(await county.sponsor.shopCode.print({ merchantId: 'noodles', reason: 'x' })).toMatchObject({
      code: 'merchant_suspended',
    })
    county.clock.advance({ days: 366 })
    expect(await wang.pay(text)).toMatchObject({ detail: { reason: 'token_expired' } })
  })

  it('is said to be good until the moment that it says itself, which is never after its key', async () => {
    const { sheet } = await village()
    const { text, validUntil } = await sheet()
    const { exp } = JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString())
    expect(Date.parse(validUntil)).toBe(exp * 1000)
    const now = Date.parse('2026-01-01T00:00:00.500Z')
    const retiredAt = Date.parse('2026-02-01T00:00:00Z')
    const epoch = { epoch: 3, publishedAt: 0, activeFrom: 0, retiredAt, marksRetiredAt: undefined }
    const keyRing = { ...openKeys(await countyKeys), epochAt: () => 3, epochs: () => [epoch] }
    expect(shopCodeTimes({ keyRing, days: 365, now })).toEqual({ issuedAt: now - 500, expiresAt: retiredAt })
    expect(shopCodeTimes({ keyRing, days: 1, now }).expiresAt).toBe(now - 500 + 86_400_000)
  })

  it('THR-R4 the amount decides nothing that the terms do not', async () => {
    const { county, sheet } = await village()
    const [{ text }, wang] = [await sheet(), await claimer(county, 1)]
    expect(await wang.pay(text, 9_999)).toMatchObject({ code: 'below_threshold' })
    for (const amount of [0, -1, 0.5, 2 ** 53])
      await expect(wang.pay(text, amount)).resolves.toMatchObject({ ok: false })
    const hotel = await sheet('hotel')
    expect(await wang.pay(hotel.text)).toMatchObject({ code: 'merchant_out_of_scope' })
    expect(unwrap(await wang.pay(text, 99_999_999)).subsidyMinor).toBe(2_000)
  })

  it('costs the sponsor at most so much a voucher', async () => {
    const safeguards = { printedCode: { perVoucherMinor: 1_999, perDayMinor: 6_000 } }
    const { county, sheet } = await village({ benefit: { safeguards } })
    const [{ text }, wang] = [await sheet(), await claimer(county, 1)]
    expect(await wang.pay(text)).toMatchObject({ code: 'shop_code_cap', detail: { upToMinor: 1_999 } })
    const { codes } = unwrap(await wang.api.voucher.codes({ voucherId: wang.voucherId }))
    unwrap(await county.as(till()).voucher.redeem({ code: codes[0]?.text ?? '', ...order() }))
  })

  it('costs them at most so much a shop and day, however many pay at once, over sheets and until midnight of the zone', async () => {
    const { county, sheet, shop } = await village()
    const { text } = await sheet()
    const crowd = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => claimer(county, n)))
    const outcomes = await Promise.all(crowd.map((one) => one.pay(text)))
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(3)
    const late = crowd.filter((_, at) => !outcomes[at]?.ok)
    expect(outcomes.find((outcome) => !outcome.ok)).toMatchObject({ code: 'shop_code_day_cap' })
    const reprinted = (await sheet()).text
    expect(await late[0]?.pay(reprinted)).toMatchObject({ code: 'shop_code_day_cap' })
    // Ten in the morning in Shanghai: midnight is fourteen hours away.
    county.clock.advance({ hours: 13, minutes: 59 })
    expect(await late[0]?.pay(reprinted)).toMatchObject({ code: 'shop_code_day_cap' })
    county.clock.advance({ minutes: 1 })
    expect(await late[0]?.pay(reprinted)).toMatchObject({ ok: true })
    expect(unwrap(await shop.shopCode.payments({})).payments.map(({ n }) => n)).toEqual([1, 2, 3, 4])
    await audit(county)
  })

  it('is heard by its own shop alone, and printed by the sponsor alone', async () => {
    const { county, sheet } = await village()
    unwrap(await (await claimer(county, 1)).pay((await sheet()).text))
    for (const actor of [till('dumplings'), { ...till(), tenant: 'other' }]) {
      expect(unwrap(await county.as(actor).shopCode.payments({})).payments).toEqual([])
    }
    for (const actor of [till(), till('noodles', { role: 'merchant' })]) {
      expect(await county.as(actor).shopCode.print({ merchantId: 'noodles', reason: 'x' })).toMatchObject({ ok: false })
    }
  })

  it('asks the bound phone to sign shop and amount', async () => {
    const { county, sheet } = await village({ benefit: { safeguards: { printedCode, device: 'optional' } } })
    const { text } = await sheet()
    const wang = await claimer(county, 1)
    const device = fakeDevice(seededRandom('phone')(48))
    const { nonce: first } = unwrap(await wang.api.device.get({}))
    const bound = device.sign({ non: first, act: 'device.bind', sub: device.kid })
    unwrap(await wang.api.device.bind({ publicJwk: device.jwk, proof: bound }))
    const asked = await wang.pay(text)
    expect(asked).toMatchObject({ code: 'proof_needed', detail: { act: 'shopCode.pay' } })
    const { nonce, act, subject } = (asked as { detail: Record<string, string> }).detail
    expect(subject).toBe(`${wang.voucherId}/noodles/12800`)
    const proof = device.sign({ non: nonce, act, sub: subject })
    expect(await wang.pay(text, 12_900, { proof })).toMatchObject({ code: 'proof_needed' })
    unwrap(await wang.pay(text, 12_800, { proof }))
  })
})
