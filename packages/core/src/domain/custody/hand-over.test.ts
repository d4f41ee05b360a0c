import { describe, expect, it } from 'vitest'
import type { Actor } from '../../kernel/actor.ts'
import type { Desk } from '../card/testing/card-desk.ts'
import { auditor, donor, openDesk, operator, programme, summary, tenant } from '../card/testing/card-desk.ts'

const document = {
  ...programme,
  benefits: { card: { ...programme.benefits.card, handOver: 'two' } },
}
const reason = 'test'

function staff(id: string, stationId: string): Actor {
  return { role: 'staff', tenant, id, stationId }
}
const zhang = staff('zhang', 'house')
const liu = staff('liu', 'bus')

/** A house that has a box of ten cards from the printer, delivered and signed for. */
async function delivered(shards = 1) {
  const desk = await openDesk({ shards, document })
  const { serials, cardBatchId } = await desk.produced({ count: 10 })
  const box = { from: serials[0], to: serials[9] }
  const signed = { ...box, stationId: 'house', handedBy: 'courier 12', counted: 10 }
  await desk.must('card.receive', signed, operator)
  const handOver = (more: object = {}, actor: Actor = zhang) =>
    desk.call('card.handOver', { ...box, toStation: 'bus', counted: 10, ...more }, actor)
  const opened = async (more: object = {}) => {
    const outcome = await handOver(more)
    if (!outcome.ok) throw new Error(outcome.code)
    return outcome.value.handOverId as string
  }
  const take = (handOverId: string, more: object = {}, actor: Actor = liu) =>
    desk.call('card.takeOver', { handOverId, counted: 10, ...more }, actor)
  const where = (serial: string | undefined, actor: Actor = auditor) => desk.must('card.custody', { serial }, actor)
  return { desk, serials, cardBatchId, box, handOver, opened, take, where }
}

describe('a delivery from the printer', () => {
  it('THR-L10 is signed for: who brought it, and how many there were', async () => {
    const desk = await openDesk({ document })
    const { serials } = await desk.produced({ count: 10 })
    const box = { from: serials[0], to: serials[9], stationId: 'house' }
    const receive = (more: object) => desk.call('card.receive', { ...box, ...more }, operator)
    expect(await receive({})).toMatchObject({ code: 'delivery_unsigned' })
    expect(await receive({ counted: 10 })).toMatchObject({ code: 'delivery_unsigned' })
    const nine = { handedBy: 'courier 12', counted: 9 }
    expect(await receive(nine)).toMatchObject({ code: 'count_differs', detail: { counted: 9, expected: 10 } })
    expect(await receive({ ...nine, missing: [serials[4]] })).toMatchObject({ value: { received: 9 } })
    const [at, missing] = await Promise.all([serials[3], serials[4]].map((serial) => custody(desk, serial)))
    expect(at.custody).toEqual({ place: 'station', stationId: 'house' })
    expect(at.steps).toMatchObject([{ kind: 'delivered', toStation: 'house', handedBy: 'courier 12', takenBy: 'li' }])
    expect([missing.custody, missing.steps]).toEqual([{ place: 'printer' }, []])
  })
})

function custody(desk: Desk, serial: string | undefined) {
  return desk.must('card.custody', { serial }, auditor)
}

describe('a hand-over', () => {
  it.each([1, 5])('THR-L10 moves a box only between two people who both count it, on %i lanes', async (shards) => {
    const { desk, serials, box, handOver, opened, take, where } = await delivered(shards)
    const alone = await desk.must('card.receive', { ...box, stationId: 'bus' }, operator)
    expect([alone.received, summary(alone.report)]).toEqual([0, { hand_over_needed: 10 }])
    expect(await handOver({ counted: 9 })).toMatchObject({
      code: 'count_differs',
      detail: { counted: 9, expected: 10 },
    })
    const id = await opened()
    expect(await take(id, {}, staff('zhang', 'bus'))).toMatchObject({ code: 'same_person' })
    expect(await take(id, {}, { ...liu, id: undefined })).toMatchObject({ code: 'person_unnamed' })
    expect(await take(id, {}, staff('wu', 'house'))).toMatchObject({ code: 'hand_over_unknown' })
    expect(await take(id, { counted: 9 })).toMatchObject({ code: 'count_differs' })
    expect((await where(serials[0])).custody).toEqual({ place: 'station', stationId: 'house' })
    expect(await desk.activate(serials[0], undefined, liu)).toMatchObject({ code: 'card_elsewhere' })
    const taken = await take(id, { counted: 9, missing: [serials[7]], note: 'seal broken' })
    expect(taken).toMatchObject({
      value: { state: 'taken', handedBy: 'zhang', end: { by: 'liu', taken: 9, missing: [serials[7]] } },
    })
    expect(await take(id)).toMatchObject({ code: 'hand_over_ended', detail: { state: 'taken' } })
    expect((await where(serials[0])).custody).toEqual({ place: 'station', stationId: 'bus' })
    expect((await where(serials[7])).custody).toEqual({ place: 'station', stationId: 'house' })
    expect(await desk.activate(serials[0], undefined, zhang)).toMatchObject({ code: 'card_elsewhere' })
    expect(await desk.activate(serials[0], undefined, liu)).toMatchObject({ ok: true })
    const events = (await desk.journal()).flatMap(({ events: all }) => all)
    expect(events.filter(({ type }) => type === 'card.missing')).toMatchObject([
      { data: { cards: [107], handedBy: 'zhang', takenBy: 'liu' } },
    ])
  })

  it('tells of each card through whose hands it went, up to its donor', async () => {
    const { desk, serials, opened, take, where } = await delivered()
    await take(await opened())
    const [serial = ''] = serials
    await desk.must('card.activate', { by: { serial }, donationReference: 'D-1' }, liu)
    await desk.must('card.bind', { serial, secret: desk.secretOf(serial) }, donor(1, 'D-1'))
    const found = await where(serial)
    expect(found).toMatchObject({
      custody: { place: 'donor', stationId: 'bus' },
      recalled: false,
      produced: { by: 'li' },
      steps: [
        { kind: 'delivered', toStation: 'house', handedBy: 'courier 12', takenBy: 'li' },
        { kind: 'handedOver', fromStation: 'house', toStation: 'bus', handedBy: 'zhang', takenBy: 'liu' },
      ],
      activated: { stationId: 'bus', by: 'liu' },
    })
    expect(JSON.stringify(found)).not.toMatch(/holder|donation|1000001/)
    // The house gave it away and may ask; a station that never had it may not.
    expect(await where(serial, zhang)).toEqual(found)
    await desk.must('station.add', { stationId: 'counter' }, operator)
    expect(await desk.call('card.custody', { serial }, staff('wu', 'counter'))).toMatchObject({ code: 'card_unknown' })
  })

  it('leaves the cards with the giver until it is taken; what is given out meanwhile does not go', async () => {
    const { desk, serials, opened, take, where } = await delivered()
    const id = await opened()
    await desk.must('card.activate', { by: { serial: serials[0] } }, zhang)
    await desk.must('card.void', { serial: serials[1], reason }, operator)
    expect(await take(id)).toMatchObject({ code: 'count_differs', detail: { expected: 8 } })
    expect(await take(id, { counted: 8 })).toMatchObject({ value: { end: { taken: 8 } } })
    expect((await where(serials[0])).custody).toEqual({ place: 'donor', stationId: 'house' })
  })

  it('moves each card once, however many take it and however often it was handed over', async () => {
    const { desk, serials, opened, take } = await delivered(5)
    await desk.must('station.add', { stationId: 'counter' }, operator)
    const [first, second] = [await opened(), await opened({ toStation: 'counter' })]
    const takers = await Promise.all([
      ...['liu', 'wu', 'sun'].map((id) => take(first, {}, staff(id, 'bus'))),
      ...['qian', 'zhou'].map((id) => take(second, {}, staff(id, 'counter'))),
    ])
    expect(takers.filter(({ ok }) => ok)).toHaveLength(1)
    const places = await Promise.all(serials.map((serial) => custody(desk, serial)))
    expect(new Set(places.map((found) => found.custody.stationId)).size).toBe(1)
    expect(places.every(({ steps }) => steps.length === 2)).toBe(true)
  })

  it('can be called off by either end while it is open, and by nobody else', async () => {
    const { desk, serials, opened, take, where } = await delivered()
    const id = await opened()
    const close = (actor: Actor) => desk.call('card.closeHandOver', { handOverId: id, reason }, actor)
    expect(await close(staff('wu', 'counter'))).toMatchObject({ code: 'hand_over_unknown' })
    expect(await close(liu)).toMatchObject({ value: { state: 'closed', end: { by: 'liu', taken: 0 } } })
    expect(await close(zhang)).toMatchObject({ code: 'hand_over_ended' })
    expect(await take(id)).toMatchObject({ code: 'hand_over_ended', detail: { state: 'closed' } })
    expect((await where(serials[0])).custody.stationId).toBe('house')
  })

  it('is refused for what is not there to be handed over', async () => {
    const { serials, desk, handOver } = await delivered()
    const unnamed = { ...zhang, id: undefined }
    expect(await handOver({}, unnamed)).toMatchObject({ code: 'person_unnamed' })
    expect(await handOver({}, liu)).toMatchObject({ code: 'input_invalid', detail: { path: 'toStation' } })
    expect(await handOver({ toStation: 'nowhere' })).toMatchObject({ code: 'station_unknown' })
    expect(await handOver({ fromStation: 'bus' })).toMatchObject({ code: 'station_unknown' })
    expect(await handOver({}, operator)).toMatchObject({ code: 'input_invalid', detail: { path: 'fromStation' } })
    await desk.must('card.recall', { from: serials[0], to: serials[3], reason }, operator)
    expect(await handOver()).toMatchObject({ code: 'count_differs', detail: { expected: 6 } })
    expect(await handOver({ fromStation: 'house', counted: 6 }, operator)).toMatchObject({ ok: true })
  })

  it('is listed with the station that takes, newest first, page by page', async () => {
    const { desk, handOver } = await delivered()
    for (let n = 0; n < 52; n += 1) await handOver({ note: `box ${n}` })
    const first = await desk.must('card.handOvers', { stationId: 'bus' }, liu)
    expect(first.handOvers).toHaveLength(50)
    expect(first.handOvers[0].note).toBe('box 51')
    const rest = await desk.must('card.handOvers', { stationId: 'bus', before: first.nextBefore }, auditor)
    expect(rest.handOvers.map(({ note }: { note: string }) => note)).toEqual(['box 1', 'box 0'])
    expect(rest.nextBefore).toBeUndefined()
    expect(await desk.call('card.handOvers', { stationId: 'bus' }, zhang)).toMatchObject({ code: 'station_unknown' })
  })
})

describe('a card of another station', () => {
  it('is activated where the programme only notes it, goes into the custody of who activated it, and stands in its course', async () => {
    const noting = { ...programme, benefits: { card: { ...programme.benefits.card, elsewhere: 'note' } } }
    const desk = await openDesk({ document: noting, shards: 5 })
    const { serials } = await desk.stocked({ count: 3, stationId: 'house' })
    expect(await desk.activate(serials[0], undefined, liu)).toMatchObject({ value: { activated: 1 } })
    expect(await custody(desk, serials[0])).toMatchObject({
      custody: { place: 'donor', stationId: 'bus' },
      steps: [{ kind: 'delivered' }, { kind: 'noted', fromStation: 'house', toStation: 'bus', takenBy: 'liu' }],
    })
    const events = (await desk.journal()).flatMap(({ events: all }) => all)
    expect(events.filter(({ type }) => type === 'card.activatedElsewhere')).toMatchObject([
      { data: { cards: [0], fromStation: 'house', stationId: 'bus', by: 'liu' } },
    ])
    // What is at the printer's, or was withdrawn, is in nobody's drawer.
    const { serials: printed } = await desk.produced({ count: 1 })
    expect(await desk.activate(printed[0], undefined, liu)).toMatchObject({ code: 'card_elsewhere' })
    await desk.must('card.void', { serial: serials[1], reason }, operator)
    expect(await desk.activate(serials[1], undefined, liu)).toMatchObject({ code: 'card_elsewhere' })
    await desk.must('card.recall', { from: serials[2], to: serials[2], reason }, operator)
    expect(await desk.activate(serials[2], undefined, liu)).toMatchObject({ code: 'card_recalled' })
  })
})
