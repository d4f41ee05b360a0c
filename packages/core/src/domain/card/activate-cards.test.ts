import { describe, expect, it } from 'vitest'
import type { Actor } from '../../kernel/actor.ts'
import { serialText } from '../../values/serial.ts'
import {
  anyone,
  donor,
  nurse,
  openDesk,
  operator,
  programme,
  serialNumberOf,
  shop,
  summary,
} from './testing/card-desk.ts'

describe('activation', () => {
  it('works by the mark in the QR code, by serial and by range, and says who, where and why', async () => {
    const desk = await openDesk()
    const { cardBatchId, serials } = await desk.stocked({ count: 10 })
    const { rows } = await desk.must('card.print', { cardBatchId, block: 1, origin: 'https://cards.example' }, operator)
    const byMark = { by: { mark: rows[0].qrText }, donationReference: 'D-1', reason: 'donation 400 ml' }
    expect(await desk.must('card.activate', byMark, nurse())).toEqual({
      activated: 1,
      report: [{ serial: serials[0], ok: true }],
    })
    expect(await desk.must('card.activate', { by: { serial: serials[1] } }, nurse())).toMatchObject({ activated: 1 })
    const donations = [{ serial: serials[2], donationReference: 'D-3' }]
    const range = { by: { from: serials[2], to: serials[4], donations } }
    expect(await desk.must('card.activate', range, nurse())).toMatchObject({ activated: 3 })
    const [event] = (await desk.journal())
      .flatMap(({ events }) => events)
      .filter(({ type }) => type === 'card.activated')
    expect(event.data).toMatchObject({ cards: [0], stationId: 'house', by: 'nurse', reason: 'donation 400 ml' })
    expect(JSON.stringify(await desk.journal())).not.toContain('D-1')
    expect(await desk.stock(cardBatchId)).toMatchObject({ activatedMinor: 5 * 4000, storedMinor: 5 * 4000 })
  })

  it('takes a serial as people type it, and none with a wrong check digit', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 1 })
    const serial = serials[0]!
    const wrong = serial.slice(0, -1) + ((Number(serial.at(-1)) + 1) % 10)
    expect(await desk.activate(wrong)).toMatchObject({ code: 'serial_mistyped', detail: { problem: 'check_digit' } })
    const fullWidth = serial.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
    expect(await desk.activate(fullWidth)).toMatchObject({ ok: true })
  })

  it('case 7: of a group of 80, three are absent; their cards are activated, unbound, and return to the stock', async () => {
    const desk = await openDesk({ shards: 5 })
    const { cardBatchId, serials } = await desk.stocked({ count: 80, stationId: 'bus' })
    const donations = serials.slice(0, 77).map((serial, at) => ({ serial, donationReference: `G-${at}` }))
    const by = { from: serials[0], to: serials[79], donations }
    const { activated, report } = await desk.must('card.activate', { by, reason: 'company drive' }, nurse('bus'))
    expect([activated, summary(report)]).toEqual([80, { done: 80 }])
    for (const serial of serials.slice(77)) {
      await desk.must('card.reverseActivation', { serial, reason: 'donor absent' }, nurse('bus'))
    }
    expect(await desk.stock(cardBatchId)).toMatchObject({
      activatedMinor: 77 * 4000,
      storedMinor: 3 * 4000,
      cards: { activated: 77, stored: 3 },
    })
  })

  it('case 8: a bus activates a card that was voided meanwhile; the void wins and the rest goes on', async () => {
    const desk = await openDesk()
    const { cardBatchId, serials } = await desk.stocked({ count: 5, stationId: 'bus' })
    await desk.must('card.void', { serial: serials[2], reason: 'reported stolen' }, operator)
    const { activated, report } = await desk.must(
      'card.activate',
      { by: { from: serials[0], to: serials[4] } },
      nurse('bus'),
    )
    expect(activated).toBe(4)
    expect(report[2]).toEqual({ serial: serials[2], ok: false, code: 'card_void' })
    expect(await desk.stock(cardBatchId)).toMatchObject({ cards: { activated: 4, void: 1 }, voidMinor: 4000 })
  })

  it('reports serials of the donation list that are outside the range or stand there twice', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 3 })
    const donations = [0, 0, 2].map((at) => ({ serial: serials[at], donationReference: 'D-1' }))
    const { report } = await desk.must(
      'card.activate',
      { by: { from: serials[0], to: serials[1], donations } },
      nurse(),
    )
    expect(summary(report)).toEqual({ done: 2, range_invalid: 2 })
  })

  it.each([
    [0, 3, 'range_invalid', 'turned round'],
    [600, 0, 'range_invalid', 'over 500 cards'],
    [500, 99, 'range_invalid', 'under 500 cards, but in six blocks'],
  ])('refuses a range that ends at card %i and begins at card %i: %s, %s', async (last, first, code, _why) => {
    const desk = await openDesk()
    const { serials } = await desk.produced({ count: 601 })
    expect(
      await desk.call('card.activate', { by: { from: serials[first], to: serials[last] } }, nurse()),
    ).toMatchObject({
      code,
      detail: { limit: 500 },
    })
  })

  it('answers a retry from the stored reply, and activates nothing twice', async () => {
    const desk = await openDesk()
    const { cardBatchId, serials } = await desk.stocked({ count: 1 })
    const call = () =>
      desk.call('card.activate', { by: { serial: serials[0] }, donationReference: 'D-1' }, nurse(), {
        idempotencyKey: 'k',
      })
    expect(await call()).toEqual(await call())
    expect(await desk.stock(cardBatchId)).toMatchObject({ cards: { activated: 1 } })
    expect(await desk.activate(serials[0])).toMatchObject({
      code: 'card_already_activated',
      detail: { at: expect.any(String) },
    })
  })
})

describe('THR-L1 face value for one donation', () => {
  it('case 11: two cards for one donation are within the cap, the third is refused', async () => {
    const desk = await openDesk()
    const forty = await desk.stocked({ count: 1, faceMinor: 4000 })
    const twenty = await desk.stocked({ count: 3, faceMinor: 2000 })
    expect(await desk.activate(forty.serials[0], 'D-77')).toMatchObject({ ok: true })
    expect(await desk.activate(twenty.serials[0], 'd－77')).toMatchObject({ ok: true })
    expect(await desk.activate(twenty.serials[1], ' D-77 ')).toMatchObject({
      code: 'donation_cap',
      detail: { capMinor: 6000, usedMinor: 6000 },
    })
    expect(await desk.activate(twenty.serials[1], 'D-78')).toMatchObject({ ok: true })
  })

  it('counts within one range, over both batches it crosses', async () => {
    const desk = await openDesk({ shards: 5 })
    const forty = (await desk.stocked({ count: 100, faceMinor: 4000 })).serials.slice(98)
    const twenty = (await desk.stocked({ count: 3, faceMinor: 2000 })).serials
    const serials = [...forty, ...twenty]
    const donations = serials.map((serial) => ({ serial, donationReference: 'D-1' }))
    const by = { from: serials[0], to: serials[4], donations }
    const { activated, report } = await desk.must('card.activate', { by }, nurse())
    expect([activated, summary(report)]).toEqual([2, { done: 2, donation_cap: 3 }])
    expect(report.map(({ ok }: { ok: boolean }) => ok)).toEqual([true, false, true, false, false])
  })

  it('holds against calls that arrive together in different blocks', async () => {
    const desk = await openDesk({ shards: 5 })
    const batches = await Promise.all(Array.from({ length: 6 }, () => desk.stocked({ count: 1, faceMinor: 2000 })))
    const outcomes = await Promise.all(batches.map(({ serials }) => desk.activate(serials[0], 'D-1')))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(3)
  })

  it('is given back by a reversal, once', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 3 })
    expect(await desk.activate(serials[0], 'D-1')).toMatchObject({ ok: true })
    expect(await desk.activate(serials[1], 'D-1')).toMatchObject({ code: 'donation_cap' })
    await desk.must('card.reverseActivation', { serial: serials[0], reason: 'aborted' }, nurse())
    expect(await desk.call('card.reverseActivation', { serial: serials[0], reason: 'again' }, nurse())).toMatchObject({
      code: 'card_not_activated',
    })
    expect(await desk.activate(serials[1], 'D-1')).toMatchObject({ ok: true })
    expect(await desk.activate(serials[2], 'D-1')).toMatchObject({ code: 'donation_cap' })
  })

  it('is not given back by voiding, which would let a donor collect card after card', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 2 })
    await desk.must('card.activate', { by: { serial: serials[0] }, donationReference: 'D-1' }, nurse())
    await desk.must('card.void', { serial: serials[0], reason: 'says lost' }, nurse())
    expect(await desk.activate(serials[1], 'D-1')).toMatchObject({ code: 'donation_cap' })
  })
})

describe('THR-L2 a card of another station', () => {
  it('is answered like one that does not exist, whatever staff try', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 3, stationId: 'house' })
    const other = nurse('bus')
    const reason = 'test'
    await desk.must('card.activate', { by: { serial: serials[1] } }, nurse('house'))
    const tries = (stored: string | undefined, activated: string | undefined) =>
      Promise.all([
        desk.activate(stored, undefined, other),
        desk.call('card.reverseActivation', { serial: activated, reason }, other),
        desk.call('card.void', { serial: stored, reason }, other),
        desk.call('card.replace', { serial: activated, spareSerial: stored, reason }, other),
      ])
    const nowhere = await tries(serialText(999_999, 0), serialText(999_999, 1))
    expect(await tries(serials[0], serials[1])).toEqual(nowhere)
    expect(nowhere.map((outcome) => !outcome.ok && outcome.code)).toEqual([
      'card_elsewhere',
      'card_unknown',
      'card_unknown',
      'card_unknown',
    ])
    const ranged = await desk.must('card.activate', { by: { from: serials[0], to: serials[2] } }, other)
    expect([ranged.activated, summary(ranged.report)]).toEqual([0, { card_elsewhere: 3 }])
    const voided = await desk.must('card.void', { from: serials[0], to: serials[2], reason }, other)
    expect([voided.voided, summary(voided.report)]).toEqual([0, { card_unknown: 3 }])
  })

  it('becomes its own once it was received there', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 1, stationId: 'house' })
    await desk.must('card.receive', { from: serials[0], to: serials[0], stationId: 'bus' }, operator)
    expect(await desk.activate(serials[0], undefined, nurse('house'))).toMatchObject({ code: 'card_elsewhere' })
    expect(await desk.activate(serials[0], undefined, nurse('bus'))).toMatchObject({ ok: true })
  })

  it('needs a session with a station, and nobody but staff activates', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 1 })
    const homeless = { role: 'staff', tenant: 'blood-centre', id: 'x' } as const
    expect(await desk.activate(serials[0], undefined, homeless)).toMatchObject({ code: 'scope_missing' })
    for (const actor of [operator, shop, anyone, donor(1)]) {
      expect(await desk.activate(serials[0], undefined, actor)).toMatchObject({ code: 'permission_missing' })
    }
  })

  it('cannot be delivered to a station that is not registered', async () => {
    const desk = await openDesk()
    const { serials } = await desk.produced({ count: 1 })
    const input = { from: serials[0], to: serials[0], stationId: 'nowhere' }
    expect(await desk.call('card.receive', input, operator)).toMatchObject({ code: 'station_unknown' })
  })
})

describe('THR-L6 many cards at once', () => {
  const benefits = { card: { ...programme.benefits.card, bulkFrom: 10 } }
  const colleague = { ...nurse(), id: 'colleague' }

  async function station() {
    const desk = await openDesk({ document: { ...programme, benefits } })
    const { serials } = await desk.stocked({ count: 40 })
    const activate = (from: number, to = from) =>
      desk.call('card.activate', { by: { from: serials[from], to: serials[to] } }, nurse())
    const alerts = async () =>
      (await desk.journal()).flatMap(({ events }) => events).filter(({ type }) => type === 'card.bulkBlocked')
    return { desk, activate, alerts }
  }

  it('activates one card fewer than the limit, and asks for a second person from there on, with an alert', async () => {
    const { activate, alerts } = await station()
    expect(await activate(0, 9)).toMatchObject({ code: 'second_person_required', detail: { count: 10, today: 0 } })
    expect(await activate(0, 8)).toMatchObject({ value: { activated: 9 } })
    expect(await alerts()).toMatchObject([{ data: { stationId: 'house', by: 'nurse', count: 10, bulkFrom: 10 } }])
  })

  it('counts a day and not a call: the tenth card of ten single calls is refused, the next day is a new one', async () => {
    const { desk, activate } = await station()
    for (let card = 0; card < 9; card += 1) expect(await activate(card)).toMatchObject({ ok: true })
    expect(await activate(9)).toMatchObject({ code: 'second_person_required', detail: { today: 9 } })
    desk.clock.set('2026-11-23T23:59:59.999+08:00')
    expect(await activate(9)).toMatchObject({ code: 'second_person_required' })
    desk.clock.set('2026-11-24T00:00:00+08:00')
    expect(await activate(9)).toMatchObject({ ok: true })
  })

  it('goes on when a second person allows what was asked for, so many and no more, today and no longer', async () => {
    const { desk, activate } = await station()
    await activate(0, 8)
    await desk.must('card.requestBulk', { count: 5, reason: 'group of 14' }, nurse())
    const approve = (count: number, actor: Actor) => desk.call('card.approveBulk', { stationId: 'house', count }, actor)
    expect(await approve(5, nurse())).toMatchObject({ code: 'same_person' })
    expect(await approve(6, colleague)).toMatchObject({ code: 'bulk_request_unknown' })
    expect(await approve(5, { ...colleague, stationId: 'bus' })).toMatchObject({ code: 'station_unknown' })
    expect(await activate(9, 13)).toMatchObject({ code: 'second_person_required' })
    expect(await approve(5, colleague)).toMatchObject({ value: { allowed: 5 } })
    expect(await approve(5, colleague)).toMatchObject({ code: 'bulk_request_unknown' })
    expect(await activate(9, 14)).toMatchObject({ code: 'second_person_required' })
    expect(await activate(9, 13)).toMatchObject({ value: { activated: 5 } })
    expect(await activate(14)).toMatchObject({ code: 'second_person_required' })
    desk.clock.advance({ days: 1 })
    expect(await activate(14, 23)).toMatchObject({ code: 'second_person_required' })
  })

  it('is not approved by somebody without a name, nor a request of yesterday', async () => {
    const { desk } = await station()
    const nameless = { ...nurse(), id: undefined }
    expect(await desk.call('card.requestBulk', { count: 5, reason: 'x' }, nameless)).toMatchObject({
      code: 'person_unnamed',
    })
    await desk.must('card.requestBulk', { count: 5, reason: 'x' }, nurse())
    expect(
      await desk.call('card.approveBulk', { stationId: 'house', count: 5 }, { ...colleague, id: undefined }),
    ).toMatchObject({ code: 'person_unnamed' })
    desk.clock.advance({ days: 1 })
    expect(await desk.call('card.approveBulk', { stationId: 'house', count: 5 }, colleague)).toMatchObject({
      code: 'bulk_request_unknown',
    })
  })

  it('is told to the station and the sponsor: activated, allowed, blocked, asked for', async () => {
    const { desk, activate } = await station()
    await activate(0, 3)
    await activate(4, 20)
    await desk.must('card.requestBulk', { count: 17, reason: 'camp' }, nurse())
    expect(await desk.must('card.bulkStatus', { stationId: 'house' }, operator)).toMatchObject({
      activated: 4,
      allowed: 0,
      blocked: 1,
      request: { count: 17, by: 'nurse', reason: 'camp' },
    })
    expect(await desk.call('card.bulkStatus', { stationId: 'house' }, nurse('bus'))).toMatchObject({
      code: 'station_unknown',
    })
  })
})

describe('THR-L5 a forged mark', () => {
  it('activates nothing with any one bit turned', async () => {
    const desk = await openDesk()
    const { cardBatchId } = await desk.stocked({ count: 1 })
    const { mark } = (await desk.must('card.print', { cardBatchId, block: 1 }, operator)).rows[0]
    for (let at = 0; at < mark.length; at += 7) {
      const forged = mark.slice(0, at) + (mark[at] === '0' ? '1' : '0') + mark.slice(at + 1)
      expect(await desk.call('card.activate', { by: { mark: forged } }, nurse())).toMatchObject({
        code: 'card_suspect',
      })
    }
    expect(await desk.stock(cardBatchId)).toMatchObject({ cards: { stored: 1 } })
  })

  it('is not helped by another card’s mark on it: the mark alone names the card', async () => {
    const desk = await openDesk()
    const { cardBatchId, serials } = await desk.stocked({ count: 2 })
    const { rows } = await desk.must('card.print', { cardBatchId, block: 1 }, operator)
    const { report } = await desk.must('card.activate', { by: { mark: rows[1].mark } }, nurse())
    expect(serialNumberOf(report[0].serial)).toBe(serialNumberOf(serials[1]!))
  })
})
