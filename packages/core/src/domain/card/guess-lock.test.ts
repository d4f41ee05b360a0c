import { describe, expect, it } from 'vitest'
import type { Actor } from '../../kernel/actor.ts'
import { guessesEntity } from '../guess/guess-origins.ts'
import type { DeskOptions } from './testing/card-desk.ts'
import { anyone, donor, nurse, openDesk, operator, tenant } from './testing/card-desk.ts'

const wrongSecret = '0000-0000'
const MINUTE = 60

/** A donor, where the session comes from, and nothing else that two of them share. */
function from(person: number, { address, device }: { address?: string; device?: string } = {}, ...donations: string[]) {
  const who = donor(person, ...donations)
  return {
    ...who,
    facts: { ...who.facts, ...(device ? { 'device.id': device } : {}) },
    ...(address ? { address } : {}),
  }
}

/** Cards that are given out: the first for donation D-1, the others without one. */
async function givenOut(count = 3, options: DeskOptions = {}) {
  const desk = await openDesk(options)
  const { serials } = await desk.stocked({ count })
  await desk.must('card.activate', { by: { serial: serials[0] }, donationReference: 'D-1' }, nurse())
  for (const serial of serials.slice(1)) await desk.must('card.activate', { by: { serial } }, nurse())
  const [first = '', second = ''] = serials
  const bind = (serial: string | undefined, secret: string, who: Actor) =>
    desk.call('card.bind', { serial, secret }, who)
  const guess = (who: Actor, serial = second) => bind(serial, wrongSecret, who)
  const right = (who: Actor, serial = second) => bind(serial, desk.secretOf(serial), who)
  return { desk, serials, first, second, guess, right }
}

describe('guessing a secret', () => {
  it('THR-L11 is told how many tries are left, then waits, right secret and all, longer each time', async () => {
    const { desk, guess, right } = await givenOut()
    const who = from(7, {}, 'D-7')
    for (const left of [4, 3, 2, 1]) {
      expect(await guess(who)).toMatchObject({ code: 'card_secret_wrong', detail: { left } })
    }
    for (const minutes of [1, 5, 15, 60, 240, 1440, 1440]) {
      const locked = await guess(who)
      const time = new Date(desk.clock.now() + minutes * 60_000).toISOString()
      expect(locked).toMatchObject({ code: 'guess_locked', retryable: true, detail: { time } })
      desk.clock.advance({ seconds: minutes * MINUTE })
      desk.clock.advance({ milliseconds: -1 })
      expect(await right(who)).toMatchObject({ code: 'guess_locked', detail: { time } })
      desk.clock.advance({ milliseconds: 1 })
    }
    expect(await right(who)).toMatchObject({ ok: true })
  })

  it('THR-L11 is forgotten after two days without one', async () => {
    const { desk, guess } = await givenOut()
    const who = from(7)
    for (let n = 0; n < 4; n += 1) await guess(who)
    desk.clock.advance({ hours: 48, milliseconds: -1 })
    expect(await guess(who)).toMatchObject({ code: 'guess_locked' })
    desk.clock.advance({ hours: 48 })
    expect(await guess(who)).toMatchObject({ code: 'card_secret_wrong', detail: { left: 4 } })
  })

  it('THR-L11 finds no fresh start at another card, in another account on the same device, nor on the same address', async () => {
    const { guess, right, serials } = await givenOut(20)
    for (let n = 0; n < 5; n += 1) await guess(from(7), serials[n + 2])
    expect(await right(from(7, {}, 'D-7'))).toMatchObject({ code: 'guess_locked' })
    for (let n = 0; n < 5; n += 1) await guess(from(20 + n, { device: 'phone-1' }), serials[n + 2])
    expect(await right(from(30, { device: 'phone-1' }, 'D-30'))).toMatchObject({ code: 'guess_locked' })
    const address = '203.0.113.7'
    for (let n = 0; n < 30; n += 1) await guess(from(100 + n, { address }), serials[2 + (n % 18)])
    expect(await right(from(200, { address }, 'D-200'))).toMatchObject({ code: 'guess_locked' })
    // From elsewhere the same card, never locked, is bound by whoever knows its secret.
    expect(await right(from(201, { address: '198.51.100.1', device: 'phone-2' }, 'D-201'))).toMatchObject({ ok: true })
  })

  it('THR-L11 locks nobody else out: not the donor on the same address and device, nor the holder of the card', async () => {
    const { desk, first, guess, right } = await givenOut(3, { shards: 5 })
    const here = { address: '203.0.113.7', device: 'the-family-phone' }
    for (let n = 0; n < 60; n += 1) {
      await guess(from(300 + n, n % 2 === 0 ? here : { address: `198.51.100.${n}` }), first)
    }
    expect(await right(from(400, here, 'D-9'), first)).toMatchObject({ code: 'guess_locked' })
    const owner = from(1, here, 'D-1')
    expect(await right(owner, first)).toMatchObject({ ok: true })
    // Once bound, it stays so whatever its holder types and however many guess on.
    for (let n = 0; n < 12; n += 1) await guess(from(500 + n, here), first)
    for (let n = 0; n < 12; n += 1) expect(await guess(owner, first)).toMatchObject({ ok: true })
    const { cards } = await desk.must('card.list', {}, owner)
    expect(await desk.call('card.codes', { cardId: cards[0].cardId }, owner)).toMatchObject({ ok: true })
  })

  it('THR-L11 gives strangers one try each at a card that many guess at', async () => {
    const { desk, guess, right, second } = await givenOut()
    for (let n = 0; n < 20; n += 1) await guess(from(300 + n))
    expect(await guess(from(400))).toMatchObject({ code: 'guess_locked' })
    // Who types it right at once is let in all the same.
    expect(await right(from(401, {}, 'D-401'))).toMatchObject({ ok: true })
    expect(second).toBeDefined()
    const wrong = (await desk.journal())
      .flatMap(({ events }) => events)
      .filter(({ type }) => type === 'card.secretWrong')
    expect(wrong.map(({ data }) => data.wrong)).toEqual(Array.from({ length: 21 }, (_, n) => n + 1))
  })

  it.each([1, 5])('THR-L11 by twenty calls at once gets five tries, on %i lanes', async (shards) => {
    const { guess, serials } = await givenOut(8, { shards })
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, n) => guess(from(7), serials[n % 8])))
    const codes = outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code))
    expect(codes.filter((code) => code === 'card_secret_wrong')).toHaveLength(4)
    expect(codes.filter((code) => code === 'guess_locked')).toHaveLength(16)
  })

  it('is let go on by staff, who say why; it stands in the journal', async () => {
    const { desk, guess, right } = await givenOut()
    const who = from(7, { address: '203.0.113.7' }, 'D-7')
    for (let n = 0; n < 5; n += 1) await guess(who)
    const locked = await right(who)
    const { lockId } = (locked as unknown as { detail: { lockId: string } }).detail
    expect(lockId).toMatch(/^lck_/)
    expect(lockId).not.toContain('203')
    const lift = (actor: Actor, id = lockId) =>
      desk.call('card.liftLock', { lockId: id, reason: 'card in hand' }, actor)
    expect(await lift(who)).toMatchObject({ code: 'permission_missing' })
    expect(await lift({ ...nurse(), id: undefined })).toMatchObject({ code: 'person_unnamed' })
    expect(await lift(nurse(), 'lck_0')).toMatchObject({ code: 'lock_unknown' })
    expect(await lift(nurse())).toMatchObject({ value: { of: 'person', forgotten: 5 } })
    expect(await lift(operator)).toMatchObject({ code: 'lock_unknown' })
    expect(await right(who)).toMatchObject({ ok: true })
    const events = (await desk.journal()).flatMap(({ events: all }) => all)
    expect(events.filter(({ type }) => type === 'card.lockLifted')).toMatchObject([
      { data: { of: 'person', by: 'nurse', stationId: 'house', reason: 'card in hand', forgotten: 5 } },
    ])
  })
})

describe('showing wrong marks', () => {
  it('THR-L11 makes an address wait, fills no other card’s count, and a genuine mark is answered all the while', async () => {
    const { desk, serials } = await givenOut(30, { shards: 5 })
    const { cardBatches } = await desk.must('card.batches', {}, operator)
    const { rows } = await desk.must('card.print', { cardBatchId: cardBatches[0].cardBatchId, block: 1 }, operator)
    const guesser = { ...anyone, address: '203.0.113.7' }
    const check = (at: number, mark: string, who: Actor) => desk.call('card.check', { serial: serials[at], mark }, who)
    for (let n = 0; n < 30; n += 1) {
      expect(await check(n % 10, 'X', guesser)).toMatchObject({ value: { verdict: 'counterfeit' } })
    }
    for (let n = 0; n < 20; n += 1) expect(await check(20, 'X', guesser)).toMatchObject({ code: 'guess_locked' })
    expect(await check(20, rows[20].mark, guesser)).toMatchObject({ value: { verdict: 'activated' } })
    const elsewhere = { ...anyone, address: '198.51.100.1' }
    expect(await check(20, 'X', elsewhere)).toMatchObject({ value: { verdict: 'counterfeit' } })
    desk.clock.advance({ minutes: 1 })
    expect(await check(20, 'X', guesser)).toMatchObject({ value: { verdict: 'counterfeit' } })
    expect(await check(20, 'X', guesser)).toMatchObject({ code: 'guess_locked' })
  })

  it('leaves rows that are bounded in number, in all lanes, and lead back to no address', async () => {
    const { desk, serials } = await givenOut(1, { shards: 5 })
    const addresses = Array.from({ length: 40 }, (_, n) => `203.0.113.${n}`)
    for (const address of addresses) {
      await desk.call('card.check', { serial: serials[0], mark: 'X' }, { ...anyone, address })
    }
    const spans = [0, 1, 2, 3, 4].map((shard) => {
      return { tenant, shard, owner: 0, kind: guessesEntity.kind, from: 0, to: 2 ** 53 - 1, limit: 100 }
    })
    const rows = await desk.store.read([], spans)
    // The first ten fill the serial's own count, which is asked before the others are counted.
    expect(rows.length).toBe(10)
    expect(rows.every(({ n }) => n < 6 * 2 ** 20)).toBe(true)
    expect(new Set(rows.map(({ shard }) => shard)).size).toBeGreaterThan(1)
    expect(JSON.stringify([rows, await desk.journal()])).not.toContain('203.0.113')
  })
})
