import { describe, expect, it } from 'vitest'
import { explainRefusal } from '../../kernel/refusals/explain-refusal.ts'
import { donor, nurse, openDesk, operator, shop } from './testing/card-desk.ts'

const purchase = (more: Record<string, unknown>) => ({ benefit: 'souvenir/card', supplier: 'printer', ...more })

describe('the purchase', () => {
  it('of 150,000 cards of 40 yuan and 60,650 of 20 comes to 7,213,000 yuan', async () => {
    const desk = await openDesk()
    const forty = await desk.must('card.purchase', purchase({ faceMinor: 4000, count: 150_000 }), operator)
    const twenty = await desk.must('card.purchase', purchase({ faceMinor: 2000, count: 60_650 }), operator)
    expect([forty.blocks, twenty.blocks]).toEqual([1500, 607])
    const ordered = [await desk.stock(forty.cardBatchId), await desk.stock(twenty.cardBatchId)]
    expect(ordered.map(({ orderedMinor }) => orderedMinor)).toEqual([600_000_000, 121_300_000])
    expect(ordered[0].orderedMinor + ordered[1].orderedMinor).toBe(721_300_000)
    // Nothing is owed for cards that do not exist yet.
    expect(ordered.map(({ purchasedMinor }) => purchasedMinor)).toEqual([0, 0])
    expect([...(await desk.ledger()).keys()].filter((account) => account.startsWith('card.'))).toEqual([])
  })

  it('reserves serials in whole blocks that nobody else gets, and fills the last block in part', async () => {
    const desk = await openDesk({ shards: 5 })
    const first = await desk.must('card.purchase', purchase({ faceMinor: 4000, count: 150 }), operator)
    const second = await desk.must('card.purchase', purchase({ faceMinor: 2000, count: 1 }), operator)
    const printed = [first.firstSerial, first.lastSerial, second.firstSerial].map((text) => text.slice(0, -1))
    expect(printed).toEqual(['0000 0000 100', '0000 0000 249', '0000 0000 300'])
    const made = [1, 2].map((block) => desk.must('card.produce', { cardBatchId: first.cardBatchId, block }, operator))
    expect((await Promise.all(made)).map(({ produced }) => produced)).toEqual([100, 50])
    expect(await desk.stock(first.cardBatchId)).toMatchObject({ purchasedMinor: 600_000, cards: { produced: 150 } })
  })

  it('keeps two purchases that arrive together apart', async () => {
    const desk = await openDesk()
    const buy = () => desk.must('card.purchase', purchase({ faceMinor: 4000, count: 100 }), operator)
    const batches = await Promise.all([buy(), buy(), buy()])
    expect(new Set(batches.map(({ firstSerial }) => firstSerial)).size).toBe(3)
  })

  it('answers a retry under the same key with the same serials, and takes no more', async () => {
    const desk = await openDesk()
    const input = purchase({ faceMinor: 4000, count: 100 })
    const once = await desk.call('card.purchase', input, operator, { idempotencyKey: 'same' })
    expect(await desk.call('card.purchase', input, operator, { idempotencyKey: 'same' })).toEqual(once)
    expect(
      await desk.call('card.purchase', { ...input, count: 1 }, operator, { idempotencyKey: 'same' }),
    ).toMatchObject({
      code: 'idempotency_key_reused',
    })
  })

  it.each([
    [{ faceMinor: 3000 }, 'card_face_unlisted', /¥20\.00.*¥40\.00/],
    [{ faceMinor: 4000, spare: true }, 'card_face_unlisted', /¥0\.00/],
    [{ faceMinor: 4000, benefit: 'souvenir/nothing' }, 'benefit_unknown', /souvenir\/nothing/],
  ])('refuses %j as %s', async (more, code, sentence) => {
    const desk = await openDesk()
    const outcome = await desk.call('card.purchase', purchase({ count: 100, ...more }), operator)
    expect(outcome).toMatchObject({ ok: false, code })
    if (!outcome.ok) expect(explainRefusal(outcome, 'en')).toMatch(sentence)
  })

  it('refuses a benefit that is not a card', async () => {
    const voucher = { kind: 'voucher', terms: { thresholdMinor: 10_000, offMinor: 2000 }, usable: { within: 'P7D' } }
    const document = {
      programme: 'souvenir',
      timeZone: 'Asia/Shanghai',
      period: { from: '2026-01-01T00:00:00+08:00', to: '2030-01-01T00:00:00+08:00' },
      benefits: { card: voucher },
    }
    const desk = await openDesk({ document })
    expect(await desk.call('card.purchase', purchase({ faceMinor: 4000, count: 1 }), operator)).toMatchObject({
      code: 'benefit_kind_wrong',
      detail: { kind: 'voucher' },
    })
  })

  it('refuses a block the batch does not have, saying how many it has', async () => {
    const desk = await openDesk()
    const { cardBatchId } = await desk.must('card.purchase', purchase({ faceMinor: 4000, count: 150 }), operator)
    expect(await desk.call('card.produce', { cardBatchId, block: 3 }, operator)).toMatchObject({
      code: 'input_invalid',
      detail: { path: 'block', problem: 'too_big', maximum: 2 },
    })
    expect(await desk.call('card.produce', { cardBatchId: 'cbt_x', block: 1 }, operator)).toMatchObject({
      code: 'card_batch_unknown',
    })
  })
})

describe.each([1, 5])('the ledger of a produced batch on %i lanes', (shards) => {
  it('always adds up to the purchase, by account', async () => {
    const desk = await openDesk({ shards })
    const forty = await desk.produced({ count: 250, faceMinor: 4000 })
    const twenty = await desk.produced({ count: 30, faceMinor: 2000 })
    const donorA = donor(1, 'D-1', 'D-2')
    await desk.must('card.receive', { from: forty.serials[0], to: forty.serials[199], stationId: 'house' }, operator)
    for (const [at, reference] of ['D-1', 'D-2'].entries()) {
      await desk.must('card.activate', { by: { serial: forty.serials[at] }, donationReference: reference }, nurse())
    }
    const serial = forty.serials[0]!
    const { cardId } = await desk.must('card.bind', { serial, secret: desk.secretOf(serial) }, donorA)
    const code = await desk.codeOf(cardId, donorA)
    await desk.must('card.spend', { code, amountMinor: 1500, orderNumber: 'A-1' }, shop)
    await desk.must('card.void', { from: forty.serials[0], to: forty.serials[4], reason: 'water damage' }, operator)

    expect(await desk.stock(forty.cardBatchId)).toMatchObject({
      orderedMinor: 1_000_000,
      purchasedMinor: 1_000_000,
      acceptedMinor: 50 * 4000,
      storedMinor: 195 * 4000,
      activatedMinor: 0,
      spentMinor: 1500,
      voidMinor: 5 * 4000 - 1500,
      cards: { ordered: 250, produced: 250, accepted: 50, stored: 195, activated: 0, spent: 0, void: 5 },
      currency: 'CNY',
    })
    expect(await desk.stock(twenty.cardBatchId)).toMatchObject({ purchasedMinor: 60_000, acceptedMinor: 60_000 })
    const ledger = [...(await desk.ledger())].map(([account, minor]) => [account.replace(/\/.*/, ''), minor] as const)
    const sum = (name: string) =>
      ledger.filter(([account]) => account === name).reduce((total, [, minor]) => total + minor, 0)
    expect(sum('card.purchase')).toBe(-1_060_000)
    expect(sum('card.accepted')).toBe(50 * 4000 + 60_000)
    expect(sum('card.stored')).toBe(195 * 4000)
    expect(sum('card.activated')).toBe(0)
    expect(sum('card.spent')).toBe(1500)
    expect(sum('card.void')).toBe(5 * 4000 - 1500)
    expect(ledger.reduce((total, [, minor]) => total + minor, 0)).toBe(0)
    expect(await desk.verified()).toEqual(Array.from({ length: shards }, () => expect.objectContaining({ ok: true })))
  })

  it('writes one event a block, not a card', async () => {
    const desk = await openDesk({ shards })
    await desk.stocked({ count: 250 })
    const received = (await desk.journal())
      .flatMap(({ events }) => events)
      .filter(({ type }) => type === 'card.received')
    expect(received.map(({ data }) => data.cards.length)).toEqual([100, 100, 50])
  })
})
