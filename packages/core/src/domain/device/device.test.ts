import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { seededRandom } from '../../engine/random.ts'
import { withHighSignature } from '../../token/testing/craft-token.ts'
import type { FakeDevice } from '../../token/testing/fake-device.ts'
import { fakeDevice } from '../../token/testing/fake-device.ts'
import { unwrap } from '../../unwrap.ts'
import { audit, journalOf } from '../testing/audit.ts'
import type { County, Holder } from '../testing/county.ts'
import { OPENS, openCounty, order, till } from '../testing/county.ts'

const random = seededRandom('phones')
const [phone, other] = [fakeDevice(random(48)), fakeDevice(random(48))]

async function nonceOf({ api }: Holder): Promise<string> {
  return unwrap(await api.device.get({})).nonce
}

async function bind(holder: Holder, device: FakeDevice) {
  const proof = device.sign({ non: await nonceOf(holder), act: 'device.bind', sub: device.kid })
  return holder.api.device.bind({ publicJwk: device.jwk, proof })
}

async function opened(safeguards: object): Promise<County & { county: County; wang: Holder }> {
  const county = await openCounty({ clock: fakeClock(OPENS), shards: 2, benefit: { safeguards } })
  return { ...county, county, wang: await county.holder(1) }
}

async function claimed(safeguards: object = { device: 'required' }) {
  const county = await opened(safeguards)
  unwrap(await bind(county.wang, phone))
  const { voucherId } = unwrap(await county.wang.api.voucher.claim({ batchId: county.batchId }))
  const codes = (proof?: string) => county.wang.api.voucher.codes({ voucherId, ...(proof ? { proof } : {}) })
  const claims = async () => ({ non: await nonceOf(county.wang), act: 'voucher.codes', sub: voucherId })
  return { ...county, voucherId, codes, claims }
}

describe('a bound device', () => {
  it('is needed for claiming where the programme requires one', async () => {
    const county = await opened({ device: 'required' })
    const claim = () => county.wang.api.voucher.claim({ batchId: county.batchId })
    expect(await claim()).toMatchObject({ code: 'device_needed', needs: ['device'] })
    expect(unwrap(await bind(county.wang, phone))).toMatchObject({ state: 'bound', kid: phone.kid })
    expect(await claim()).toMatchObject({ ok: true })
    await audit(county.county)
  })

  it('signs the nonce that the refusal carries, and gets the codes', async () => {
    const county = await claimed()
    const refused = await county.codes()
    expect(refused).toMatchObject({ code: 'proof_needed', retryable: true, needs: ['proof'] })
    const { nonce, act, subject } = (refused as { detail: Record<string, string> }).detail
    expect(await county.codes(phone.sign({ non: nonce, act, sub: subject }))).toMatchObject({ ok: true })
  })

  it('THR-T9 no other key, voucher or purpose will do, nor a proof spelled otherwise', async () => {
    const county = await claimed()
    const claims = await county.claims()
    const good = phone.sign(claims)
    const bad = {
      'another key': other.sign(claims),
      'another key under this key’s name': other.sign(claims, { kid: phone.kid }),
      'a key of its own choosing': other.sign(claims, { jwk: other.jwk }),
      'another voucher': phone.sign({ ...claims, sub: 'vch_0' }),
      'another purpose': phone.sign({ ...claims, act: 'voucher.confirm' }),
      'another type': phone.sign(claims, { typ: 'JWT' }),
      'no algorithm': phone.sign(claims, { alg: 'none' }),
      'the other half of s': withHighSignature(good),
      padding: `${good}==`,
    }
    for (const [name, proof] of Object.entries(bad)) {
      expect(await county.codes(proof), name).toMatchObject({ code: 'proof_needed' })
    }
    expect(await county.codes(good)).toMatchObject({ ok: true })
  })

  it('THR-T12 a proof made before its nonce was handed out fails, and so does an old one', async () => {
    const county = await claimed()
    const claims = await county.claims()
    const ahead = phone.sign({ ...claims, non: '0'.repeat(26) })
    expect(await county.codes(ahead)).toMatchObject({ code: 'proof_needed' })
    const chen = await county.holder(2)
    expect(await county.codes(phone.sign({ ...claims, non: await nonceOf(chen) }))).toMatchObject({
      code: 'proof_needed',
    })
    const proof = phone.sign(claims)
    county.clock.advance({ seconds: 59 })
    expect(await county.codes(proof)).toMatchObject({ ok: true })
    county.clock.advance({ seconds: 1 })
    expect(await county.codes(proof)).toMatchObject({ code: 'proof_needed' })
    expect(await nonceOf(county.wang)).not.toBe(claims.non)
  })

  it('is asked for digits and confirmations too', async () => {
    const county = await claimed()
    const { voucherId, wang } = county
    expect(await wang.api.voucher.digits({ voucherId })).toMatchObject({ code: 'proof_needed' })
    const { challenge, challengeId } = unwrap(await county.as(till()).challenge.show(order()))
    expect(await wang.api.challenge.answer({ voucherId, challenge })).toMatchObject({ code: 'proof_needed' })
    const non = await nonceOf(wang)
    const digits = phone.sign({ non, act: 'voucher.digits', sub: voucherId })
    expect(await wang.api.voucher.digits({ voucherId, proof: digits })).toMatchObject({ ok: true })
    const [code] = unwrap(await county.codes(phone.sign(await county.claims()))).codes
    const held = await county.as(till()).voucher.reserve({ code: code?.text ?? '', ...order(), confirm: true })
    expect(held).toMatchObject({ ok: true })
    const shown = { voucherId, merchantId: 'noodles', orderAmountMinor: 12_800 }
    expect(await wang.api.voucher.confirm(shown)).toMatchObject({ code: 'proof_needed' })
    const confirm = phone.sign({ non, act: 'voucher.confirm', sub: `${voucherId}/noodles/12800` })
    expect(await wang.api.voucher.confirm({ ...shown, proof: confirm })).toMatchObject({ ok: true })
    expect(challengeId).toMatch(/^[0-9A-Z]{26}$/)
    await audit(county.county)
  })

  it('THR-T9 caps what a person without one can spend, where the programme says optional', async () => {
    const county = await opened({ device: 'optional', withoutDeviceUpToMinor: 1_999 })
    const { voucher } = county.wang.api
    const claimed = unwrap(await voucher.claim({ batchId: county.batchId }))
    const { voucherId } = claimed
    const shownCaps = async () => [
      unwrap(await voucher.get({ voucherId })).withoutDeviceUpToMinor,
      unwrap(await voucher.list()).vouchers[0]?.withoutDeviceUpToMinor,
    ]
    expect([claimed.withoutDeviceUpToMinor, ...(await shownCaps())]).toEqual([1_999, 1_999, 1_999])
    const { codes } = unwrap(await voucher.codes({ voucherId }))
    const redeem = (code = '') => county.as(till()).voucher.redeem({ code, ...order() })
    expect(await redeem(codes[0]?.text)).toMatchObject({ code: 'device_needed', detail: { upToMinor: 1_999 } })
    unwrap(await bind(county.wang, phone))
    expect(await shownCaps()).toEqual([undefined, undefined])
    expect(await redeem(codes[0]?.text)).toMatchObject({ ok: true })
    await audit(county.county)
  })
})

describe('another device', () => {
  it('takes over after 24 hours; until then the old one works and can stop it', async () => {
    const county = await claimed()
    expect(unwrap(await bind(county.wang, other))).toMatchObject({ state: 'pending', kid: other.kid })
    expect(unwrap(await county.wang.api.device.get({}))).toMatchObject({
      bound: { kid: phone.kid },
      pending: { kid: other.kid },
    })
    expect(await county.codes(other.sign(await county.claims()))).toMatchObject({ code: 'proof_needed' })
    expect(await county.codes(phone.sign(await county.claims()))).toMatchObject({ ok: true })
    county.clock.advance({ hours: 24 })
    const wang = await county.holder(1)
    const claims = { non: await nonceOf(wang), act: 'voucher.codes', sub: county.voucherId }
    const codes = (proof: string) => wang.api.voucher.codes({ voucherId: county.voucherId, proof })
    expect(await codes(phone.sign(claims))).toMatchObject({ code: 'proof_needed' })
    expect(await codes(other.sign(claims))).toMatchObject({ ok: true })
    const events = (await Promise.all([0, 1].map((lane) => journalOf(county.store, lane)))).flat()
    const types = events.flatMap(({ events: each }) => each.map(({ type }) => type))
    expect(types.filter((type) => type.startsWith('device.'))).toEqual(['device.bound', 'device.rebinding'])
  })

  it('THR-T9 is stopped by the bound device only, and what was stopped does not count', async () => {
    const county = await claimed()
    const cancel = async (device: FakeDevice) => {
      const non = await nonceOf(county.wang)
      return county.wang.api.device.cancel({ proof: device.sign({ non, act: 'device.cancel', sub: device.kid }) })
    }
    for (let times = 0; times < 5; times += 1) {
      expect(unwrap(await bind(county.wang, other)).state).toBe('pending')
      expect(await cancel(other)).toMatchObject({ code: 'proof_refused' })
      expect(await cancel(phone)).toMatchObject({ ok: true })
    }
    expect(unwrap(await county.wang.api.device.get({})).pending).toBeUndefined()
  })

  it('is possible three times a year, one at a time', async () => {
    const county = await claimed()
    const phones = [0, 1, 2, 3, 4].map(() => fakeDevice(random(48)))
    const [first, second] = phones as [FakeDevice, FakeDevice]
    unwrap(await bind(county.wang, first))
    expect(await bind(county.wang, second)).toMatchObject({ code: 'device_pending' })
    for (const [index, device] of phones.entries()) {
      const again = await county.holder(1)
      const outcome = await bind(again, device)
      if (index < 3) expect(outcome).toMatchObject({ ok: true })
      else expect(outcome).toMatchObject({ code: 'device_limit' })
      county.clock.advance({ hours: 24 })
    }
    county.clock.advance({ hours: 24 * 365 })
    expect(await bind(await county.holder(1), second)).toMatchObject({ ok: true })
  })

  it('must sign its own binding', async () => {
    const county = await opened({})
    const non = await nonceOf(county.wang)
    const proof = other.sign({ non, act: 'device.bind', sub: phone.kid })
    expect(await county.wang.api.device.bind({ publicJwk: phone.jwk, proof })).toMatchObject({ code: 'proof_refused' })
    const late = phone.sign({ non: '0'.repeat(26), act: 'device.bind', sub: phone.kid })
    expect(await county.wang.api.device.bind({ publicJwk: phone.jwk, proof: late })).toMatchObject({
      code: 'proof_refused',
      detail: { reason: 'nonce_stale' },
    })
  })
})
