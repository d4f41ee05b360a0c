import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { explainRefusal } from '../../kernel/refusals/explain-refusal.ts'
import { mintCodes } from '../../token/code/mint-codes.ts'
import { generateKeys } from '../../token/keys/generate-keys.ts'
import { openKeys } from '../../token/keys/open-keys.ts'
import { withHighSignature } from '../../token/testing/craft-token.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { County, CountyOptions, Holder } from '../testing/county.ts'
import { codeOf, OPENS, openCounty, operator, order, partner, registered, tenant, till } from '../testing/county.ts'
import type { VoucherStatus } from './voucher-entity.ts'
import { voucherTransitions } from './voucher-states.ts'

/** A county where Wang has claimed one voucher. */
async function claimed(options: CountyOptions = {}): Promise<County & { wang: Holder; voucherId: string }> {
  const county = await openCounty({ clock: fakeClock(OPENS), ...options })
  const wang = await county.holder(1)
  const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
  return { ...county, wang, voucherId }
}
type Claimed = Awaited<ReturnType<typeof claimed>>

async function redeemed(county: Claimed, actor = till()) {
  const code = await codeOf(county.wang, county.voucherId)
  return unwrap(await county.as(actor).voucher.redeem({ code, ...order() }))
}

const manager = till('noodles', { id: 'manager' })

describe('the states of a voucher', () => {
  const ways: Readonly<Record<VoucherStatus, (county: Claimed) => Promise<unknown>>> = {
    outstanding: async () => undefined,
    reserved: async (county) =>
      county.as(till()).voucher.reserve({ code: await codeOf(county.wang, county.voucherId), ...order() }),
    redeemed: (county) => redeemed(county),
    expired: async (county) => county.clock.set('2025-01-28T00:00:00+08:00'),
    void: (county) => county.sponsor.voucher.void({ voucherId: county.voucherId, reason: 'withdrawn' }),
  }
  const events = {
    showCode: (county: Claimed) => county.wang.api.voucher.codes({ voucherId: county.voucherId }),
    redeem: (county: Claimed, code: string) => county.as(till()).voucher.redeem({ code, ...order() }),
    void: (county: Claimed) => county.sponsor.voucher.void({ voucherId: county.voucherId, reason: 'withdrawn' }),
  }
  const pairs = (Object.keys(ways) as VoucherStatus[]).flatMap((status) =>
    (Object.keys(events) as (keyof typeof events)[]).map((event) => [status, event] as const),
  )

  it.each(pairs)('%s × %s is what the table says', async (status, event) => {
    const county = await claimed()
    // Shortly before its end, so that the code is still fresh when the voucher has expired.
    county.clock.set('2025-01-27T23:59:45+08:00')
    const code = await codeOf(county.wang, county.voucherId)
    await ways[status](county)
    const outcome = await events[event](county, code)
    const cell = voucherTransitions[status][event]
    const after = unwrap(await county.wang.api.voucher.get({ voucherId: county.voucherId })).state
    if (typeof cell === 'string') {
      expect(outcome).toMatchObject({ ok: true })
      expect(after).toBe(cell)
    } else {
      expect(outcome).toMatchObject({ ok: false, code: cell.refusal })
      expect(after).toBe(status)
    }
    expect(
      await county.wang.api.voucher.token({
        voucherId: county.voucherId,
        audience: 'partner:waimai',
        orderNumber: '1',
      }),
    ).toMatchObject({
      ok: after === 'outstanding',
    })
    await audit(county)
  })
})

describe('redeeming by code', () => {
  it('THR-R2 works once; the same call again gets the same receipt, another call is refused', async () => {
    const county = await claimed()
    const shop = county.as(till())
    const sale = { code: await codeOf(county.wang, county.voucherId), ...order() }
    const receipt = unwrap(await shop.voucher.redeem(sale, { idempotencyKey: 'sale-1' }))
    expect(receipt).toMatchObject({ subsidyMinor: 2_000, customerPaysMinor: 10_800, currency: 'CNY' })
    for (const hours of [0, 1, 9, 48]) {
      county.clock.advance({ hours })
      expect(unwrap(await shop.voucher.redeem(sale, { idempotencyKey: 'sale-1' }))).toEqual(receipt)
      expect(await shop.voucher.redeem(sale, { idempotencyKey: `new-${hours}` })).toMatchObject({
        code: 'voucher_already_redeemed',
        detail: { at: receipt.at },
      })
    }
    await audit(county)
  })

  it.each([
    ['fresh', 0, undefined],
    ['in its last moment', 29_999, undefined],
    ['in its grace', 30_000, undefined],
    ['in the last moment of its grace', 59_999, undefined],
    ['two steps old', 60_000, 'code_expired'],
    ['nine hours old', 9 * 3_600_000, 'code_expired'],
  ])('takes or refuses a code by its age: %s', async (_age, ms, code) => {
    const county = await claimed()
    const text = await codeOf(county.wang, county.voucherId)
    county.clock.advance({ milliseconds: ms })
    const outcome = await county.as(till()).voucher.redeem({ code: text, ...order() })
    expect(outcome.ok ? undefined : outcome.code).toBe(code)
    await audit(county)
  })

  it('takes each of the codes handed out in its time and refuses it before', async () => {
    const county = await claimed()
    const { codes } = unwrap(await county.wang.api.voucher.codes({ voucherId: county.voucherId }))
    expect(codes).toHaveLength(4)
    const last = codes[3]
    const redeem = () => county.as(till()).voucher.redeem({ code: last?.text ?? '', ...order() })
    expect(await redeem()).toMatchObject({ code: 'code_early', retryable: true })
    county.clock.set(last?.validFrom ?? '')
    expect(await redeem()).toMatchObject({ ok: true })
  })

  it('tells mistyped, unknown and foreign codes apart', async () => {
    const county = await claimed()
    const shop = county.as(till())
    const code = await codeOf(county.wang, county.voucherId)
    const changed = `${code.slice(0, 10)}${code[10] === '7' ? '8' : '7'}${code.slice(11)}`
    expect(await shop.voucher.redeem({ code: changed, ...order() })).toMatchObject({ code: 'code_mistyped' })
    expect(await shop.voucher.redeem({ code: 'not a code', ...order() })).toMatchObject({ code: 'code_mistyped' })
    const elsewhere = county.as({ ...till(), tenant: 'other' })
    expect(await elsewhere.voucher.redeem({ code, ...order() })).toMatchObject({ code: 'code_unknown' })
    expect(await shop.voucher.redeem({ code: ` ${code.toLowerCase()} `, ...order() })).toMatchObject({ ok: true })
  })

  it('tells truncated, mistyped, unknown, expired and used codes apart, and none of them uses the voucher', async () => {
    const county = await claimed()
    const code = await codeOf(county.wang, county.voucherId)
    const redeem = async (text: string) => {
      const outcome = await county.as(till()).voucher.redeem({ code: text, ...order() })
      return outcome.ok ? 'ok' : outcome.code
    }
    for (let length = 1; length < code.length; length += 1)
      expect(await redeem(code.slice(0, length))).toBe('code_mistyped')
    for (let length = 1; length < code.length; length += 1)
      expect(await redeem(code.slice(length))).toBe('code_mistyped')
    for (const longer of [`${code}0`, `0${code}`, code + code]) expect(await redeem(longer)).toBe('code_mistyped')
    expect(await redeem('')).toBe('input_invalid')
    const foreign = mintCodes({
      ...{ keys: openKeys(await generateKeys()), tenant, form: 'voucher', everySeconds: 30, now: county.clock.now() },
      subject: { owner: 1, kind: 2, ordinal: 0, version: 0 },
    })[0]?.text
    expect(await redeem(foreign ?? '')).toBe('code_unknown')
    county.clock.advance({ seconds: 60 })
    expect(await redeem(code)).toBe('code_expired')
    const fresh = await codeOf(county.wang, county.voucherId)
    expect([await redeem(fresh), await redeem(fresh)]).toEqual(['ok', 'voucher_already_redeemed'])
    await audit(county)
  })

  it('THR-T2 accepts one code a step: after a refund the next use waits for the next', async () => {
    const county = await claimed()
    const shop = county.as(till('noodles', { id: 'cashier' }))
    const { redemptionId } = unwrap(
      await shop.voucher.redeem({ code: await codeOf(county.wang, county.voucherId), ...order() }),
    )
    unwrap(await county.as(manager).voucher.refund({ redemptionId, reason: 'wrong table' }))
    const { codes } = unwrap(await county.wang.api.voucher.codes({ voucherId: county.voucherId }))
    const [now, next] = codes
    expect(await shop.voucher.redeem({ code: now?.text, ...order() })).toMatchObject({ code: 'code_expired' })
    county.clock.set(next?.validFrom ?? 0)
    expect(await shop.voucher.redeem({ code: next?.text, ...order() })).toMatchObject({ ok: true })
  })

  it('THR-T10 refuses a code of before the refund, inside its own minute', async () => {
    const county = await claimed()
    const { codes } = unwrap(await county.wang.api.voucher.codes({ voucherId: county.voucherId }))
    const shop = county.as(till('noodles', { id: 'cashier' }))
    const { redemptionId } = unwrap(await shop.voucher.redeem({ code: codes[0]?.text ?? '', ...order() }))
    unwrap(await county.as(manager).voucher.refund({ redemptionId, reason: 'wrong table' }))
    for (const [index, { text, validFrom }] of codes.entries()) {
      if (index > 0) county.clock.set(validFrom)
      expect(await shop.voucher.redeem({ code: text, ...order() })).toMatchObject({ code: 'code_expired' })
    }
    expect(await shop.voucher.redeem({ code: await codeOf(county.wang, county.voucherId), ...order() })).toMatchObject({
      ok: true,
    })
    await audit(county)
  })

  it('THR-R1 lets one of thirty tills have it', async () => {
    const county = await claimed({ shards: 3 })
    const code = await codeOf(county.wang, county.voucherId)
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        county
          .as(till('noodles', { terminalId: `t${n}` }))
          .voucher.redeem({ code, ...order() }, { idempotencyKey: `k${n}` }),
      ),
    )
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.code === 'voucher_already_redeemed')).toHaveLength(29)
    await audit(county)
  })

  it.each([true, false])(
    'THR-R8 lets either the redemption or the withdrawal win (void first: %s)',
    async (voidFirst) => {
      const county = await claimed({ shards: 2 })
      const code = await codeOf(county.wang, county.voucherId)
      const redeem = () => county.as(till()).voucher.redeem({ code, ...order() })
      const withdraw = () => county.sponsor.voucher.void({ voucherId: county.voucherId, reason: 'withdrawn' })
      const outcomes = await Promise.all(voidFirst ? [withdraw(), redeem()] : [redeem(), withdraw()])
      expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, false])
      expect(outcomes[1]).toMatchObject({ code: voidFirst ? 'voucher_void' : 'voucher_already_redeemed' })
      await audit(county)
    },
  )

  it('THR-R6 keeps one outcome in every order of redeeming, withdrawing and expiring', async () => {
    const steps = ['redeem', 'void', 'expire'] as const
    const orders = steps
      .flatMap((a) => steps.flatMap((b) => steps.map((c) => [a, b, c])))
      .filter((o) => new Set(o).size === 3)
    for (const sequence of orders) {
      const county = await claimed({ quota: 3 })
      let done: string | undefined
      for (const step of sequence) {
        const before = done
        if (step === 'expire') {
          county.clock.set('2025-01-28T00:00:00+08:00')
          const { expired } = unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId }))
          expect(expired).toBe(before ? 0 : 1)
        } else if (step === 'void') {
          expect((await county.sponsor.voucher.void({ voucherId: county.voucherId, reason: 'x' })).ok).toBe(!before)
        } else {
          const shown = await county.wang.api.voucher.codes({ voucherId: county.voucherId })
          const code = shown.ok ? (shown.value.codes[0]?.text ?? '') : ''
          if (before) expect(shown.ok).toBe(false)
          else expect(await county.as(till()).voucher.redeem({ code, ...order() })).toMatchObject({ ok: true })
        }
        done ??= { redeem: 'redeemed', void: 'void', expire: 'expired' }[step]
        expect(unwrap(await county.wang.api.voucher.get({ voucherId: county.voucherId })).state).toBe(done)
        await audit(county)
      }
    }
  })

  it('ends with the voucher to the millisecond, swept or not', async () => {
    for (const [at, code] of [
      ['2025-01-27T23:59:59.999+08:00', undefined],
      ['2025-01-28T00:00:00+08:00', 'voucher_expired'],
    ] as const) {
      const county = await claimed()
      county.clock.set('2025-01-27T23:59:40+08:00')
      const text = await codeOf(county.wang, county.voucherId)
      county.clock.set(at)
      const outcome = await county.as(till()).voucher.redeem({ code: text, ...order() })
      expect(outcome.ok ? undefined : outcome.code).toBe(code)
      await audit(county)
    }
  })
})

describe('where a voucher may be used', () => {
  it.each([
    ['hotel', 'merchant_out_of_scope'],
    ['nobody', 'merchant_unknown'],
    ['faraway', 'merchant_out_of_scope'],
    ['plain', 'merchant_out_of_scope'],
    ['dumplings', undefined],
  ])('THR-R3 is decided by the shop behind the terminal: %s', async (merchantId, code) => {
    const county = await claimed()
    unwrap(await county.sponsor.merchant.add({ merchantId: 'faraway', region: '510107', industry: 'H62' }))
    unwrap(await county.sponsor.merchant.add({ merchantId: 'plain', region: '511525' }))
    const text = await codeOf(county.wang, county.voucherId)
    const outcome = await county.as(till(merchantId)).voucher.redeem({ code: text, ...order() })
    expect(outcome.ok ? undefined : outcome.code).toBe(code)
    await audit(county)
  })

  it('stops at once at a suspended shop and goes on when it is reinstated', async () => {
    const county = await claimed()
    const redeem = async () =>
      county.as(till()).voucher.redeem({ code: await codeOf(county.wang, county.voucherId), ...order() })
    const act = { merchantId: 'noodles', reason: 'inspection' }
    unwrap(await county.sponsor.merchant.suspend(act))
    expect(await county.sponsor.merchant.suspend(act)).toMatchObject({ code: 'merchant_state_wrong' })
    expect(await redeem()).toMatchObject({ code: 'merchant_suspended' })
    unwrap(await county.sponsor.merchant.reinstate(act))
    expect(await county.sponsor.merchant.reinstate(act)).toMatchObject({ code: 'merchant_state_wrong' })
    expect(await redeem()).toMatchObject({ ok: true })
  })

  it.each([
    ['05:59:59.999', 'not_usable_now'],
    ['06:00:00', undefined],
    ['22:29:59.999', undefined],
    ['22:30:00', 'not_usable_now'],
  ])('keeps hours by the programme’s zone: %s', async (time, code) => {
    const county = await claimed({ benefit: { usable: { within: 'P7D', hours: { from: '06:00', to: '22:30' } } } })
    county.clock.set(`2025-01-21T${time}+08:00`)
    const text = await codeOf(county.wang, county.voucherId)
    const outcome = await county.as(till()).voucher.redeem({ code: text, ...order() })
    expect(outcome.ok ? undefined : outcome.code).toBe(code)
  })

  it('asks for presence where the programme does: a position inside counts for 90 seconds', async () => {
    const circle = { latitude: 28.5, longitude: 104.5, radiusMetres: 10_000, datum: 'wgs84' }
    const county = await openCounty({
      clock: fakeClock(OPENS),
      benefit: { presence: 'atRedemptionToo' },
      document: { eligibility: { all: [registered, { fact: 'position', operator: 'withinCircle', value: circle }] } },
    })
    const position = { latitude: 28.5, longitude: 104.5, accuracyMetres: 30, datum: 'wgs84' as const }
    const wang = await county.holder(1)
    const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId, position }))
    expect(await wang.api.voucher.codes({ voucherId })).toMatchObject({ code: 'position_needed', needs: ['position'] })
    expect(await wang.api.voucher.codes({ voucherId, position: { ...position, latitude: 30 } })).toMatchObject({
      code: 'outside_area',
    })
    const { codes } = unwrap(await wang.api.voucher.codes({ voucherId, position }))
    const redeem = (index: number) => county.as(till()).voucher.redeem({ code: codes[index]?.text ?? '', ...order() })
    county.clock.advance({ seconds: 90 })
    expect(await redeem(3)).toMatchObject({ code: 'position_needed' })
    county.clock.advance({ milliseconds: -1 })
    const later = unwrap(await wang.api.voucher.codes({ voucherId, position }))
    county.clock.advance({ milliseconds: 89_000 })
    expect(await county.as(till()).voucher.redeem({ code: later.codes[3]?.text ?? '', ...order() })).toMatchObject({
      ok: true,
    })
    await audit(county)
  })
})

describe('what a voucher takes off', () => {
  it.each([
    [9_999, undefined, 'below_threshold'],
    [10_000, undefined, undefined],
    [10_000, 1, 'goods_excluded'],
    [12_000, 2_000, undefined],
    [12_000, 2_001, 'goods_excluded'],
    [12_000, 12_001, 'payment_mismatch'],
  ])('%i with %s excluded: %s', async (orderAmountMinor, excludedAmountMinor, code) => {
    const county = await claimed()
    const excluded = excludedAmountMinor === undefined ? {} : { excludedAmountMinor }
    const text = await codeOf(county.wang, county.voucherId)
    const outcome = await county.as(till()).voucher.redeem({ code: text, ...order(orderAmountMinor), ...excluded })
    expect(outcome.ok ? undefined : outcome.code).toBe(code)
    if (outcome.ok) expect(outcome.value.subsidyMinor).toBe(2_000)
  })

  it('says what is missing as people write it', async () => {
    const county = await claimed()
    const code = await codeOf(county.wang, county.voucherId)
    const outcome = await county.as(till()).voucher.redeem({ code, ...order(1_550) })
    expect(outcome).toMatchObject({ detail: { minMinor: 10_000, gapMinor: 8_450 } })
    if (!outcome.ok) expect(explainRefusal(outcome, 'zh-CN')).toBe('满100元可用，还差84.50元。')
  })

  it('THR-R4 must match the payment it comes with to the fen', async () => {
    const county = await claimed()
    const code = await codeOf(county.wang, county.voucherId)
    const pay = (amountMinor: number) => ({
      acquirer: 'ums',
      merchantNo: '1',
      terminalNo: '2',
      reference: '3',
      amountMinor,
    })
    for (const amountMinor of [10_799, 10_801, 12_800, 0]) {
      const outcome = await county.as(till()).voucher.redeem({ code, ...order(12_800), payment: pay(amountMinor) })
      expect(outcome).toMatchObject({
        code: 'payment_mismatch',
        detail: { expectedMinor: 10_800, actualMinor: amountMinor },
      })
    }
    expect(await county.as(till()).voucher.redeem({ code, ...order(12_800), payment: pay(10_800) })).toMatchObject({
      ok: true,
    })
  })

  it('THR-R5 refuses amounts that are no positive whole number of fen, and writes nothing', async () => {
    const county = await claimed()
    const code = await codeOf(county.wang, county.voucherId)
    for (const orderAmountMinor of [
      -1,
      0,
      1.5,
      2 ** 53,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      '1e3',
      '12800',
      null,
      [],
      {},
    ]) {
      const outcome = await county.as(till()).voucher.redeem({ code, orderNumber: 'A', orderAmountMinor } as never)
      expect(outcome).toMatchObject({ code: 'input_invalid', detail: { path: 'orderAmountMinor' } })
    }
    for (const extra of [{ subsidyMinor: 9_000 }, { state: 'redeemed' }, { merchantId: 'hotel' }]) {
      expect(await county.as(till()).voucher.redeem({ code, ...order(), ...extra } as never)).toMatchObject({
        code: 'input_invalid',
      })
    }
    await audit(county)
    expect(unwrap(await county.wang.api.voucher.get({ voucherId: county.voucherId })).state).toBe('outstanding')
  })

  it('is a percentage up to its cap; what is not used goes back to the sponsor', async () => {
    for (const [amount, subsidyMinor] of [
      [1_001, 250],
      [1_200, 300],
      [99_999, 300],
    ] as const) {
      const county = await claimed({ benefit: { terms: { percent: 25, capMinor: 300 } } })
      const code = await codeOf(county.wang, county.voucherId)
      expect(unwrap(await county.as(till()).voucher.redeem({ code, ...order(amount) })).subsidyMinor).toBe(subsidyMinor)
      await audit(county)
    }
  })
})

describe('redeeming by voucher token', () => {
  it('THR-T2 knows one spelling of a token: none of the others redeems, before or after', async () => {
    const county = await claimed()
    const { token } = unwrap(
      await county.wang.api.voucher.token({
        voucherId: county.voucherId,
        audience: 'partner:waimai',
        orderNumber: 'W-1',
      }),
    )
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const [head = '', payload = '', signature = ''] = token.split('.')
    const spellings = [
      ...[...alphabet].filter((last) => last !== token.at(-1)).map((last) => `${token.slice(0, -1)}${last}`),
      `${token}==`,
      `${token}\n`,
      ` ${token}`,
      `${head}.${payload}. ${signature}`,
      `${head}.${payload}=.${signature}`,
      withHighSignature(token),
    ]
    const redeem = (voucherToken: string) =>
      county.as(partner()).voucher.redeem({ voucherToken, orderNumber: 'W-1', orderAmountMinor: 12_800 })
    const refuseAll = async () => {
      for (const spelling of spellings) expect(await redeem(spelling)).toMatchObject({ code: 'token_refused' })
    }
    await refuseAll()
    expect(await redeem(token)).toMatchObject({ ok: true })
    await refuseAll()
    expect(await redeem(token)).toMatchObject({ code: 'voucher_already_redeemed' })
    await audit(county)
  })

  async function tokened(options: CountyOptions = {}) {
    const county = await claimed(options)
    const token = async (orderNumber = 'W-1', audience = 'partner:waimai') =>
      unwrap(await county.wang.api.voucher.token({ voucherId: county.voucherId, audience, orderNumber })).token
    const redeem = (voucherToken: string, more: object = {}, key?: string, actor = partner()) =>
      county
        .as(actor)
        .voucher.redeem(
          { voucherToken, orderNumber: 'W-1', orderAmountMinor: 12_800, ...more },
          key === undefined ? {} : { idempotencyKey: key },
        )
    return { ...county, token, redeem }
  }

  it('is done by the partner it was made for, for its order, once', async () => {
    const { token, redeem, ...county } = await tokened()
    const text = await token()
    expect(await redeem(text, { orderNumber: 'W-2' })).toMatchObject({
      code: 'token_refused',
      detail: { reason: 'token_wrong_order' },
    })
    expect(await redeem(text, {}, undefined, partner('other'))).toMatchObject({
      code: 'token_refused',
      detail: { reason: 'token_wrong_audience' },
    })
    expect(await redeem(text, {}, undefined, till() as never)).toMatchObject({ code: 'token_refused' })
    const receipt = unwrap(await redeem(text, {}, 'W-1'))
    expect(receipt).toMatchObject({ orderNumber: 'W-1', subsidyMinor: 2_000 })
    expect(await redeem(text, {}, 'W-1b')).toMatchObject({ code: 'voucher_already_redeemed' })
    expect(await redeem(await Promise.resolve(text), { code: 'x' })).toMatchObject({ code: 'input_invalid' })
    await audit(county)
  })

  it('THR-R2 answers a retry with its receipt after the token’s minute is over', async () => {
    const { token, redeem, clock } = await tokened()
    const text = await token()
    const receipt = unwrap(await redeem(text, {}, 'W-1'))
    for (const seconds of [61, 3_600]) {
      clock.advance({ seconds })
      expect(unwrap(await redeem(text, {}, 'W-1'))).toEqual(receipt)
      expect(await redeem(text, { orderNumber: 'W-9' }, 'W-1')).toMatchObject({ code: 'token_refused' })
    }
  })

  it('THR-T8 refuses a token for the first time after its minute', async () => {
    const { token, redeem, clock } = await tokened()
    const text = await token()
    clock.advance({ seconds: 59 })
    const { clock: otherClock, ...other } = await tokened()
    const late = await other.token()
    otherClock.advance({ seconds: 60 })
    expect(await other.redeem(late)).toMatchObject({ code: 'token_refused', detail: { reason: 'token_expired' } })
    expect(await redeem(text)).toMatchObject({ ok: true })
  })

  it('THR-T10 refuses a token of before the refund; the partner may refund its own sale', async () => {
    const { token, redeem, ...county } = await tokened()
    const [first, second] = [await token(), await token()]
    const { redemptionId } = unwrap(await redeem(first))
    expect(await county.as(partner('other')).voucher.refund({ redemptionId, reason: 'x' })).toMatchObject({
      code: 'redemption_unknown',
    })
    unwrap(await county.as(partner()).voucher.refund({ redemptionId, reason: 'cancelled' }))
    for (const old of [first, second]) {
      expect(await redeem(old)).toMatchObject({ code: 'token_refused', detail: { reason: 'token_version_old' } })
    }
    const again = unwrap(await redeem(await token()))
    unwrap(
      await county.as(operator).voucher.refund({ redemptionId: `partner:waimai/${again.redemptionId}`, reason: 'x' }),
    )
    await audit(county)
  })

  it('says nothing a second partner could put together with what the first has', async () => {
    const { token, ...county } = await tokened()
    const read = (text: string) =>
      JSON.parse(atob((text.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')))
    const [a, b] = [read(await token()), read(await token('W-1', 'partner:other'))]
    for (const name of ['sub', 'jti', 'aud']) expect(a[name]).not.toBe(b[name])
    expect(JSON.stringify(a)).not.toContain(county.voucherId)
    expect(JSON.stringify(a)).not.toContain(String(county.wang.actor.owner))
  })
})
