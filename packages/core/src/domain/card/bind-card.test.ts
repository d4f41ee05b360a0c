import { describe, expect, it } from 'vitest'
import { ACCOUNT_OWNER } from '../../kernel/ledger-account.ts'
import { REFERENCE_OWNER } from '../../kernel/reference-ref.ts'
import { cardEntity, placeOf } from './card-entity.ts'
import { cardBlockEntity } from './card-rows.ts'
import { secretTriesEntity } from './card-tries.ts'
import type { Desk } from './testing/card-desk.ts'
import { donor, nurse, openDesk, operator, tenant } from './testing/card-desk.ts'

const wrongSecret = '0000-0000'

describe('binding', () => {
  it('gives the donor the card with its full serial, the name of its station and balance, and lists it', async () => {
    const desk = await openDesk({ shards: 5 })
    const holder = donor(1, 'D-0', 'D-1')
    const { serial, card, cardId } = await desk.bound(holder, 'd-1')
    expect(card).toEqual({
      cardId: expect.stringMatching(/^crd_/),
      serial,
      title: { 'zh-CN': '无偿献血纪念卡', en: 'Donor card' },
      faceMinor: 4000,
      balanceMinor: 4000,
      currency: 'CNY',
      state: 'activated',
      station: '城东献血屋',
      activatedAt: '2026-11-23T02:00:00.000Z',
      boundAt: '2026-11-23T02:00:00.000Z',
    })
    expect(await desk.must('card.list', {}, holder)).toEqual({ cards: [card] })
    expect(await desk.must('card.balance', { cardId }, holder)).toEqual(card)
    expect(await desk.must('card.list', {}, donor(2))).toEqual({ cards: [] })
  })

  it('takes the secret as people type it, and changes nothing the second time', async () => {
    const desk = await openDesk()
    const holder = donor(1, 'D-1')
    const { serial, card } = await desk.bound(holder, 'D-1')
    desk.clock.advance({ hours: 1 })
    const secret = desk.secretOf(serial).toLowerCase().replace('-', ' ')
    expect(await desk.must('card.bind', { serial, secret }, holder)).toEqual(card)
  })

  it('is asked for in vain without the donation, and before activation', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 2 })
    const [serial, idle] = serials as [string, string]
    const secret = desk.secretOf(serial)
    await desk.must('card.activate', { by: { serial }, donationReference: 'D-1' }, nurse())
    for (const holder of [donor(1, 'D-2'), donor(1), { ...donor(1), facts: { 'person.donations': 'D-1' } }]) {
      expect(await desk.call('card.bind', { serial, secret }, holder)).toMatchObject({
        code: 'donation_not_yours',
        needs: ['person.donations'],
      })
    }
    expect(await desk.call('card.bind', { serial: idle, secret: desk.secretOf(idle) }, donor(1, 'D-1'))).toMatchObject({
      code: 'card_not_activated',
    })
    expect(await desk.call('card.bind', { serial, secret }, nurse())).toMatchObject({ code: 'permission_missing' })
  })

  it('case 5: a spouse who holds the card and its secret is not the donor', async () => {
    const desk = await openDesk()
    const { serial, cardId } = await desk.bound(donor(1, 'D-1'), 'D-1')
    const spouse = donor(2, 'D-9')
    const secret = desk.secretOf(serial)
    expect(await desk.call('card.bind', { serial, secret }, spouse)).toMatchObject({ code: 'card_bound_other' })
    for (const name of ['card.balance', 'card.codes']) {
      expect(await desk.call(name, { cardId }, spouse)).toMatchObject({ ok: false, code: 'card_unknown' })
    }
  })

  it('of a card activated without a donation takes the first of the donor’s own with room under the cap', async () => {
    const desk = await openDesk({ shards: 5 })
    const { serials } = await desk.stocked({ count: 3 })
    await desk.must('card.activate', { by: { from: serials[0], to: serials[2] } }, nurse())
    const bind = (at: number, holder: ReturnType<typeof donor>) =>
      desk.call('card.bind', { serial: serials[at], secret: desk.secretOf(serials[at]!) }, holder)
    expect(await bind(0, donor(1))).toMatchObject({ code: 'donation_not_yours' })
    expect(await bind(0, donor(1, 'D-1', 'D-2'))).toMatchObject({ ok: true })
    expect(await bind(1, donor(1, 'D-1', 'D-2'))).toMatchObject({ ok: true })
    // 40 yuan each: both donations have only 20 left.
    expect(await bind(2, donor(1, 'D-1', 'D-2'))).toMatchObject({ code: 'donation_not_yours' })
    expect(await desk.activate((await desk.stocked({ count: 1 })).serials[0], 'D-2')).toMatchObject({
      code: 'donation_cap',
    })
  })

  it('of one card by two donors at once succeeds for one of them', async () => {
    const desk = await openDesk({ shards: 5 })
    const { serials } = await desk.stocked({ count: 1 })
    await desk.must('card.activate', { by: { serial: serials[0] } }, nurse())
    const input = { serial: serials[0], secret: desk.secretOf(serials[0]!) }
    const outcomes = await Promise.all([1, 2, 3].map((at) => desk.call('card.bind', input, donor(at, `D-${at}`))))
    expect(outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code)).sort()).toEqual([
      'card_bound_other',
      'card_bound_other',
      'ok',
    ])
  })
})

describe('guessing a secret', () => {
  it('learns nothing of the card’s state', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 2 })
    await desk.must('card.void', { serial: serials[1], reason: 'test' }, operator)
    for (const serial of serials) {
      expect(await desk.call('card.bind', { serial, secret: wrongSecret }, donor(1))).toMatchObject({
        code: 'card_secret_wrong',
      })
    }
  })

  it('is no use to a thief of the database: only keyed hashes of secrets are in it', async () => {
    const desk = await openDesk()
    const { cardBatchId, serials } = await desk.stocked({ count: 3 })
    await desk.must('card.print', { cardBatchId, block: 1 }, operator)
    await desk.call('card.bind', { serial: serials[0], secret: wrongSecret }, donor(1))
    const everything = JSON.stringify([await rowsOf(desk), await desk.journal()])
    for (const serial of serials) {
      const secret = desk.secretOf(serial)
      expect(everything).not.toContain(secret)
      expect(everything).not.toContain(secret.replace('-', ''))
    }
  })
})

/** Every row of the first block, of reference data and of accounts. */
async function rowsOf(desk: Desk) {
  const owners = [placeOf(desk.keys, tenant, 100).owner, REFERENCE_OWNER, ACCOUNT_OWNER]
  const kinds = Array.from({ length: 64 }, (_, kind) => kind)
  const range = { tenant, shard: 0, from: 0, to: 2 ** 53 - 1, limit: 1000 }
  const rows = await desk.store.read(
    [],
    kinds.flatMap((kind) => owners.map((owner) => ({ ...range, owner, kind }))),
  )
  for (const entity of [cardEntity, cardBlockEntity, secretTriesEntity]) {
    expect(
      rows.filter(({ kind }) => kind === entity.kind),
      entity.name,
    ).not.toEqual([])
  }
  return rows
}
