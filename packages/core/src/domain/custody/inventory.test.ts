import { describe, expect, it } from 'vitest'
import { auditor, nurse, openDesk, operator } from '../card/testing/card-desk.ts'
import { runsOf } from './serial-runs.ts'

const reason = 'test'

describe('the inventory of a station', () => {
  it.each([1, 5])(
    'shows its stock as ranges and what it gave out; all stations add up to the batch, on %i lanes',
    async (shards) => {
      const desk = await openDesk({ shards })
      const { serials, cardBatchId } = await desk.produced({ count: 2_350 })
      for (let at = 0; at < 2_300; at += 100) {
        const stationId = at % 200 === 0 ? 'house' : 'bus'
        await desk.must('card.receive', { from: serials[at], to: serials[at + 99], stationId }, operator)
      }
      await desk.must('card.activate', { by: { serial: serials[5] } }, nurse('house'))
      await desk.must('card.void', { serial: serials[2_205], reason }, operator)
      const all = async (stationId: string) => {
        const sums = { stored: 0, activated: 0, spent: 0, void: 0, pages: 0, cards: 0 }
        let after: number | undefined = 0
        while (after !== undefined) {
          const page = await desk.must('card.inventory', { stationId, cardBatchId, after }, auditor)
          for (const name of ['stored', 'activated', 'spent', 'void'] as const) sums[name] += page[name]
          for (const { cards } of page.inStock) sums.cards += cards
          sums.pages += 1
          after = page.next
        }
        return sums
      }
      const [house, bus] = [await all('house'), await all('bus')]
      expect(house).toEqual({ stored: 1_198, activated: 1, spent: 0, void: 1, pages: 2, cards: 1_198 })
      expect(bus).toEqual({ stored: 1_100, activated: 0, spent: 0, void: 0, pages: 2, cards: 1_100 })
      const { cards } = await desk.stock(cardBatchId)
      expect(house.stored + bus.stored).toBe(cards.stored)
      expect(house.activated + house.void).toBe(cards.activated + cards.void)
      const first = await desk.must('card.inventory', { stationId: 'house', cardBatchId }, nurse('house'))
      expect(first.inStock.slice(0, 2)).toEqual([
        { from: serials[0], to: serials[4], cards: 5 },
        { from: serials[6], to: serials[99], cards: 94 },
      ])
      const theirs = { stationId: 'house', cardBatchId }
      expect(await desk.call('card.inventory', theirs, nurse('bus'))).toMatchObject({ code: 'station_unknown' })
    },
  )
})

describe('a stock-take', () => {
  it('THR-L10 finds each card that is missing or too many, says where it should be, and changes none', async () => {
    const desk = await openDesk()
    const { serials, cardBatchId } = await desk.produced({ count: 8 })
    await desk.must('card.receive', { from: serials[0], to: serials[4], stationId: 'house' }, operator)
    await desk.must('card.receive', { from: serials[5], to: serials[5], stationId: 'bus' }, operator)
    await desk.must('card.activate', { by: { serial: serials[4] } }, nurse('house'))
    const before = await desk.stock(cardBatchId)
    const counted = {
      stationId: 'house',
      from: serials[0],
      to: serials[7],
      found: [
        { from: serials[0], to: serials[1] },
        { from: serials[3], to: serials[6] },
      ],
    }
    expect(await desk.must('card.takeStock', counted, nurse('house'))).toEqual({
      expected: 4,
      found: 6,
      differences: [
        { serial: serials[2], kind: 'missing', custody: { place: 'station', stationId: 'house' } },
        { serial: serials[4], kind: 'surplus', custody: { place: 'donor', stationId: 'house' } },
        { serial: serials[5], kind: 'surplus', custody: { place: 'station', stationId: 'bus' } },
        { serial: serials[6], kind: 'surplus', custody: { place: 'printer' } },
      ],
    })
    expect(await desk.stock(cardBatchId)).toMatchObject({ cards: before.cards })
    const events = (await desk.journal()).flatMap(({ events: all }) => all)
    expect(events.filter(({ type }) => type === 'card.stockTaken')).toMatchObject([
      {
        data: { stationId: 'house', by: 'nurse', expected: 4, found: 6, missing: [[102, 102]], surplus: [[104, 106]] },
      },
    ])
    const outside = { ...counted, to: serials[3] }
    expect(await desk.call('card.takeStock', outside, nurse('house'))).toMatchObject({ code: 'range_invalid' })
    expect(await desk.call('card.takeStock', counted, nurse('bus'))).toMatchObject({ code: 'station_unknown' })
  })

  it('adds up: what was expected is what was found, less the surplus and with the missing', () => {
    expect(runsOf([5, 3, 4, 9, 9, 1])).toEqual([
      [1, 1],
      [3, 5],
      [9, 9],
    ])
    expect(runsOf([])).toEqual([])
  })
})
