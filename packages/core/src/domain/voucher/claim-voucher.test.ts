import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import { ENDS, host, OPENS, openCounty, openOffice, registered, springDocument } from '../testing/county.ts'
import { idNumber, idNumberWithX } from '../testing/people.ts'

const claim = (county: Awaited<ReturnType<typeof openCounty>>, n: number) =>
  county.holder(n).then(({ api }) => api.voucher.claim({ batchId: county.batchId }))

describe('claiming', () => {
  it.each([1, 3, 64])('THR-C1 gives 500 who come at once exactly the 100 there are (%i lanes)', async (shards) => {
    const county = await openCounty({ shards, quota: 100 })
    const holders = await Promise.all(Array.from({ length: 500 }, (_, n) => county.holder(n)))
    const outcomes = await Promise.all(holders.map(({ api }) => api.voucher.claim({ batchId: county.batchId })))
    const won = outcomes.filter((outcome) => outcome.ok)
    expect(won).toHaveLength(100)
    expect(new Set(won.map((outcome) => outcome.ok && outcome.value.voucherId)).size).toBe(100)
    expect(
      outcomes.filter((outcome) => !outcome.ok).every((outcome) => !outcome.ok && outcome.code === 'sold_out'),
    ).toBe(true)
    await audit(county)
  })

  it('THR-C2 gives one person one of 100 claims that come at once', async () => {
    const county = await openCounty({ shards: 3 })
    const wang = await county.holder(1)
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        wang.api.voucher.claim({ batchId: county.batchId }, { idempotencyKey: `k${n}` }),
      ),
    )
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1)
    expect(outcomes.filter((outcome) => !outcome.ok && outcome.code === 'already_claimed')).toHaveLength(99)
    await audit(county)
  })

  it('THR-C3 knows one person behind every spelling of one document', async () => {
    const county = await openCounty()
    const number = idNumberWithX()
    const fullWidth = [...number]
      .map((c) => (c === 'X' ? 'Ｘ' : String.fromCharCode(c.charCodeAt(0) + 0xfee0)))
      .join('')
    const fifteen = `${number.slice(0, 6)}${number.slice(8, 17)}`
    const spellings = [number, number.toLowerCase(), fullWidth, ` ${number} `, fifteen]
    const owners = new Set<unknown>()
    for (const idNumber of spellings) {
      const minted = await county.as(host).session.mint({ role: 'holder', person: { idNumber }, ttlSeconds: 60 })
      expect(minted, idNumber.length.toString()).toMatchObject({ ok: true })
      owners.add(unwrap(county.tally.authenticate(unwrap(minted).session)).owner)
    }
    const documents = [{ kind: 'residentId' as const, number }]
    const minted = await county
      .as(host)
      .session.mint({ role: 'holder', person: { documents } as never, ttlSeconds: 60 })
    if (minted.ok) owners.add(unwrap(county.tally.authenticate(minted.value.session)).owner)
    expect(owners.size).toBe(1)
  })

  it('refuses a document with a wrong check character, and does not repeat it', async () => {
    const { as } = await openOffice()
    const number = `${idNumber(5).slice(0, 17)}${idNumber(5).endsWith('1') ? '2' : '1'}`
    const outcome = await as(host).session.mint({ role: 'holder', person: { idNumber: number }, ttlSeconds: 60 })
    expect(outcome).toMatchObject({ ok: false, code: 'identity_document_invalid' })
    expect(JSON.stringify(outcome)).not.toContain(number)
    expect(await as(host).session.mint({ role: 'holder', person: {}, ttlSeconds: 60 })).toMatchObject({
      code: 'person_missing',
    })
  })

  it('refuses documents that belong to two people so far', async () => {
    const { as } = await openOffice()
    const mint = (person: object) => as(host).session.mint({ role: 'holder', person, ttlSeconds: 60 })
    unwrap(await mint({ idNumber: idNumber(1) }))
    unwrap(await mint({ alias: 'wx-2' }))
    expect(await mint({ idNumber: idNumber(1), alias: 'wx-2' })).toMatchObject({ code: 'identity_conflict' })
    unwrap(await mint({ idNumber: idNumber(3), alias: 'wx-3' }))
    expect(await mint({ alias: 'wx-3' })).toMatchObject({ ok: true })
  })

  it('THR-C5 opens and closes to the millisecond, from included, to excluded', async () => {
    const clock = fakeClock(OPENS)
    const county = await openCounty({ clock })
    const { batchId } = unwrap(
      await county.sponsor.batch.open({
        benefit: 'spring/catering',
        quota: 10,
        opensAt: '2025-01-21T10:00:00+08:00',
        closesAt: '2025-01-22T10:00:00+08:00',
      }),
    )
    const opens = Date.parse('2025-01-21T10:00:00+08:00')
    const closes = Date.parse('2025-01-22T10:00:00+08:00')
    const at = async (ms: number, n: number) => {
      const { api } = await county.holder(n)
      clock.set(ms)
      return api.voucher.claim({ batchId })
    }
    expect(await at(opens - 1, 1)).toMatchObject({
      code: 'not_open',
      retryable: true,
      detail: { time: new Date(opens).toISOString() },
    })
    expect(await at(opens, 2)).toMatchObject({ ok: true })
    expect(await at(closes - 1, 3)).toMatchObject({ ok: true })
    expect(await at(closes, 4)).toMatchObject({
      code: 'claim_closed',
      detail: { time: new Date(closes).toISOString() },
    })
  })

  it('ends with the programme, also when a newer version ends it sooner', async () => {
    const clock = fakeClock(OPENS)
    const county = await openCounty({ clock })
    const sooner = springDocument({}, { version: 2, period: { from: OPENS, to: '2025-01-25T00:00:00+08:00' } })
    unwrap(await county.sponsor.programme.publish({ document: sooner }))
    const wang = await county.holder(1)
    expect(unwrap(await wang.api.voucher.claim({ batchId: county.batchId })).expiresAt).toBe('2025-01-24T16:00:00.000Z')
    clock.set('2025-01-25T00:00:00+08:00')
    expect(await claim(county, 2)).toMatchObject({ code: 'claim_closed' })
    await audit(county)
  })

  it.each(['UTC', 'America/Los_Angeles', 'Asia/Shanghai'])(
    'THR-K3 counts whole days by the programme’s zone, with the server in %s',
    async (zone) => {
      const before = process.env.TZ
      process.env.TZ = zone
      try {
        const clock = fakeClock(OPENS)
        const county = await openCounty({ clock, quota: 10 })
        const ends = async (at: string, n: number) => {
          const { api } = await county.holder(n)
          clock.set(at)
          return unwrap(await api.voucher.claim({ batchId: county.batchId })).expiresAt
        }
        expect(await ends(OPENS, 1)).toBe('2025-01-27T16:00:00.000Z')
        expect(await ends('2025-01-20T23:59:59.999+08:00', 2)).toBe('2025-01-27T16:00:00.000Z')
        expect(await ends('2025-01-21T00:00:00+08:00', 3)).toBe('2025-01-28T16:00:00.000Z')
        // Never beyond the programme's own end.
        expect(await ends('2025-02-27T12:00:00+08:00', 4)).toBe(new Date(ENDS).toISOString())
      } finally {
        if (before === undefined) delete process.env.TZ
        else process.env.TZ = before
      }
    },
  )

  it('THR-K2 goes on when the clock steps back over midnight, on the day the lane has reached', async () => {
    const clock = fakeClock('2025-01-21T00:10:00+08:00')
    const county = await openCounty({ clock })
    unwrap(await claim(county, 1))
    clock.advance({ hours: -1 })
    expect(unwrap(await claim(county, 2)).expiresAt).toBe('2025-01-28T16:00:00.000Z')
    await audit(county)
  })

  it('counts each person’s share by person, day and programme', async () => {
    const clock = fakeClock(OPENS)
    const county = await openCounty({ clock, benefit: { quota: { perPerson: 3, perPersonPerDay: 1 } } })
    const wang = await county.holder(1)
    const again = () => wang.api.voucher.claim({ batchId: county.batchId })
    unwrap(await again())
    expect(await again()).toMatchObject({ code: 'quota_period', detail: { time: '2025-01-20T16:00:00.000Z' } })
    clock.set('2025-01-20T23:59:59.999+08:00')
    expect(await again()).toMatchObject({ code: 'quota_period' })
    clock.set('2025-01-21T00:00:00+08:00')
    unwrap(await again())
    clock.advance({ days: 1 })
    unwrap(await again())
    clock.advance({ days: 1 })
    expect(await again()).toMatchObject({ code: 'already_claimed' })
    const { batchId } = unwrap(await county.sponsor.batch.open({ benefit: 'spring/catering', quota: 5 }))
    expect(await wang.api.voucher.claim({ batchId })).toMatchObject({ code: 'already_claimed' })
  })

  it('shows the newest two hundred to a holder who has more', async () => {
    const benefits = Object.fromEntries(
      Array.from({ length: 4 }, (_, n) => [
        `b${n}`,
        {
          kind: 'voucher',
          terms: { thresholdMinor: 0, offMinor: 1 },
          usable: { within: 'P7D' },
          quota: { perPerson: 64 },
        },
      ]),
    )
    const office = await openOffice()
    unwrap(await office.sponsor.programme.publish({ document: springDocument({}, { benefits }) }))
    const wang = await office.holder(1)
    for (let n = 0; n < 4; n += 1) {
      const { batchId } = unwrap(await office.sponsor.batch.open({ benefit: `spring/b${n}`, quota: 64 }))
      await Promise.all(Array.from({ length: 64 }, () => wang.api.voucher.claim({ batchId })))
      office.clock.advance({ seconds: 1 })
    }
    const { vouchers } = unwrap(await wang.api.voucher.list({}))
    expect(vouchers).toHaveLength(200)
    expect(vouchers[0]?.benefit).toBe('spring/b3')
    expect(vouchers.filter(({ benefit }) => benefit === 'spring/b0')).toHaveLength(8)
    expect(unwrap(await wang.api.history.list({})).entries[0]?.title.en).toBe('b3')
  })
})

describe('who may claim', () => {
  it('is who the rules say, with the reason in both languages; nothing unknown counts as yes', async () => {
    const county = await openCounty()
    const here = (facts: Record<string, unknown>, n: number) =>
      county.holder(n, facts).then(({ api }) => api.voucher.claim({ batchId: county.batchId }))
    expect(await here({ 'person.registration': '511525' }, 1)).toMatchObject({ ok: true })
    expect(await here({ 'person.registration': '510107' }, 2)).toMatchObject({
      code: 'not_eligible',
      reasons: [{ fact: 'person.registration', result: 'failed', message: registered.message }],
    })
    expect(await here({}, 3)).toMatchObject({ code: 'more_needed', needs: ['person.registration'] })
    // The first six digits of an ID number are no registration (answer 7).
    expect(await here({ 'person.idPrefix': '511525' }, 4)).toMatchObject({ code: 'more_needed' })
    await audit(county)
  })

  it('THR-C11 is decided by facts of the host: what the client adds is refused, not believed', async () => {
    const county = await openCounty()
    const { api } = await county.holder(1, { 'person.registration': '510107' })
    const { batchId } = county
    for (const forged of [
      { 'person.registration': '511525' },
      { facts: { 'person.registration': '511525' } },
      { session: { 'person.registration': '511525' } },
      { eligible: true },
      { owner: 5 },
    ]) {
      expect(await api.voucher.claim({ batchId, ...forged } as never)).toMatchObject({ code: 'input_invalid' })
    }
    expect(await api.voucher.claim({ batchId })).toMatchObject({ code: 'not_eligible' })
  })

  const square = {
    datum: 'wgs84',
    polygon: {
      type: 'Polygon',
      coordinates: [
        [
          [104, 28],
          [105, 28],
          [105, 29],
          [104, 29],
          [104, 28],
        ],
      ],
    },
  }
  const inCity = { all: [registered, { fact: 'position', operator: 'withinPolygon', value: { region: 'city' } }] }
  const fix = { latitude: 28.5, longitude: 104.5, accuracyMetres: 200, datum: 'wgs84' as const }

  it.each([
    ['inside', fix, undefined],
    ['inside with a coarse fix', { ...fix, accuracyMetres: 5_000 }, undefined],
    ['crossing the edge', { ...fix, latitude: 28.999, accuracyMetres: 500 }, 'position_inaccurate'],
    ['outside', { ...fix, latitude: 29.5 }, 'outside_area'],
    ['missing', undefined, 'position_needed'],
    ['without a datum', { latitude: 28.5, longitude: 104.5, accuracyMetres: 200 }, 'input_invalid'],
    ['with an unknown datum', { ...fix, datum: 'mars' }, 'input_invalid'],
    ['without accuracy', { latitude: 28.5, longitude: 104.5, datum: 'wgs84' }, 'input_invalid'],
  ])('THR-C10 is asked for a position: %s', async (_where, position, code) => {
    const county = await openCounty({ document: { regions: { city: square }, eligibility: inCity } })
    const { api } = await county.holder(1)
    const outcome = await api.voucher.claim({ batchId: county.batchId, ...(position ? { position } : {}) } as never)
    expect(outcome.ok ? undefined : outcome.code).toBe(code)
    const [offer] = unwrap(
      await api.voucher.offers(position && code !== 'input_invalid' ? (position as never) : {}),
    ).offers
    expect(offer?.outcome).toBe(code === undefined ? 'eligible' : code === 'outside_area' ? 'ineligible' : 'undecided')
  })

  it('THR-C10 keeps the datum: the same numbers in GCJ-02 are another place', async () => {
    const edge = { latitude: 28.5, longitude: 104.0015, accuracyMetres: 10 }
    for (const [datum, code] of [
      ['wgs84', undefined],
      ['gcj02', 'outside_area'],
    ] as const) {
      const county = await openCounty({ document: { regions: { city: square }, eligibility: inCity } })
      const { api } = await county.holder(1)
      const outcome = await api.voucher.claim({ batchId: county.batchId, position: { ...edge, datum } })
      expect(outcome.ok ? undefined : outcome.code, datum).toBe(code)
    }
  })
})

describe('a claim that is retried', () => {
  it('THR-C6 gets its voucher again, also after the batch is sold out, paused or over', async () => {
    const clock = fakeClock(OPENS)
    const county = await openCounty({ clock, quota: 1 })
    const wang = await county.holder(1)
    const retry = () => wang.api.voucher.claim({ batchId: county.batchId }, { idempotencyKey: 'wang-1' })
    const first = unwrap(await retry())
    await claim(county, 2)
    expect(unwrap(await retry())).toEqual(first)
    unwrap(await county.sponsor.batch.pause({ batchId: county.batchId, reason: 'check' }))
    expect(unwrap(await retry())).toEqual(first)
    unwrap(await county.sponsor.batch.close({ batchId: county.batchId, reason: 'over' }))
    clock.set(ENDS)
    expect(unwrap(await retry())).toEqual(first)
  })

  it('THR-C8 never gets the voucher of another person’s key', async () => {
    const county = await openCounty()
    const [wang, chen] = [await county.holder(1), await county.holder(2)]
    const key = { idempotencyKey: 'same' }
    const first = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }, key))
    const second = unwrap(await chen.api.voucher.claim({ batchId: county.batchId }, key))
    expect(second.voucherId).not.toBe(first.voucherId)
  })
})
