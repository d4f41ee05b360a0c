import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { seededRandom } from '../../engine/random.ts'
import { createKeySet } from '../../token/key-set/create-key-set.ts'
import { newNonce } from '../../token/terminal-challenge/mint-terminal-challenge.ts'
import { readTillCode, writeTillCode } from '../../token/terminal-challenge/till-code.ts'
import { verifyTerminalChallenge } from '../../token/terminal-challenge/verify-terminal-challenge.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { County, CountyOptions } from '../testing/county.ts'
import { OPENS, openCounty, operator, order, tenant, till } from '../testing/county.ts'

const MINUTES = [1, 5, 15, 15]

async function shown(options: CountyOptions = {}) {
  const county = await openCounty({ clock: fakeClock(OPENS), shards: 3, ...options })
  unwrap(await county.sponsor.merchant.change({ merchantId: 'noodles', title: '宜宾燃面', reason: 'x' }))
  const show = async (actor = till()) => unwrap(await county.as(actor).challenge.show({ ...order(), currency: 'CNY' }))
  return { county, show, ...(await show()) }
}

async function claimer(county: County, n: number, more: object = {}) {
  const { actor, api } = await county.holder(n)
  const { voucherId } = unwrap(await api.voucher.claim({ batchId: county.batchId }))
  return { voucherId, ...county.as({ ...actor, ...more }) }
}

/** Well formed, and never shown by any till. */
function madeUp(seed: string, code?: string): string {
  const nonce = newNonce(seededRandom(seed))
  const read = code === undefined ? undefined : readTillCode(code)
  return writeTillCode({ till: read?.ok ? read.value.till : 77, nonce })
}

describe('the code that a till shows', () => {
  it('stands for the signed challenge: the phone verifies shop and amount, and answers with that', async () => {
    const { county, code, challenge, expiresAt } = await shown()
    const wang = await claimer(county, 1)
    const read = unwrap(await wang.challenge.read({ code }))
    expect(read).toEqual({ challenge, expiresAt })
    const settings = { keys: createKeySet(county.tally.publicKeys(tenant)), issuer: `urn:tallystick:${tenant}` }
    const asked = await verifyTerminalChallenge(read.challenge, { ...settings, now: new Date(county.clock.now()) })
    expect(asked).toMatchObject({ value: { shop: '宜宾燃面', amountMinor: 12_800, currency: 'CNY' } })
    const { voucherId } = wang
    expect(unwrap(await wang.challenge.answer({ voucherId, challenge: read.challenge }))).toMatchObject({
      subsidyMinor: 2_000,
    })
    await audit(county)
  })

  it('THR-T8 is good for sixty seconds', async () => {
    const { county, show, code } = await shown()
    const wang = await claimer(county, 1)
    county.clock.advance({ seconds: 60, milliseconds: -1 })
    expect(await wang.challenge.read({ code })).toMatchObject({ ok: true })
    county.clock.advance({ milliseconds: 1 })
    const expired = { code: 'challenge_refused', detail: { reason: 'token_expired' } }
    expect(await wang.challenge.read({ code })).toMatchObject(expired)
    await show()
    expect(await wang.challenge.read({ code })).toMatchObject(expired)
  })

  it('once answered is worth nothing to anybody but who answered it', async () => {
    const { county, code } = await shown()
    const [wang, chen] = [await claimer(county, 1), await claimer(county, 2)]
    const { challenge } = unwrap(await wang.challenge.read({ code }))
    unwrap(await wang.challenge.answer({ voucherId: wang.voucherId, challenge }, { idempotencyKey: 'a' }))
    expect(await chen.challenge.read({ code })).toMatchObject({ code: 'challenge_answered' })
    const again = { voucherId: wang.voucherId, challenge: unwrap(await wang.challenge.read({ code })).challenge }
    expect(await wang.challenge.answer(again, { idempotencyKey: 'a' })).toMatchObject({ ok: true })
  })

  it('THR-T5 is unknown in another organisation, and THR-Z2 read by holders only', async () => {
    const { county, code } = await shown()
    const { actor } = await county.holder(1)
    expect(await county.as({ ...actor, tenant: 'other' }).challenge.read({ code })).toMatchObject({
      code: 'challenge_unknown',
    })
    for (const other of [till(), operator]) {
      expect(await county.as(other).challenge.read({ code })).toMatchObject({ code: 'permission_missing' })
    }
  })

  it('THR-T11 with another nonce, another till, or never shown at all is unknown in the same words', async () => {
    const { county, show, code } = await shown()
    const elsewhere = unwrap(readTillCode((await show(till('dumplings'))).code))
    const swapped = writeTillCode({ ...elsewhere, nonce: unwrap(readTillCode(code)).nonce })
    const answers = []
    for (const [n, guess] of [madeUp('a', code), madeUp('b'), swapped].entries()) {
      answers.push(await (await claimer(county, n + 1)).challenge.read({ code: guess }))
    }
    expect(answers[0]).toMatchObject({ code: 'challenge_unknown', detail: { left: 9 } })
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
  })
})

describe('guessing at codes of tills', () => {
  it('THR-T11 waits after ten, right code and all, longer each time; slips are no guesses', async () => {
    const { county, show } = await shown()
    const wang = await claimer(county, 1)
    const slip = `${madeUp('x').slice(0, -1)}${madeUp('x').endsWith('0') ? '1' : '0'}`
    for (let n = 0; n < 12; n += 1) {
      expect(await wang.challenge.read({ code: slip })).toMatchObject({ code: 'challenge_mistyped' })
    }
    for (let left = 9; left >= 1; left -= 1) {
      expect(await wang.challenge.read({ code: madeUp(`${left}`) })).toMatchObject({ detail: { left } })
    }
    for (const minutes of MINUTES) {
      const time = new Date(county.clock.now() + minutes * 60_000).toISOString()
      const locked = { code: 'guess_locked', retryable: true, detail: { time } }
      expect(await wang.challenge.read({ code: madeUp(`wait ${minutes}`) })).toMatchObject(locked)
      county.clock.advance({ minutes, milliseconds: -1 })
      expect(await wang.challenge.read({ code: (await show()).code })).toMatchObject(locked)
      county.clock.advance({ milliseconds: 1 })
    }
    expect(await wang.challenge.read({ code: (await show()).code })).toMatchObject({ ok: true })
  })

  it('THR-T11 finds no fresh start in another account on the same device or address, and locks out nobody who was shown one', async () => {
    const { county, code } = await shown()
    const there = { address: '203.0.113.7' }
    const { actor } = await county.holder(1)
    const from = (owner: number, device: string) =>
      county.as({ ...actor, ...there, owner: 5000 + owner, facts: { 'device.id': device } })
    for (let n = 0; n < 10; n += 1) await from(n, 'one').challenge.read({ code: madeUp(`${n}`) })
    expect(await from(20, 'one').challenge.read({ code: madeUp('next') })).toMatchObject({ code: 'guess_locked' })
    expect(await from(21, 'two').challenge.read({ code: madeUp('next') })).toMatchObject({ code: 'challenge_unknown' })
    for (let n = 30; n < 50; n += 1) await from(n, `phone ${n}`).challenge.read({ code: madeUp(`${n}`) })
    expect(await from(60, 'three').challenge.read({ code: madeUp('next') })).toMatchObject({ code: 'guess_locked' })
    expect(await from(61, 'one').challenge.read({ code })).toMatchObject({ ok: true })
  })

  it('is forgiven by staff, by the number of the refusal', async () => {
    const { county, code } = await shown()
    const wang = await claimer(county, 1)
    for (let n = 0; n < 9; n += 1) await wang.challenge.read({ code: madeUp(`${n}`) })
    const locked = await wang.challenge.read({ code: madeUp('last') })
    const lockId = String(locked.ok || locked.detail.lockId)
    const lifted = await county.sponsor.card.liftLock({ lockId, reason: 'asked at the desk' })
    expect(lifted).toMatchObject({ value: { of: 'person', forgotten: 10 } })
    expect(await wang.challenge.read({ code })).toMatchObject({ ok: true })
  })
})
