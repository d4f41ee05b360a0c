import { describe, expect, it } from 'vitest'
import type { GroupTransaction, Store } from '../../engine/store-port.ts'
import { TallyError } from '../../kernel/error.ts'
import { printedSerial } from './card-entity.ts'
import { donor, nurse, openDesk, operator, shop, summary } from './testing/card-desk.ts'

const reason = 'test'

describe('voiding', () => {
  it('THR-L4 case 9: a stolen box is recalled everywhere, whatever became of its cards', async () => {
    const desk = await openDesk({ shards: 5 })
    const { cardBatchId, serials } = await desk.produced({ count: 300 })
    await desk.must('card.receive', { from: serials[0], to: serials[99], stationId: 'house' }, operator)
    await desk.must('card.receive', { from: serials[100], to: serials[149], stationId: 'bus' }, operator)
    const holder = donor(1, 'D-1')
    const serial = serials[120]!
    await desk.must('card.activate', { by: { serial }, donationReference: 'D-1' }, nurse('bus'))
    const { cardId } = await desk.must('card.bind', { serial, secret: desk.secretOf(serial) }, holder)
    const { codes } = await desk.must('card.codes', { cardId }, holder)
    await desk.must('card.spend', { code: codes[0].text, amountMinor: 1000, orderNumber: 'A' }, shop)

    const recall = { from: serials[50], to: serials[249], reason: 'box 17 stolen' }
    const { voided, voidedMinor, report } = await desk.must('card.void', recall, operator)
    expect([voided, voidedMinor, report.length]).toEqual([200, 200 * 4000 - 1000, 200])
    expect(await desk.stock(cardBatchId)).toMatchObject({
      purchasedMinor: 1_200_000,
      acceptedMinor: 200_000,
      storedMinor: 200_000,
      activatedMinor: 0,
      spentMinor: 1000,
      voidMinor: 799_000,
      cards: { accepted: 50, stored: 50, activated: 0, void: 200 },
    })
    // Nothing of a withdrawn card is left alive.
    expect(await desk.activate(serials[60])).toMatchObject({ code: 'card_void' })
    desk.clock.advance({ seconds: 30 })
    expect(
      await desk.call('card.spend', { code: codes[1].text, amountMinor: 1, orderNumber: 'B' }, shop),
    ).toMatchObject({
      code: 'card_void',
    })
    expect((await desk.must('card.list', {}, holder)).cards).toMatchObject([{ state: 'void', balanceMinor: 0 }])
    const again = await desk.must('card.void', recall, operator)
    expect([again.voided, summary(again.report)]).toEqual([0, { card_void: 200 }])
  })

  it('takes one card or a list, and reports each card of a list', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 4 })
    expect(await desk.must('card.void', { serial: serials[0], reason }, nurse())).toMatchObject({ voided: 1 })
    expect(await desk.call('card.void', { serial: serials[0], reason }, nurse())).toMatchObject({ code: 'card_void' })
    const list = [serials[0], serials[1], serials[1], printedSerial(99_900)]
    const { voided, report } = await desk.must('card.void', { serials: list, reason }, nurse())
    expect([voided, summary(report)]).toEqual([1, { card_void: 1, done: 1, card_unknown: 1 }])
  })

  it.each([{}, { serial: '1', serials: ['1'] }, { from: '1' }, { serials: [] }, { serial: '1', from: '1', to: '2' }])(
    'refuses an input that names cards in no way or two: %j',
    async (input) => {
      const desk = await openDesk()
      expect(await desk.call('card.void', { ...input, reason }, operator)).toMatchObject({ code: 'input_invalid' })
    },
  )

  it('refuses a list that would lock too many lanes, and takes six cards from anywhere', async () => {
    const desk = await openDesk({ shards: 64 })
    const numbers = Array.from({ length: 40 }, (_, block) => printedSerial((block + 1) * 100))
    expect(await desk.call('card.void', { serials: numbers, reason }, operator)).toMatchObject({
      code: 'range_invalid',
      detail: { limit: 6 },
    })
    expect(await desk.must('card.void', { serials: numbers.slice(0, 6), reason }, operator)).toMatchObject({
      voided: 0,
    })
  })

  it('THR-L4 killed in the middle of a range leaves all of it or none', async () => {
    let dying = false
    const through = (store: Store) => dyingStore(store, () => dying)
    const desk = await openDesk({ shards: 5, through })
    const { cardBatchId, serials } = await desk.stocked({ count: 250 })
    const before = await desk.ledger()
    dying = true
    const input = { from: serials[0], to: serials[249], reason }
    await expect(desk.call('card.void', input, operator, { idempotencyKey: 'recall' })).rejects.toMatchObject({
      code: 'store_unavailable',
    })
    dying = false
    expect(await desk.stock(cardBatchId)).toMatchObject({ cards: { stored: 250, void: 0 } })
    expect(await desk.ledger()).toEqual(before)
    expect(await desk.call('card.void', input, operator, { idempotencyKey: 'recall' })).toMatchObject({
      ok: true,
      value: { voided: 250 },
    })
    expect(await desk.stock(cardBatchId)).toMatchObject({ cards: { stored: 0, void: 250 }, voidMinor: 1_000_000 })
  })
})

/** A store that answers one reader late, with what it read before. */
function slowReader(store: Store) {
  let held: Promise<void> | undefined
  const read: Store['read'] = async (keys, spans) => {
    const waits = held
    held = undefined
    const rows = await store.read(keys, spans)
    await waits
    return rows
  }
  return {
    store: standIn(store, 'read', read),
    /** The next reader waits until the answer is called. */
    holdNext(): () => void {
      let release: () => void = () => undefined
      held = new Promise<void>((resolve) => {
        release = resolve
      })
      return release
    },
  }
}

function standIn<Name extends keyof Store>(store: Store, method: Name, instead: Store[Name]): Store {
  return new Proxy(store, {
    get(target, name) {
      if (name === method) return instead
      const member = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
}

/** A store whose commits fail while `dying`, after everything was decided. */
function dyingStore(store: Store, dying: () => boolean): Store {
  const begin: Store['begin'] = async (lanes, mode) => {
    const transaction = await store.begin(lanes, mode)
    return transaction && dying() ? brokenCommit(transaction) : transaction
  }
  return standIn(store, 'begin', begin)
}

function brokenCommit(transaction: GroupTransaction): GroupTransaction {
  return {
    heads: transaction.heads,
    load: (keys, spans) => transaction.load(keys, spans),
    async commit() {
      await transaction.rollback()
      throw new TallyError('store_unavailable', 'The store died.')
    },
    rollback: async () => undefined,
  }
}

describe('replacing a lost card', () => {
  it('moves what is left, the holder and the donation to a spare, and never more than that', async () => {
    const desk = await openDesk({ shards: 5 })
    const holder = donor(1, 'D-1')
    const { serial, cardId, cardBatchId } = await desk.bound(holder, 'D-1')
    const spares = await desk.stocked({ count: 2, spare: true })
    const spareSerial = spares.serials[0]!
    const { codes } = await desk.must('card.codes', { cardId }, holder)
    await desk.must('card.spend', { code: codes[0].text, amountMinor: 1500, orderNumber: 'A' }, shop)
    expect(await desk.must('card.replace', { serial, spareSerial, reason: 'lost on the bus' }, nurse())).toEqual({
      serial,
      spareSerial,
      balanceMinor: 2500,
      currency: 'CNY',
    })
    const { cards } = await desk.must('card.list', {}, holder)
    expect(cards).toMatchObject([{ serial: spareSerial, balanceMinor: 2500, faceMinor: 2500, state: 'activated' }])
    expect(await desk.must('card.balance', { cardId }, holder)).toMatchObject({ state: 'void', balanceMinor: 0 })
    desk.clock.advance({ seconds: 30 })
    expect(
      await desk.call('card.spend', { code: codes[1].text, amountMinor: 1, orderNumber: 'B' }, shop),
    ).toMatchObject({
      code: 'card_void',
    })
    // The money stays on the books of the batch it was bought in.
    const books = { purchasedMinor: 4000, activatedMinor: 2500, spentMinor: 1500, voidMinor: 0 }
    expect(await desk.stock(cardBatchId)).toMatchObject({ ...books, cards: { activated: 0, void: 1 } })
    expect(await desk.stock(spares.cardBatchId)).toMatchObject({
      purchasedMinor: 0,
      activatedMinor: 0,
      cards: { activated: 1 },
    })
    const code = await desk.codeOf(cards[0].cardId, holder)
    expect(await desk.must('card.spend', { code, amountMinor: 2500, orderNumber: 'C' }, shop)).toMatchObject({
      balanceMinor: 0,
    })
    expect(await desk.stock(cardBatchId)).toMatchObject({ activatedMinor: 0, spentMinor: 4000 })
    expect([...(await desk.ledger())].find(([account]) => account === 'transit')?.[1]).toBe(0)
    expect((await desk.verified()).every(({ ok }) => ok)).toBe(true)
  })

  it('replaces a replacement, and keeps its money where it was', async () => {
    const desk = await openDesk({ shards: 5 })
    const holder = donor(1, 'D-1')
    const { serial, cardBatchId } = await desk.bound(holder, 'D-1')
    const [first, second] = (await desk.stocked({ count: 2, spare: true })).serials
    await desk.must('card.replace', { serial, spareSerial: first, reason }, nurse())
    await desk.must('card.replace', { serial: first, spareSerial: second, reason }, nurse())
    expect(await desk.stock(cardBatchId)).toMatchObject({ activatedMinor: 4000 })
    await desk.must('card.void', { serial: second, reason }, operator)
    expect(await desk.stock(cardBatchId)).toMatchObject({ activatedMinor: 0, voidMinor: 4000 })
  })

  it('lets an unbound card’s donor bind the spare, with the spare’s own secret', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 1 })
    const spareSerial = (await desk.stocked({ count: 1, spare: true })).serials[0]!
    await desk.must('card.activate', { by: { serial: serials[0] }, donationReference: 'D-1' }, nurse())
    await desk.must('card.replace', { serial: serials[0], spareSerial, reason }, nurse())
    const bind = (serial: string, secret: string, who = donor(1, 'D-1')) =>
      desk.call('card.bind', { serial, secret }, who)
    expect(await bind(serials[0]!, desk.secretOf(serials[0]!))).toMatchObject({ code: 'card_void' })
    expect(await bind(spareSerial, desk.secretOf(serials[0]!))).toMatchObject({ code: 'card_secret_wrong' })
    expect(await bind(spareSerial, desk.secretOf(spareSerial), donor(2, 'D-2'))).toMatchObject({
      code: 'donation_not_yours',
    })
    expect(await bind(spareSerial, desk.secretOf(spareSerial))).toMatchObject({ ok: true })
  })

  it('is refused with an ordinary card, and a spare is not activated by itself or taken back', async () => {
    const desk = await openDesk()
    const { serial } = await desk.bound(donor(1, 'D-1'), 'D-1')
    const ordinary = (await desk.stocked({ count: 1 })).serials[0]
    const spare = (await desk.stocked({ count: 1, spare: true })).serials[0]
    expect(await desk.call('card.replace', { serial, spareSerial: ordinary, reason }, nurse())).toMatchObject({
      code: 'spare_required',
    })
    expect(await desk.call('card.replace', { serial, spareSerial: serial, reason }, nurse())).toMatchObject({
      code: 'spare_required',
    })
    expect(await desk.activate(spare)).toMatchObject({ code: 'card_state_wrong', detail: { state: 'spare' } })
    await desk.must('card.replace', { serial, spareSerial: spare, reason }, nurse())
    expect(await desk.call('card.reverseActivation', { serial: spare, reason }, nurse())).toMatchObject({
      code: 'card_state_wrong',
      detail: { state: 'replacement' },
    })
  })

  it('of one card by two desks at once happens once', async () => {
    const desk = await openDesk({ shards: 5 })
    const { serial, cardBatchId } = await desk.bound(donor(1, 'D-1'), 'D-1')
    const spares = (await desk.stocked({ count: 3, spare: true })).serials
    const outcomes = await Promise.all(
      spares.map((spareSerial) => desk.call('card.replace', { serial, spareSerial, reason }, nurse())),
    )
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code)).sort()).toEqual([
      'card_void',
      'card_void',
      'ok',
    ])
    expect(await desk.stock(cardBatchId)).toMatchObject({ activatedMinor: 4000 })
  })

  it.each([1, 5])('is seen by a recall of the spare that was prepared before it, on %i lanes', async (shards) => {
    let reader: ReturnType<typeof slowReader> | undefined
    const through = (store: Store) => {
      reader = slowReader(store)
      return reader.store
    }
    const desk = await openDesk({ shards, through })
    const { serial, cardBatchId } = await desk.bound(donor(1, 'D-1'), 'D-1')
    const spareSerial = (await desk.stocked({ count: 1, spare: true })).serials[0]!
    const release = reader?.holdNext()
    const recall = desk.call('card.void', { serial: spareSerial, reason }, operator)
    await desk.must('card.replace', { serial, spareSerial, reason }, nurse())
    release?.()
    expect(await recall).toMatchObject({ ok: true, value: { voidedMinor: 4000 } })
    expect(await desk.stock(cardBatchId)).toMatchObject({ activatedMinor: 0, voidMinor: 4000 })
  })

  it('and paying from the spare in the same burst go one after the other', async () => {
    const desk = await openDesk()
    const holder = donor(1, 'D-1')
    const { serial, cardId, cardBatchId } = await desk.bound(holder, 'D-1')
    const spareSerial = (await desk.stocked({ count: 1, spare: true })).serials[0]!
    const code = await desk.codeOf(cardId, holder)
    await Promise.all([
      desk.call('card.replace', { serial, spareSerial, reason }, nurse()),
      desk.call('card.void', { serial: spareSerial, reason }, operator),
      desk.call('card.spend', { code, amountMinor: 4000, orderNumber: 'A' }, shop),
    ])
    const { activatedMinor, spentMinor, voidMinor } = await desk.stock(cardBatchId)
    expect(activatedMinor + spentMinor + voidMinor).toBe(4000)
  })
})
