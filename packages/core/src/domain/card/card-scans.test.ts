import { describe, expect, it } from 'vitest'
import type { Actor } from '../../kernel/actor.ts'
import { blockOwner } from './block-owner.ts'
import { cardScansEntity } from './card-scans.ts'
import type { Value } from './testing/card-desk.ts'
import { anyone, auditor, donor, nurse, openDesk, operator, programme, tenant } from './testing/card-desk.ts'

const beijing = { latitude: 39.9042, longitude: 116.4074, accuracyMetres: 30, datum: 'wgs84' }
const shanghai = { latitude: 31.2304, longitude: 121.4737, accuracyMetres: 30, datum: 'wgs84' }
const second = { ...operator, id: 'zhao' }

/** A card that was given out, under rules of its programme, and a way to check it. */
async function given(checks: object = {}, { shards = 1, activated = true } = {}) {
  const document = { ...programme, benefits: { card: { ...programme.benefits.card, checks } } }
  const desk = await openDesk({ document, shards })
  const { cardBatchId, serials } = await desk.stocked({ count: 2 })
  const { rows } = await desk.must('card.print', { cardBatchId, block: 1 }, operator)
  const [serial = ''] = serials
  if (activated) await desk.must('card.activate', { by: { serial }, donationReference: 'D-1' }, nurse())
  const check = (position?: object, who: Actor = anyone): Promise<Value> =>
    desk.must('card.check', { serial, mark: rows[0].mark, ...(position ? { position } : {}) }, who)
  const cases = async (): Promise<Value[]> => {
    const pages = Array.from({ length: shards }, (_, lane) => desk.must('card.cases', { lane }, auditor))
    return (await Promise.all(pages)).flatMap((page) => page.cases)
  }
  return { desk, serial, serials, check, cases }
}

describe('THR-L12 a copied mark', () => {
  it.each([1, 5])(
    'that is checked more often within a day than expected opens one case, on %i lanes',
    async (shards) => {
      const { desk, serial, check, cases } = await given({ perDay: 3 }, { shards })
      for (let n = 0; n < 3; n += 1) expect((await check()).notice).toBeUndefined()
      expect(await cases()).toEqual([])
      const fourth = await check()
      expect(fourth).toMatchObject({ verdict: 'activated', checks: 4, notice: { en: expect.stringMatching(/^Ask/) } })
      expect(JSON.stringify(fourth)).not.toMatch(/often|far|early/)
      await check()
      expect(await cases()).toEqual([
        {
          serial,
          unusual: ['often'],
          firstAt: '2026-11-23T02:00:00.000Z',
          lastAt: '2026-11-23T02:00:00.000Z',
          times: 2,
        },
      ])
      const events = (await desk.journal()).flatMap(({ events: all }) => all)
      expect(events.filter(({ type }) => type === 'card.unusual')).toEqual([
        { type: 'card.unusual', data: { card: 100, unusual: ['often'] } },
      ])
    },
  )

  it('is counted to the day: what is older than that is nothing', async () => {
    const { desk, check, cases } = await given({ perDay: 3 })
    for (let n = 0; n < 3; n += 1) await check()
    desk.clock.advance({ hours: 24, milliseconds: -1000 })
    expect((await check()).notice).toBeDefined()
    const later = await given({ perDay: 3 })
    for (let n = 0; n < 3; n += 1) await later.check()
    later.desk.clock.advance({ hours: 24 })
    expect((await later.check()).notice).toBeUndefined()
    expect([(await cases()).length, (await later.cases()).length]).toEqual([1, 0])
  })

  it('that is seen at places nobody travels between in the time opens one; a day by train does not', async () => {
    const { desk, check, cases } = await given({ kmPerHour: 350 })
    await check(beijing)
    desk.clock.advance({ hours: 4 })
    expect((await check(shanghai)).notice).toBeUndefined()
    desk.clock.advance({ hours: 1 })
    expect((await check(beijing)).notice).toBeDefined()
    expect(await cases()).toMatchObject([{ unusual: ['far'] }])
    // Next door, however soon, and a place said a day ago.
    const near = await given({ kmPerHour: 350 })
    await near.check(beijing)
    await near.check({ ...beijing, latitude: 40.2 })
    near.desk.clock.advance({ hours: 25 })
    expect((await near.check(shanghai)).notice).toBeUndefined()
    expect(await near.cases()).toEqual([])
  })

  it('of a card that lies in a drawer still opens one, unless the programme says it may', async () => {
    const early = await given({}, { activated: false })
    expect(await early.check()).toMatchObject({ verdict: 'genuine', notice: { 'zh-CN': expect.any(String) } })
    expect(await early.cases()).toMatchObject([{ unusual: ['early'] }])
    const shown = await given({ beforeGiven: false }, { activated: false })
    expect((await shown.check()).notice).toBeUndefined()
    expect(await shown.cases()).toEqual([])
  })

  it('keeps no place where no rule reads it, else a coarse one, and nothing of who checked', async () => {
    const scansOf = async ({ desk, check }: Awaited<ReturnType<typeof given>>) => {
      await check(beijing, { ...donor(77), address: '203.0.113.7', facts: { 'device.id': 'phone' } })
      const span = { tenant, shard: 0, kind: cardScansEntity.kind, from: 0, to: 100, limit: 10 }
      const owners = [1, 2].map((block) => ({ ...span, owner: blockOwner(desk.keys, tenant, block) }))
      const rows = await desk.store.read([], owners)
      expect(JSON.stringify(rows)).not.toMatch(/39\.9|116\.4|203\.0\.113|phone|1000077/)
      // The journal names who was signed in, as of every call, and nothing of where from.
      expect(JSON.stringify(await desk.journal())).not.toMatch(/39\.9|116\.4|203\.0\.113|phone/)
      return rows.map(({ state }) => JSON.parse(state))
    }
    const at = Date.parse('2026-11-23T02:00:00Z') / 1000
    expect(await scansOf(await given())).toEqual([{ times: [at] }])
    expect(await scansOf(await given({ kmPerHour: 350 }))).toEqual([{ times: [at], last: { cell: [399, 1164], at } }])
  })

  it('warns whoever checks while its case is open; closing it takes a name and a finding', async () => {
    const { desk, serial, check, cases } = await given({ perDay: 1 })
    await check()
    await check()
    desk.clock.advance({ hours: 30 })
    expect((await check()).notice).toBeDefined()
    const close = (actor: Actor) =>
      desk.call('card.closeCase', { serial, finding: 'harmless', reason: 'a class checked one card' }, actor)
    expect(await close(nurse())).toMatchObject({ code: 'permission_missing' })
    expect(await close({ ...second, id: undefined })).toMatchObject({ code: 'person_unnamed' })
    expect(await close(second)).toMatchObject({ value: { serial, unusual: ['often'] } })
    expect(await close(second)).toMatchObject({ code: 'card_case_unknown' })
    expect(await cases()).toEqual([])
    desk.clock.advance({ hours: 30 })
    expect((await check()).notice).toBeUndefined()
    const events = (await desk.journal()).flatMap(({ events: all }) => all)
    expect(events.filter(({ type }) => type === 'card.caseClosed')).toMatchObject([
      { data: { card: 100, finding: 'harmless', by: 'zhao', unusual: ['often'] } },
    ])
  })

  it('counts every one of thirty checks at once', async () => {
    const { check, cases } = await given({ perDay: 20 }, { shards: 5 })
    const answers = await Promise.all(Array.from({ length: 30 }, () => check()))
    expect(answers.map(({ checks }) => checks).sort((a, b) => a - b)).toEqual(answers.map((_, at) => at + 1))
    expect(answers.filter(({ notice }) => notice !== undefined)).toHaveLength(10)
    expect(await cases()).toMatchObject([{ times: 10 }])
  })

  it('is one case with guesses at the card’s secret', async () => {
    const { desk, serial, cases } = await given()
    for (let n = 0; n < 20; n += 1) {
      await desk.call('card.bind', { serial, secret: '0000-0000' }, donor(300 + n))
    }
    expect(await cases()).toMatchObject([{ serial, unusual: ['guessed'], times: 1 }])
  })
})
