import { describe, expect, it } from 'vitest'
import { createKeySet } from '../../token/key-set/create-key-set.ts'
import { unwrap } from '../../unwrap.ts'
import { audit, journalOf } from '../testing/audit.ts'
import type { County, Holder } from '../testing/county.ts'
import { auditor, host, operator, reviewer, tenant } from '../testing/county.ts'
import { drawEntryRef } from './draw-entity.ts'
import {
  closeLanes,
  draw,
  drawCounty,
  ENTRIES_UNTIL,
  holdDraw,
  PUBLIC_AT,
  recordOf,
  VALUE,
} from './testing/draw-county.ts'
import { verifyDrawRecord } from './verify-draw-record.ts'

async function enter(county: County, people: number): Promise<Holder[]> {
  const holders: Holder[] = []
  for (let n = 0; n < people; n += 1) {
    const holder = await county.holder(n)
    unwrap(await holder.api.draw.enter({ batchId: county.batchId }))
    holders.push(holder)
  }
  return holders
}

/** Sessions last an hour, a draw days. */
async function again(county: County, people: number): Promise<Holder[]> {
  return Promise.all(Array.from({ length: people }, (_, n) => county.holder(n)))
}

function keysOf({ tally }: County) {
  return createKeySet(tally.publicKeys(tenant))
}

async function claims(county: County, holders: readonly Holder[]) {
  const outcomes = await Promise.all(holders.map(({ api }) => api.voucher.claim({ batchId: county.batchId })))
  return outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code))
}

describe('a draw', () => {
  it.each([1, 3])('gives exactly the places there are, to winners only, at %i shards', async (shards) => {
    const county = await drawCounty(4, { shards })
    await enter(county, 10)
    expect(await holdDraw(county)).toMatchObject({
      state: 'drawn',
      entries: 10,
      winners: 4,
      value: VALUE,
    })
    const holders = await again(county, 10)
    const states = await Promise.all(
      holders.map(async ({ api }) => unwrap(await api.draw.entry({ batchId: county.batchId })).state),
    )
    const codes = await claims(county, holders)
    expect(codes.map((code) => (code === 'ok' ? 'won' : 'not_won'))).toEqual(states)
    expect(codes.filter((code) => code === 'ok')).toHaveLength(4)
    expect(codes.filter((code) => code === 'draw_not_won')).toHaveLength(6)
    await audit(county)
  })

  it('gives the rest to nobody when fewer entered than there are places', async () => {
    const county = await drawCounty(5)
    await enter(county, 2)
    expect(await holdDraw(county)).toMatchObject({ winners: 2, entries: 2 })
    expect(await claims(county, await again(county, 3))).toEqual(['ok', 'ok', 'draw_not_entered'])
  })

  it('without entries draws nobody', async () => {
    const county = await drawCounty(5)
    expect(await holdDraw(county)).toMatchObject({ winners: 0, entries: 0, last: '' })
    expect((await verifyDrawRecord(await recordOf(county), keysOf(county))).faults).toEqual([])
  })

  it('takes one entry a person, however often and at once it is sent', async () => {
    const county = await drawCounty(4, { shards: 3 })
    const wang = await county.holder(1)
    const entries = await Promise.all(
      Array.from({ length: 20 }, () => wang.api.draw.enter({ batchId: county.batchId })),
    )
    expect(new Set(entries.map((each) => unwrap(each).entryId)).size).toBe(1)
    expect(await holdDraw(county)).toMatchObject({ entries: 1 })
  })

  it('a winner claims once, also where the benefit allows a person more', async () => {
    const county = await drawCounty(1, { benefit: { quota: { perPerson: 5 } } })
    await enter(county, 1)
    await holdDraw(county)
    const [wang] = await again(county, 1)
    expect(await claims(county, [wang as Holder])).toEqual(['ok'])
    expect(await claims(county, [wang as Holder])).toEqual(['already_claimed'])
    expect(unwrap(await (wang as Holder).api.draw.entry({ batchId: county.batchId })).state).toBe('claimed')
  })

  it('asks at entering what a claim asks: who may not claim may not enter', async () => {
    const county = await drawCounty(4)
    const stranger = await county.holder(7, { 'person.registration': '110101' })
    expect(await stranger.api.draw.enter({ batchId: county.batchId })).toMatchObject({ code: 'not_eligible' })
    const wang = await county.holder(1)
    const { batchId } = unwrap(await county.sponsor.batch.open({ benefit: 'spring/catering', quota: 1 }))
    unwrap(await wang.api.voucher.claim({ batchId }))
    expect(await wang.api.draw.enter({ batchId: county.batchId })).toMatchObject({ code: 'already_claimed' })
    expect(await wang.api.draw.enter({ batchId })).toMatchObject({ code: 'draw_unknown' })
  })

  it('is entered in its time only, to the millisecond, and claimed from only after it', async () => {
    const county = await drawCounty(4)
    expect(await claims(county, [await county.holder(1)])).toEqual(['draw_not_held'])
    county.clock.set(Date.parse(ENTRIES_UNTIL) - 1)
    expect(await (await county.holder(1)).api.draw.enter({ batchId: county.batchId })).toMatchObject({ ok: true })
    county.clock.set(Date.parse(ENTRIES_UNTIL))
    const late = await county.holder(2)
    expect(await late.api.draw.enter({ batchId: county.batchId })).toMatchObject({ code: 'draw_entries_closed' })
  })

  it('stands among the offers of everybody, for each as far as they have come', async () => {
    const county = await drawCounty(1)
    const { batchId, clock } = county
    const offered = async () =>
      Promise.all(
        (await again(county, 4)).map(async ({ api }) => {
          const { offers } = unwrap(await api.voucher.offers({}))
          return offers.find((offer) => offer.batchId === batchId)
        }),
      )
    const all = async () => (await offered()).map((each) => `${each?.state} ${each?.draw?.state} ${each?.draw?.entry}`)
    expect(await all()).toEqual(Array(4).fill('draw open none'))
    await enter(county, 3)
    expect(await all()).toEqual([...Array(3).fill('draw open entered'), 'draw open none'])
    clock.set(Date.parse(ENTRIES_UNTIL))
    expect(await all()).toEqual([...Array(3).fill('draw closed entered'), 'draw closed none'])
    await holdDraw(county)
    const held = await all()
    expect(held.slice(0, 3).sort()).toEqual(['draw drawn not_won', 'draw drawn not_won', 'open drawn won'])
    // Who did not enter hears no more of it a day after the entries.
    expect(held[3]).toBe('undefined undefined undefined')
    const winner = held.indexOf('open drawn won')
    const { voucherId } = unwrap(await (await county.holder(winner)).api.voucher.claim({ batchId }))
    expect((await offered())[winner]).toMatchObject({ state: 'claimed', draw: { entry: 'claimed', voucherId } })
  })

  it('says why a person may not enter as other offers say it, and tells nothing of the others', async () => {
    const county = await drawCounty(1)
    const [first] = await enter(county, 3)
    const stranger = await county.holder(7, { 'person.registration': '110101' })
    const offerOf = async ({ api }: Holder) => unwrap(await api.voucher.offers({})).offers[0]
    expect(await offerOf(stranger)).toMatchObject({ state: 'draw', outcome: 'ineligible', reasons: [{}] })
    const own = await offerOf(first as Holder)
    expect(own?.draw).toEqual({
      state: 'open',
      entriesUntil: new Date(ENTRIES_UNTIL).toISOString(),
      publicName: draw.publicName,
      publicAt: new Date(PUBLIC_AT).toISOString(),
      entry: 'entered',
    })
    expect({ ...(await offerOf(await county.holder(5))), draw: undefined }).toEqual({ ...own, draw: undefined })
  })

  it('is entered neither before it opens nor while it is paused, and the offer says so', async () => {
    const county = await drawCounty(1)
    const { batchId, sponsor } = county
    const stateOf = async () => unwrap(await (await county.holder(1)).api.voucher.offers({})).offers[0]?.draw?.state
    unwrap(await sponsor.batch.pause({ batchId, reason: 'checking' }))
    expect(await stateOf()).toBe('paused')
    unwrap(await sponsor.batch.resume({ batchId }))
    expect(await stateOf()).toBe('open')
    unwrap(await sponsor.batch.close({ batchId, reason: 'over' }))
    expect(await stateOf()).toBe('closed')
    const opensAt = '2025-01-21T10:00:00+08:00'
    const later = { benefit: 'spring/catering', quota: 1, draw, opensAt }
    const next = unwrap(await sponsor.batch.open(later)).batchId
    const { offers } = unwrap(await (await county.holder(1)).api.voucher.offers({}))
    expect(offers.find((offer) => offer.batchId === next)?.draw?.state).toBe('not_open')
  })

  it('goes step by step: lanes, seal before the number, two people after it', async () => {
    const county = await drawCounty(2, { shards: 2 })
    const { as, clock, batchId } = county
    await enter(county, 8)
    const [li, zhao] = [as(operator).draw, as(reviewer).draw]
    expect(await li.close({ batchId, lane: 0 })).toMatchObject({ code: 'draw_state_wrong' })
    clock.set(Date.parse(ENTRIES_UNTIL))
    expect(await li.seal({ batchId })).toMatchObject({ code: 'draw_state_wrong' })
    await li.close({ batchId, lane: 0 })
    expect(await li.seal({ batchId })).toMatchObject({ code: 'draw_state_wrong' })
    expect(await as(auditor).draw.record({ batchId })).toMatchObject({ code: 'draw_state_wrong' })
    await li.close({ batchId, lane: 1 })
    const sealed = unwrap(await li.seal({ batchId }))
    expect(sealed).toMatchObject({ state: 'sealed', entries: 8 })
    expect(unwrap(await li.seal({ batchId }))).toEqual(sealed)
    expect(await as(operator).batch.changeQuota({ batchId, current: 2, target: 1, reason: 'x' })).toMatchObject({
      code: 'draw_state_wrong',
    })
    expect(await li.give({ batchId, value: VALUE })).toMatchObject({ code: 'draw_not_held' })
    clock.set(Date.parse(PUBLIC_AT))
    expect(await as({ role: 'operator', tenant }).draw.give({ batchId, value: VALUE })).toMatchObject({
      code: 'person_unnamed',
    })
    unwrap(await li.give({ batchId, value: '05 11 23 28 30 34' }))
    expect(unwrap(await li.give({ batchId, value: VALUE })).state).toBe('sealed')
    expect(await li.give({ batchId, value: VALUE })).toMatchObject({ code: 'same_person' })
    expect(await zhao.give({ batchId, value: '1 2 3 4 5 6' })).toMatchObject({ code: 'draw_value_differs' })
    expect(unwrap(await zhao.give({ batchId, value: VALUE })).state).toBe('drawn')
    expect(await li.give({ batchId, value: VALUE })).toMatchObject({ code: 'draw_state_wrong' })
    expect(await as(host).draw.give({ batchId, value: VALUE })).toMatchObject({ ok: false })
  })

  it('THR-Z8 takes the number from two keys, where its programme asks for two', async () => {
    const county = await drawCounty(1, { document: { approval: 'twoKeys' } })
    const [li, zhao] = [county.as({ ...operator, credential: 'k1' }), county.as({ ...reviewer, credential: 'k2' })]
    const { batchId } = unwrap(await li.batch.open({ benefit: 'spring/catering', quota: 1, draw }))
    unwrap(await zhao.batch.approve({ batchId }))
    county.clock.set(Date.parse(ENTRIES_UNTIL))
    await closeLanes({ ...county, batchId })
    unwrap(await li.draw.seal({ batchId }))
    county.clock.set(Date.parse(PUBLIC_AT))
    unwrap(await li.draw.give({ batchId, value: VALUE }))
    const sameKey = county.as({ ...reviewer, credential: 'k1' })
    expect(await sameKey.draw.give({ batchId, value: VALUE })).toMatchObject({ code: 'approval_by_same_key' })
    expect(unwrap(await zhao.draw.give({ batchId, value: VALUE })).state).toBe('drawn')
  })

  it('cannot be sealed once the number is known', async () => {
    const county = await drawCounty(2)
    county.clock.set(Date.parse(PUBLIC_AT))
    await closeLanes(county)
    expect(await county.as(operator).draw.seal({ batchId: county.batchId })).toMatchObject({ code: 'draw_late' })
  })

  it.each([
    { entriesUntil: '2025-01-20T10:00:00+08:00' },
    { publicAt: '2025-01-21T18:00:59+08:00' },
    { publicAt: '2025-03-01T00:00:00+08:00' },
  ])('has times that follow one another: %j', async (wrong) => {
    const county = await drawCounty(2)
    const other = { ...draw, ...wrong }
    expect(await county.sponsor.batch.open({ benefit: 'spring/catering', quota: 1, draw: other })).toMatchObject({
      code: 'draw_window_invalid',
    })
  })

  it('is not held on a list that somebody changed behind its back', async () => {
    const county = await drawCounty(2)
    const [wang] = await enter(county, 3)
    county.clock.set(Date.parse(ENTRIES_UNTIL))
    await closeLanes(county)
    unwrap(await county.as(operator).draw.seal({ batchId: county.batchId }))
    county.clock.set(Date.parse(PUBLIC_AT))
    unwrap(await county.as(operator).draw.give({ batchId: county.batchId, value: VALUE }))
    const owner = wang?.actor.owner ?? 0
    const events = (await journalOf(county.store, 0)).flatMap((each) => each.events)
    const sealed = events.find(({ type }) => type === 'draw.sealed') as { data: { batch: number } } | undefined
    const target = drawEntryRef(sealed?.data.batch ?? 0, owner)
    // A row under another number: one person out, another in.
    await moveRow(county, target, drawEntryRef(target.owner, owner + county.store.shards))
    expect(await county.as(reviewer).draw.give({ batchId: county.batchId, value: VALUE })).toMatchObject({
      code: 'draw_list_changed',
    })
  })
})

async function moveRow({ store }: County, from: ReturnType<typeof drawEntryRef>, to: typeof from): Promise<void> {
  const key = (ref: typeof from) => ({
    tenant,
    shard: (ref.beside ?? ref.owner) % store.shards,
    owner: ref.owner,
    kind: ref.entity.kind,
    n: ref.n,
  })
  const [row] = await store.read([key(from)], [])
  const transaction = await store.begin([{ tenant, shard: key(from).shard }], 'wait')
  if (!row || !transaction) throw new Error('There is no such row.')
  const added = { ...row, ...key(to) }
  await transaction.commit({ adds: [added], writes: [], removes: [key(from)], journal: [], heads: [] })
}

describe('the record of a draw', () => {
  it('comes page by page, and draws the same winners again', async () => {
    const county = await drawCounty(3, { shards: 3 })
    await enter(county, 9)
    await holdDraw(county)
    const record = await recordOf(county, 2)
    expect(record.entries).toHaveLength(9)
    const { faults, winners } = await verifyDrawRecord(record, keysOf(county))
    expect(faults).toEqual([])
    const holders = await again(county, 9)
    for (const { api } of holders) {
      const { entryId, state } = unwrap(await api.draw.entry({ batchId: county.batchId }))
      expect(winners.includes(entryId)).toBe(state === 'won')
    }
  })

  it('names nobody: the people in two lists cannot be compared', async () => {
    const county = await drawCounty(1)
    const other = unwrap(
      await county.sponsor.batch.open({
        benefit: 'spring/catering',
        quota: 1,
        draw,
      }),
    ).batchId
    const wang = await county.holder(1)
    const ids = await Promise.all([county.batchId, other].map((batchId) => wang.api.draw.enter({ batchId })))
    const [first, second] = ids.map((each) => unwrap(each).entryId)
    expect(first).not.toBe(second)
  })

  it('tells every change: an entry, the number, the secret, the places, the times, the seal', async () => {
    const county = await drawCounty(2)
    await enter(county, 4)
    await holdDraw(county)
    const record = await recordOf(county)
    const keys = keysOf(county)
    const told = JSON.parse(record.document) as Record<string, unknown>
    const faultsOf = async (changed: object) => (await verifyDrawRecord({ ...record, ...changed }, keys)).faults
    const [first = '', ...rest] = record.entries
    expect(await faultsOf({ entries: rest })).toContain('list_differs')
    expect(await faultsOf({ entries: [...record.entries, `${first}x`] })).toContain('list_differs')
    expect(await faultsOf({ entries: [first, first, ...rest.slice(1)] })).toContain('entry_twice')
    expect(await faultsOf({ entries: [...rest, first].reverse() })).toEqual([])
    const changes: readonly (readonly [object, string])[] = [
      [{ value: '1 2 3' }, 'seed_differs'],
      [{ secret: '0'.repeat(64) }, 'commitment_differs'],
      [{ places: 3 }, 'winners_differ'],
      [{ last: 'f'.repeat(64) }, 'winners_differ'],
      [{ sealedAt: told.publicAt }, 'times_out_of_order'],
      [{ publicName: 'another number' }, 'seal_broken'],
    ]
    for (const [change, fault] of changes) {
      const document = JSON.stringify({ ...told, ...change })
      expect(await faultsOf({ document })).toEqual(expect.arrayContaining([fault, 'seal_broken']))
    }
    expect(await faultsOf({ document: '{' })).toEqual(['document_unreadable'])
    const sealed = { seq: 1, event: { type: 'draw.sealed', data: { listHash: '0'.repeat(64), entries: 4 } } }
    expect(await faultsOf({ journal: [sealed] })).toEqual(['journal_differs'])
  })
})
