import { describe, expect, it } from 'vitest'
import { mintCodes } from '../../token/code/mint-codes.ts'
import { donor, nurse, openDesk, operator, programme, shop, tenant } from './testing/card-desk.ts'

const holder = donor(1, 'D-1')
const pay = (code: string, amountMinor: number, orderNumber = 'A-1') => ({ code, amountMinor, orderNumber })

describe('spending', () => {
  it('takes an amount at a time until nothing is left, each with a code of its own', async () => {
    const desk = await openDesk({ shards: 5 })
    const { cardBatchId, cardId } = await desk.bound(holder, 'D-1')
    const { codes } = await desk.must('card.codes', { cardId }, holder)
    expect(await desk.must('card.spend', pay(codes[0].text, 1500), shop)).toEqual({
      spendId: expect.stringMatching(/^csp_/),
      amountMinor: 1500,
      balanceMinor: 2500,
      currency: 'CNY',
      orderNumber: 'A-1',
      at: '2026-11-23T02:00:00.000Z',
    })
    expect(await desk.stock(cardBatchId)).toMatchObject({
      activatedMinor: 2500,
      spentMinor: 1500,
      cards: { activated: 1 },
    })
    desk.clock.advance({ seconds: 30 })
    // Handed out before the first payment: a phone without network pays again.
    expect(await desk.must('card.spend', pay(codes[1].text, 2500), shop)).toMatchObject({ balanceMinor: 0 })
    expect(await desk.stock(cardBatchId)).toMatchObject({ activatedMinor: 0, spentMinor: 4000, cards: { spent: 1 } })
    expect(await desk.must('card.balance', { cardId }, holder)).toMatchObject({ state: 'spent', balanceMinor: 0 })
    desk.clock.advance({ seconds: 30 })
    expect(await desk.call('card.spend', pay(codes[2].text, 1), shop)).toMatchObject({
      code: 'card_balance_short',
      detail: { balanceMinor: 0 },
    })
  })

  it('never goes below zero, and a refused amount does not use up the code', async () => {
    const desk = await openDesk()
    const { cardId } = await desk.bound(holder, 'D-1')
    const code = await desk.codeOf(cardId, holder)
    expect(await desk.call('card.spend', pay(code, 4001), shop)).toMatchObject({
      code: 'card_balance_short',
      detail: { balanceMinor: 4000 },
    })
    expect(await desk.call('card.spend', pay(code, 4000), shop)).toMatchObject({ ok: true })
  })

  it('refuses a code that was used, an older one, one that is over and one that is not due', async () => {
    const desk = await openDesk()
    const { cardId } = await desk.bound(holder, 'D-1')
    const codes = (await desk.must('card.codes', { cardId }, holder)).codes.map(({ text }: { text: string }) => text)
    const spend = (at: number) => desk.call('card.spend', pay(codes[at], 100), shop)
    expect(await spend(3)).toMatchObject({ code: 'code_early', retryable: true })
    desk.clock.advance({ seconds: 30 })
    expect(await spend(1)).toMatchObject({ ok: true })
    expect(await spend(1)).toMatchObject({ code: 'code_already_used' })
    expect(await spend(0)).toMatchObject({ code: 'code_already_used' })
    desk.clock.advance({ minutes: 3 })
    expect(await spend(2)).toMatchObject({ code: 'code_expired' })
  })

  it('of two tills with one code at once lets one through', async () => {
    const desk = await openDesk({ shards: 5 })
    const { cardId } = await desk.bound(holder, 'D-1')
    const code = await desk.codeOf(cardId, holder)
    const tills = ['t1', 't2', 't3'].map((terminalId) =>
      desk.call('card.spend', pay(code, 3000), { ...shop, terminalId }),
    )
    const codes = (await Promise.all(tills)).map((outcome) => (outcome.ok ? 'ok' : outcome.code))
    expect(codes.sort()).toEqual(['code_already_used', 'code_already_used', 'ok'])
  })

  it('answers a till’s late retry with the receipt it missed', async () => {
    const desk = await openDesk()
    const { cardId } = await desk.bound(holder, 'D-1')
    const code = await desk.codeOf(cardId, holder)
    const spend = (more: object) =>
      desk.call('card.spend', { ...pay(code, 1000), ...more }, shop, { idempotencyKey: 'A-1' })
    const first = await spend({})
    desk.clock.advance({ hours: 5 })
    await desk.must('merchant.suspend', { merchantId: 'bakery', reason: 'closed' }, operator)
    expect(await spend({})).toEqual(first)
    expect(await spend({ amountMinor: 1001 })).toMatchObject({ code: 'idempotency_key_reused' })
    expect(await desk.must('card.balance', { cardId }, holder)).toMatchObject({ balanceMinor: 3000 })
  })

  it('tells a mistyped code from an unknown one and from a voucher’s', async () => {
    const desk = await openDesk()
    const { cardId } = await desk.bound(holder, 'D-1')
    const code = await desk.codeOf(cardId, holder)
    const typo = code.slice(0, 20) + (code[20] === '0' ? '1' : '0') + code.slice(21)
    expect(await desk.call('card.spend', pay(typo, 1), shop)).toMatchObject({ code: 'code_mistyped' })
    const subject = { owner: 4711, kind: 15, ordinal: 0, version: 0 }
    const made = { keys: desk.keys, tenant, everySeconds: 30, subject, now: desk.clock.now() }
    const [stranger] = mintCodes({ ...made, form: 'card' })
    expect(await desk.call('card.spend', pay(stranger!.text, 1), shop)).toMatchObject({ code: 'code_unknown' })
    const [voucher] = mintCodes({ ...made, form: 'voucher', subject: { ...subject, kind: 2 } })
    expect(await desk.call('card.spend', pay(voucher!.text, 1), shop)).toMatchObject({
      code: 'code_wrong_kind',
      detail: { expected: 'card' },
    })
  })

  it('is refused at a shop that is not registered, suspended, or outside the programme’s rules', async () => {
    const redemption = { fact: 'merchant.industry', operator: 'equal', value: 'C14' }
    const benefits = { card: { ...programme.benefits.card, redemption } }
    const desk = await openDesk({ document: { ...programme, benefits } })
    await desk.must('merchant.add', { merchantId: 'jeweller', region: '511525', industry: 'F52' }, operator)
    await desk.must('merchant.add', { merchantId: 'nameless', region: '511525' }, operator)
    const { cardId } = await desk.bound(holder, 'D-1')
    const code = await desk.codeOf(cardId, holder)
    const at = (merchantId: string) => desk.call('card.spend', pay(code, 100), { ...shop, merchantId })
    expect(await at('nobody')).toMatchObject({ code: 'merchant_unknown' })
    expect(await at('jeweller')).toMatchObject({
      code: 'merchant_out_of_scope',
      reasons: [expect.objectContaining({ fact: 'merchant.industry', result: 'failed' })],
    })
    // Not known is not allowed: nothing fails open.
    expect(await at('nameless')).toMatchObject({ code: 'merchant_out_of_scope', needs: ['merchant.industry'] })
    expect(await at('bakery')).toMatchObject({ ok: true })
    await desk.must('merchant.suspend', { merchantId: 'bakery', reason: 'complaints' }, operator)
    expect(await at('bakery')).toMatchObject({ code: 'code_already_used' })
    const next = (await desk.must('card.codes', { cardId }, holder)).codes[1].text
    desk.clock.advance({ seconds: 30 })
    expect(await desk.call('card.spend', pay(next, 100), shop)).toMatchObject({ code: 'merchant_suspended' })
  })

  it('is open to tills of a shop alone', async () => {
    const desk = await openDesk()
    expect(await desk.call('card.spend', pay('x'.repeat(65), 1), shop)).toMatchObject({ code: 'input_invalid' })
    expect(await desk.call('card.spend', pay('x', 1), nurse())).toMatchObject({ code: 'permission_missing' })
    expect(await desk.call('card.spend', pay('x', 1), { role: 'terminal', tenant })).toMatchObject({
      code: 'scope_missing',
    })
  })

  it.each([-1, 0, 1.5, 1e15, '100'])('refuses the amount %s', async (amountMinor) => {
    const desk = await openDesk()
    expect(await desk.call('card.spend', { code: 'x', amountMinor, orderNumber: 'A' }, shop)).toMatchObject({
      code: 'input_invalid',
    })
  })
})
