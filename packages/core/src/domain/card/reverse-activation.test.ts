import { describe, expect, it } from 'vitest'
import { heldCardEntity } from './card-rows.ts'
import { donor, nurse, openDesk, shop, tenant } from './testing/card-desk.ts'

describe('THR-L3 reversal', () => {
  it('case 1: an aborted donation takes the activation back, binding and codes with it', async () => {
    const desk = await openDesk()
    const { cardBatchId, serials } = await desk.stocked({ count: 1 })
    const serial = serials[0]!
    const holder = donor(1, 'D-1')
    await desk.must('card.activate', { by: { serial }, donationReference: 'D-1' }, nurse())
    const { cardId } = await desk.must('card.bind', { serial, secret: desk.secretOf(serial) }, holder)
    const code = await desk.codeOf(cardId, holder)
    const reversal = { serial, reason: 'donation aborted' }
    expect(await desk.must('card.reverseActivation', reversal, nurse())).toEqual({
      serial,
      state: 'stored',
      returnedMinor: 4000,
    })
    expect(await desk.must('card.list', {}, holder)).toEqual({ cards: [] })
    const held = { owner: holder.owner ?? 0, kind: heldCardEntity.kind, from: 0, to: 2 ** 53 - 1, limit: 10 }
    expect(await desk.store.read([], [{ tenant, shard: 0, ...held }])).toEqual([])
    expect(await desk.call('card.balance', { cardId }, holder)).toMatchObject({ code: 'card_unknown' })
    expect(await desk.stock(cardBatchId)).toMatchObject({ storedMinor: 4000, activatedMinor: 0 })
    // Given to the next donor, the first one's code must not pay from it.
    await desk.must('card.activate', { by: { serial }, donationReference: 'D-2' }, nurse())
    await desk.must('card.bind', { serial, secret: desk.secretOf(serial) }, donor(2, 'D-2'))
    expect(await desk.call('card.spend', { code, amountMinor: 1, orderNumber: 'A' }, shop)).toMatchObject({
      code: 'code_expired',
    })
  })

  it('is refused once anything was spent, and no money moves', async () => {
    const desk = await openDesk()
    const { cardBatchId, serials } = await desk.stocked({ count: 1 })
    const serial = serials[0]!
    const holder = donor(1, 'D-1')
    await desk.must('card.activate', { by: { serial }, donationReference: 'D-1' }, nurse())
    const { cardId } = await desk.must('card.bind', { serial, secret: desk.secretOf(serial) }, holder)
    const code = await desk.codeOf(cardId, holder)
    await desk.must('card.spend', { code, amountMinor: 1, orderNumber: 'A' }, shop)
    const before = await desk.ledger()
    expect(await desk.call('card.reverseActivation', { serial, reason: 'too late' }, nurse())).toMatchObject({
      code: 'card_partly_spent',
      detail: { spentMinor: 1 },
    })
    expect(await desk.ledger()).toEqual(before)
    expect(await desk.stock(cardBatchId)).toMatchObject({ activatedMinor: 3999, spentMinor: 1 })
  })
})
