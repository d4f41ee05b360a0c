import { describe, expect, it } from 'vitest'
import { verifyCardMark } from '../../token/card-mark/verify-card-mark.ts'
import { createKeySet } from '../../token/key-set/create-key-set.ts'
import { printedSerial } from './card-entity.ts'
import { markTriesEntity } from './card-tries.ts'
import { anyone, donor, nurse, openDesk, operator, tenant } from './testing/card-desk.ts'

const turned = (mark: string, at = 60) => mark.slice(0, at) + (mark[at] === '0' ? '1' : '0') + mark.slice(at + 1)

describe('the print file', () => {
  it('carries serial, secret, a mark that verifies offline, and the text on the face', async () => {
    const desk = await openDesk()
    const input = { benefit: 'souvenir/card', faceMinor: 2000, count: 3, supplier: 'printer', freeText: '感谢献血' }
    const { cardBatchId } = await desk.must('card.purchase', input, operator)
    const early = await desk.call('card.print', { cardBatchId, block: 1 }, operator)
    expect(early).toMatchObject({ code: 'card_state_wrong', detail: { state: 'unproduced' } })
    await desk.must('card.produce', { cardBatchId, block: 1 }, operator)
    const print = { cardBatchId, block: 1, origin: 'https://cards.example/blood' }
    const { rows } = await desk.must('card.print', print, operator)
    expect(rows).toHaveLength(3)
    expect(new Set(rows.map(({ secret }: { secret: string }) => secret)).size).toBe(3)
    const keys = createKeySet(desk.keys.publicKeys(tenant, desk.clock.now()))
    for (const { serial, secret, mark, qrText, faceMinor, freeText } of rows) {
      expect([faceMinor, freeText, secret]).toEqual([2000, '感谢献血', desk.secretOf(serial)])
      expect(secret).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(qrText).toBe(`HTTPS://CARDS.EXAMPLE/BLOOD/C/${mark}`)
      expect(await verifyCardMark(qrText, { keys })).toMatchObject({
        ok: true,
        value: { serialNumber: serial.replaceAll(' ', '') },
      })
    }
  })

  it('is the same at a reprint, is journaled each time, and is never stored', async () => {
    const desk = await openDesk()
    const { cardBatchId } = await desk.produced({ count: 2 })
    const print = () => desk.must('card.print', { cardBatchId, block: 1 }, operator)
    const first = await print()
    expect(await print()).toEqual(first)
    expect(first.rows[0].qrText).toBe(first.rows[0].mark)
    const journal = await desk.journal()
    const printed = journal.filter(({ operation }) => operation === 'card.print')
    expect(printed.map(({ principal, events }) => [principal, events[0].type, events[0].data.prints])).toEqual([
      ['operator:li', 'card.printed', 1],
      ['operator:li', 'card.printed', 2],
    ])
    for (const { secret, mark } of first.rows) {
      expect(JSON.stringify(journal)).not.toContain(secret)
      expect(JSON.stringify(journal)).not.toContain(mark)
    }
    for (const actor of [nurse(), donor(1), anyone]) {
      expect(await desk.call('card.print', { cardBatchId, block: 1 }, actor)).toMatchObject({
        code: 'permission_missing',
      })
    }
  })
})

async function marked() {
  const desk = await openDesk({ shards: 5 })
  const { cardBatchId, serials } = await desk.stocked({ count: 3 })
  const { rows } = await desk.must('card.print', { cardBatchId, block: 1 }, operator)
  const marks = rows.map(({ mark }: { mark: string }) => mark) as string[]
  const check = (serial: string | undefined, mark: string | undefined) =>
    desk.call('card.check', { serial, mark }, anyone)
  return { desk, serials, marks, check }
}

describe('checking a card', () => {
  it('counts the checks and says when the first and the last one were', async () => {
    const { desk, serials, marks, check } = await marked()
    await desk.must('card.activate', { by: { serial: serials[0] } }, nurse())
    expect(await check(serials[0], marks[0])).toEqual({
      ok: true,
      value: { verdict: 'activated', checks: 1, firstCheckedAt: '2026-11-23T02:00:00.000Z' },
    })
    desk.clock.advance({ days: 1 })
    await check(serials[0], marks[0])
    desk.clock.advance({ days: 1 })
    expect(await check(serials[0], marks[0])).toMatchObject({
      value: {
        checks: 3,
        firstCheckedAt: '2026-11-23T02:00:00.000Z',
        lastCheckedAt: '2026-11-24T02:00:00.000Z',
      },
    })
  })

  it('tells whether it was activated or withdrawn', async () => {
    const { desk, serials, marks, check } = await marked()
    await desk.must('card.activate', { by: { mark: marks[0] } }, nurse())
    expect(await check(serials[0], marks[0])).toMatchObject({ value: { verdict: 'activated' } })
    await desk.must('card.void', { serial: serials[0], reason: 'stolen' }, operator)
    expect(await check(serials[0], marks[0])).toMatchObject({ value: { verdict: 'void' } })
  })

  it('THR-L5 calls a forged mark counterfeit, with any character turned, and another card’s too', async () => {
    const { serials, marks, check } = await marked()
    const counterfeit = { ok: true, value: { verdict: 'counterfeit', checks: 0 } }
    for (let at = 0; at < 9; at += 1) {
      expect(await check(serials[0], turned(marks[0]!, at * 15))).toEqual(counterfeit)
    }
    expect(await check(serials[1], marks[0])).toEqual(counterfeit)
    expect(await check(serials[0], marks[0])).toMatchObject({ value: { verdict: 'genuine', checks: 1 } })
  })

  it('answers for a serial that does not exist exactly as for one that does', async () => {
    const { desk, serials, marks, check } = await marked()
    const nowhere = printedSerial(77_777)
    for (const mark of [turned(marks[0]!), 'NONSENSE'])
      expect(await check(nowhere, mark)).toEqual(await check(serials[0], mark))
    for (let n = 0; n < 10; n += 1) await Promise.all([check(nowhere, 'X'), check(serials[0], 'X')])
    const locked = await check(nowhere, 'X')
    expect(locked).toEqual(await check(serials[0], 'X'))
    expect(locked).toMatchObject({ ok: false, code: 'card_locked', detail: { time: '2026-11-23T03:00:00.000Z' } })
    // Whoever holds the card itself is not locked out by those who do not.
    expect(await check(serials[0], marks[0])).toMatchObject({ value: { verdict: 'genuine' } })
    desk.clock.advance({ hours: 1 })
    expect(await check(serials[0], 'X')).toMatchObject({ value: { verdict: 'counterfeit' } })
  })

  it('keeps tries for made-up serials in a bounded number of rows', async () => {
    const { desk, check } = await marked()
    for (let n = 0; n < 40; n += 1) await check(printedSerial(5_000_000 + n), 'X')
    const span = { owner: 0, kind: markTriesEntity.kind, from: 0, to: 2 ** 53 - 1, limit: 1000 }
    const lanes = Array.from({ length: 5 }, (_, shard) => ({ tenant, shard, ...span }))
    const rows = await desk.store.read([], lanes)
    expect(rows.length).toBeGreaterThan(30)
    expect(rows.every(({ n }) => n < 2 ** 16)).toBe(true)
  })

  it('THR-D1 leaves nothing on the disk under the name of an organisation that has no cards', async () => {
    const { desk, serials, marks } = await marked()
    for (const name of ['made-up-1', 'made-up-2']) {
      const stranger = { role: 'public', tenant: name } as const
      for (let n = 0; n < 12; n += 1) {
        expect(await desk.call('card.check', { serial: serials[0], mark: marks[0] }, stranger)).toEqual({
          ok: true,
          value: { verdict: 'counterfeit', checks: 0 },
        })
      }
    }
    await desk.engine.close()
    for (let shard = 0; shard < 5; shard += 1) {
      const lane = { tenant: 'made-up-1', shard }
      expect(await desk.store.readHead(lane)).toBeUndefined()
      const span = { ...lane, owner: 0, kind: markTriesEntity.kind, from: 0, to: 2 ** 53 - 1, limit: 10 }
      expect(await desk.store.read([], [span])).toEqual([])
    }
  })

  it('refuses a mistyped serial before anything else', async () => {
    const { serials, marks, check } = await marked()
    const wrong = serials[0]!.slice(0, -1) + ((Number(serials[0]!.at(-1)) + 1) % 10)
    expect(await check(wrong, marks[0])).toMatchObject({ code: 'serial_mistyped', detail: { problem: 'check_digit' } })
  })
})
