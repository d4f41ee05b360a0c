import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { seededRandom } from '../../engine/random.ts'
import { generateKeys } from '../../token/keys/generate-keys.ts'
import { openKeys } from '../../token/keys/open-keys.ts'
import { unwrap } from '../../unwrap.ts'
import { audit, journalOf } from '../testing/audit.ts'
import { OPENS, openCounty, order, till } from '../testing/county.ts'
import { deriveDigits } from './derive-digits.ts'
import { readDigits, writeDigits } from './digits-text.ts'

async function claimed(shards = 3) {
  const county = await openCounty({ clock: fakeClock(OPENS), shards })
  const wang = await county.holder(1)
  const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
  const digits = async (more: object = {}) => unwrap(await wang.api.voucher.digits({ voucherId, ...more }))
  return { ...county, county, wang, voucherId, digits }
}

/** Digits with a right check digit that nobody was given. */
function guess(value: number): string {
  return writeDigits(value * 7_919 + 13)
}

describe('digits as text', () => {
  it('are read however they are typed', () => {
    const text = writeDigits(12_345_678_901)
    expect(text).toMatch(/^\d{4} \d{4} \d{4}$/)
    const digits = text.replaceAll(' ', '')
    const wide = [...digits].map((digit) => String.fromCharCode(0xff10 + Number(digit))).join('')
    for (const typed of [digits, ` ${text} `, text.replaceAll(' ', '-'), wide, wide.replace(/(.{4})/g, '$1　')]) {
      expect(readDigits(typed)).toEqual({ digits })
    }
  })

  it('tell a slip from a number: every wrong digit and every swap of neighbours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 11 - 1 }),
        fc.integer({ min: 0, max: 11 }),
        fc.integer({ min: 1, max: 9 }),
        (value, at, more) => {
          const digits = writeDigits(value).replaceAll(' ', '')
          const slip = `${digits.slice(0, at)}${(Number(digits[at]) + more) % 10}${digits.slice(at + 1)}`
          expect(readDigits(slip)).toBe('check')
          const [here, next] = [digits[at], digits[at + 1]]
          if (next !== undefined && here !== next)
            expect(readDigits(`${digits.slice(0, at)}${next}${here}${digits.slice(at + 2)}`)).toBe('check')
        },
      ),
    )
    expect(readDigits('1234')).toBe('length')
    expect(readDigits('0123 4567 890A')).toBe('not_digits')
  })

  it('differ by voucher, version, shop, half minute and attempt', async () => {
    const keys = openKeys(await generateKeys({ random: seededRandom('digits') }))
    const base = { owner: 1, ordinal: 2, version: 3 }
    const at = Date.parse(OPENS)
    const all = [
      deriveDigits(keys, 'a', base, at, 0),
      deriveDigits(keys, 'a', base, at + 30_000, 0),
      deriveDigits(keys, 'a', base, at, 1),
      deriveDigits(keys, 'b', base, at, 0),
      deriveDigits(keys, 'a', { ...base, version: 4 }, at, 0),
      deriveDigits(keys, 'a', { ...base, merchantId: 'noodles' }, at, 0),
      deriveDigits(keys, 'a', { ...base, merchantId: 'noodles', terminalId: 't1' }, at, 0),
    ]
    expect(new Set(all).size).toBe(all.length)
    expect(deriveDigits(keys, 'a', base, at + 29_999, 0)).toBe(all[0])
  })
})

describe('redeeming by digits', () => {
  it('works once, and a retry gets its receipt, long after the digits are forgotten', async () => {
    const county = await claimed()
    const { digits, expiresAt } = await county.digits()
    expect(Date.parse(expiresAt) - county.clock.now()).toBe(90_000)
    const sale = { code: digits, ...order() }
    const receipt = unwrap(await county.as(till()).voucher.redeem(sale, { idempotencyKey: 'd1' }))
    expect(receipt).toMatchObject({ subsidyMinor: 2_000 })
    for (const hours of [0, 1, 30]) {
      county.clock.advance({ hours })
      expect(unwrap(await county.as(till()).voucher.redeem(sale, { idempotencyKey: 'd1' }))).toEqual(receipt)
    }
    await audit(county.county)
  })

  it('tells mistyped, unknown, expired and used digits apart', async () => {
    const county = await claimed()
    const { digits } = await county.digits()
    const shop = county.as(till()).voucher
    const slip = `${digits.slice(0, -1)}${(Number(digits.at(-1)) + 1) % 10}`
    expect(await shop.redeem({ code: slip, ...order() })).toMatchObject({ code: 'code_mistyped' })
    expect(await shop.redeem({ code: digits.slice(0, 9), ...order() })).toMatchObject({ code: 'code_mistyped' })
    expect(await shop.redeem({ code: guess(1), ...order() })).toMatchObject({
      code: 'code_unknown',
      detail: { left: 4 },
    })
    const { redemptionId } = unwrap(await shop.redeem({ code: digits, ...order() }))
    expect(await shop.redeem({ code: digits, ...order() })).toMatchObject({ code: 'code_already_used' })
    unwrap(await county.as(till('noodles', { id: 'manager' })).voucher.refund({ redemptionId, reason: 'x' }))
    expect(await shop.redeem({ code: digits, ...order() })).toMatchObject({ code: 'code_already_used' })
    const later = await county.digits()
    county.clock.advance({ seconds: 90 })
    expect(await shop.redeem({ code: later.digits, ...order() })).toMatchObject({ code: 'code_expired' })
    county.clock.advance({ minutes: 8 })
    expect(await shop.redeem({ code: later.digits, ...order() })).toMatchObject({ code: 'code_expired' })
    await audit(county.county)
  })

  it('die with the version of the voucher', async () => {
    const county = await claimed()
    const first = await county.digits()
    county.clock.advance({ seconds: 31 })
    const second = await county.digits()
    expect(second.digits).not.toBe(first.digits)
    const shop = county.as(till()).voucher
    const { redemptionId } = unwrap(await shop.redeem({ code: first.digits, ...order() }))
    expect(await shop.redeem({ code: second.digits, ...order() })).toMatchObject({ code: 'voucher_already_redeemed' })
    unwrap(await county.as(till('noodles', { id: 'manager' })).voucher.refund({ redemptionId, reason: 'x' }))
    expect(await shop.redeem({ code: second.digits, ...order() })).toMatchObject({ code: 'code_expired' })
  })

  it('a second tap within the half minute gives the same digits with the same end', async () => {
    const county = await claimed()
    const first = await county.digits()
    county.clock.advance({ seconds: 20 })
    const { digits, expiresAt } = await county.digits()
    expect({ digits, expiresAt }).toEqual({ digits: first.digits, expiresAt: first.expiresAt })
  })

  it('THR-T8 belong to the shop and till that the holder named', async () => {
    const county = await claimed()
    const named = await county.digits({ merchantId: 'noodles', terminalId: 't1' })
    const sell = (actor = till()) => county.as(actor).voucher.redeem({ code: named.digits, ...order() })
    expect(await sell(till('dumplings'))).toMatchObject({ code: 'digits_elsewhere' })
    expect(await sell(till('noodles', { terminalId: 't2' }))).toMatchObject({ code: 'digits_elsewhere' })
    expect(await sell()).toMatchObject({ ok: true })
    expect(await county.wang.api.voucher.digits({ voucherId: county.voucherId, merchantId: 'nobody' })).toMatchObject({
      code: 'merchant_unknown',
    })
  })

  it('THR-T8 else belong to the first till that enters them, also when it could not make the sale', async () => {
    const county = await claimed()
    const { digits } = await county.digits()
    const first = county.as(till()).voucher
    expect(await first.redeem({ code: digits, ...order(9_999) })).toMatchObject({ code: 'below_threshold' })
    expect(await county.as(till('dumplings')).voucher.redeem({ code: digits, ...order() })).toMatchObject({
      code: 'digits_elsewhere',
    })
    expect(await first.redeem({ code: digits, ...order() })).toMatchObject({ ok: true })
    await audit(county.county)
  })

  it('THR-T11 locks a till out after five wrong entries, until an hour has passed without one', async () => {
    const county = await claimed()
    const shop = county.as(till()).voucher
    for (let tries = 1; tries <= 5; tries += 1) {
      expect(await shop.redeem({ code: guess(tries), ...order() })).toMatchObject({ code: 'code_unknown' })
    }
    const { digits } = await county.digits()
    expect(await shop.redeem({ code: digits, ...order() })).toMatchObject({ code: 'digits_locked' })
    // Scanning goes on, and so does the till beside it.
    const elsewhere = county.as(till('noodles', { terminalId: 't2' })).voucher
    expect(await elsewhere.redeem({ code: digits, ...order(1) })).toMatchObject({ code: 'below_threshold' })
    county.clock.advance({ minutes: 60 })
    expect(await shop.redeem({ code: guess(9), ...order() })).toMatchObject({
      code: 'code_unknown',
      detail: { left: 4 },
    })
    const later = await county.digits()
    expect(await shop.redeem({ code: later.digits, ...order() })).toMatchObject({ ok: true })
    expect(await shop.redeem({ code: guess(10), ...order() })).toMatchObject({ detail: { left: 4 } })
    await audit(county.county)
  })

  it('THR-T11 counts wrong entries by till, whoever stands at it and however many race', async () => {
    const county = await claimed()
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        county.as(till('noodles', { id: `cashier-${n}` })).voucher.redeem({ code: guess(n), ...order() }),
      ),
    )
    const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code))
    expect(codes.filter((code) => code === 'code_unknown')).toHaveLength(5)
    expect(codes.filter((code) => code === 'digits_locked')).toHaveLength(15)
  })

  it('THR-R1 lets one of thirty entries have it', async () => {
    const county = await claimed()
    const { digits } = await county.digits()
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        county.as(till()).voucher.redeem({ code: digits, ...order() }, { idempotencyKey: `k${n}` }),
      ),
    )
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.code === 'code_already_used')).toHaveLength(29)
    await audit(county.county)
  })

  it('are in no row and no journal entry', async () => {
    const county = await claimed(1)
    const { digits } = await county.digits()
    const rows = JSON.stringify(await journalOf(county.store, 0))
    expect(rows).not.toContain(digits)
    expect(rows).not.toContain(digits.replaceAll(' ', ''))
  })
})
