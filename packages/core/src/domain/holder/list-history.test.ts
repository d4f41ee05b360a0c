import { describe, expect, it } from 'vitest'
import { donor, nurse, openDesk, shop } from '../card/testing/card-desk.ts'

const holder = donor(1, 'D-1')

async function paidTwice() {
  const desk = await openDesk({ shards: 5 })
  const { cardId } = await desk.bound(holder, 'D-1')
  const { codes } = await desk.must('card.codes', { cardId }, holder)
  await desk.must('card.spend', { code: codes[0].text, amountMinor: 1500, orderNumber: 'A-1' }, shop)
  desk.clock.advance({ seconds: 30 })
  await desk.must('card.spend', { code: codes[1].text, amountMinor: 400, orderNumber: 'A-2' }, shop)
  return { desk, cardId }
}

describe('the history of a holder', () => {
  it('shows what their cards paid and where, the newest first', async () => {
    const { desk } = await paidTwice()
    const { entries } = await desk.must('history.list', {}, holder)
    expect(entries).toMatchObject([
      { kind: 'spent', amountMinor: 400, currency: 'CNY', at: '2026-11-23T02:00:30.000Z' },
      { kind: 'spent', amountMinor: 1500, currency: 'CNY', at: '2026-11-23T02:00:00.000Z' },
    ])
    for (const entry of entries) {
      expect(entry.title['zh-CN']).toMatch(/[\u4e00-\u9fff]/)
      expect(entry.shop).toBeDefined()
    }
  })

  it('shows a neighbouring card’s holder only what their own card paid', async () => {
    const desk = await openDesk()
    const other = donor(2, 'D-2')
    const { serials } = await desk.stocked({ count: 2 })
    for (const [at, person] of [holder, other].entries()) {
      const serial = serials[at] ?? ''
      await desk.must('card.activate', { by: { serial }, donationReference: `D-${at + 1}` }, nurse())
      await desk.must('card.bind', { serial, secret: desk.secretOf(serial) }, person)
      const [card] = (await desk.must('card.list', {}, person)).cards
      const code = await desk.codeOf(card.cardId, person)
      await desk.must('card.spend', { code, amountMinor: 100 + at, orderNumber: `B-${at}` }, shop)
    }
    for (const [at, person] of [holder, other].entries()) {
      const { entries } = await desk.must('history.list', {}, person)
      expect(entries.map(({ amountMinor }: { amountMinor: number }) => amountMinor)).toEqual([100 + at])
    }
  })
})
