import { describe, expect, it } from 'vitest'
import { unwrap } from '../../unwrap.ts'
import { auditor, codeOf, OPENS, openCounty, order, springDocument, till } from '../testing/county.ts'

type County = Awaited<ReturnType<typeof openCounty>>

const county = (risk: readonly unknown[], more: Parameters<typeof openCounty>[0] = {}) =>
  openCounty({ ...more, document: { ...more.document, risk } })

async function eventsOf({ as, tally: _tally }: County, type: string) {
  const events: Record<string, unknown>[] = []
  for (let lane = 0, lanes = 1; lane < lanes; lane += 1) {
    const page = unwrap(await as(auditor).journal.read({ lane, limit: 200 }))
    lanes = page.lanes
    for (const { entry } of page.entries) {
      for (const event of (entry as { events: { type: string; data: Record<string, unknown> }[] }).events) {
        if (event.type === type) events.push(event.data)
      }
    }
  }
  return events
}

async function buy(place: County, n: number, amount = 12_800, merchantId = 'noodles') {
  const person = await place.holder(n)
  const { voucherId } = unwrap(await person.api.voucher.claim({ batchId: place.batchId }))
  const code = await codeOf(person, voucherId)
  return place.as(till(merchantId)).voucher.redeem({ code, ...order(amount) })
}

describe('risk rules', () => {
  const hugging = {
    name: 'hugging',
    at: 'redeem',
    when: { fact: 'order.overThresholdMinor', operator: 'lessThan', value: 100 },
    do: 'hold',
  }
  const tooFast = {
    name: 'too-fast',
    at: 'redeem',
    when: { fact: 'voucher.secondsSinceClaim', operator: 'lessThan', value: 60 },
    do: 'refuse',
  }

  it('refuse without saying why; the voucher stays usable', async () => {
    const place = await county([tooFast])
    const wang = await place.holder(1)
    const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: place.batchId }))
    const sale = async () => place.as(till()).voucher.redeem({ code: await codeOf(wang, voucherId), ...order() })
    const outcome = await sale()
    expect(outcome).toMatchObject({ ok: false, code: 'risk_refused', detail: {}, reasons: [], needs: [] })
    expect(JSON.stringify(outcome)).not.toContain('too-fast')
    place.clock.advance({ minutes: 1 })
    expect(await sale()).toMatchObject({ ok: true })
  })

  it('mark what they hold in the journal, and let it pass', async () => {
    const place = await county([hugging])
    expect(await buy(place, 1, 10_099)).toMatchObject({ ok: true })
    expect(await buy(place, 2, 10_100)).toMatchObject({ ok: true })
    expect((await eventsOf(place, 'voucher.redeemed')).map(({ risk }) => risk)).toEqual([
      { rule: 'hugging', do: 'hold' },
      undefined,
    ])
  })

  it('are asked in their order: the first that holds decides', async () => {
    const known = {
      name: 'known-shop',
      at: 'redeem',
      when: { fact: 'merchant.merchantId', operator: 'equal', value: 'noodles' },
      do: 'allow',
    }
    const place = await county([known, tooFast])
    expect(await buy(place, 1)).toMatchObject({ ok: true })
    expect(await buy(place, 2, 12_800, 'dumplings')).toMatchObject({ code: 'risk_refused' })
  })

  it.each([1, 3])(
    'count the redemptions of a shop within the hour, in whatever lane the holders are (%i)',
    async (shards) => {
      const bunched = {
        name: 'bunched',
        at: 'redeem',
        when: { fact: 'merchant.redemptions.1h', operator: 'greaterThanInclusive', value: 3 },
        do: 'refuse',
      }
      const place = await county([bunched], { shards })
      for (const n of [1, 2, 3]) expect(await buy(place, n)).toMatchObject({ ok: true })
      expect(await buy(place, 4)).toMatchObject({ code: 'risk_refused' })
      expect(await buy(place, 5, 12_800, 'dumplings')).toMatchObject({ ok: true })
      place.clock.advance({ minutes: 66 })
      expect(await buy(place, 6)).toMatchObject({ ok: true })
    },
  )

  it('are those of today, whatever version a voucher was claimed under', async () => {
    const place = await county([])
    const wang = await place.holder(1)
    const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: place.batchId }))
    unwrap(await place.sponsor.programme.publish({ document: springDocument({}, { version: 2, risk: [tooFast] }) }))
    const code = await codeOf(wang, voucherId)
    expect(await place.as(till()).voucher.redeem({ code, ...order() })).toMatchObject({ code: 'risk_refused' })
  })

  it('judge a claim by what the person has claimed, and count against what they cannot answer', async () => {
    const far = {
      name: 'no-position',
      at: 'claim',
      when: {
        not: {
          fact: 'position',
          operator: 'withinCircle',
          value: { latitude: 28.43, longitude: 104.51, radiusMetres: 50_000, datum: 'gcj02' },
        },
      },
      do: 'challenge',
    }
    const again = {
      name: 'second',
      at: 'claim',
      when: { fact: 'quota.person', operator: 'greaterThanInclusive', value: 1 },
      do: 'refuse',
    }
    const place = await county([again, far], { benefit: { quota: { perPerson: 5 } } })
    const wang = await place.holder(1)
    const position = { latitude: 28.43, longitude: 104.51, accuracyMetres: 20, datum: 'gcj02' as const }
    expect(await wang.api.voucher.claim({ batchId: place.batchId })).toMatchObject({ code: 'identity_check_needed' })
    const sure = await place.holder(1, { 'person.registration': '511525', 'person.confirmedAt': OPENS })
    expect(await sure.api.voucher.claim({ batchId: place.batchId })).toMatchObject({ ok: true })
    expect(await sure.api.voucher.claim({ batchId: place.batchId })).toMatchObject({ code: 'risk_refused' })
    const li = await place.holder(2)
    expect(await li.api.voucher.claim({ batchId: place.batchId, position })).toMatchObject({ ok: true })
    expect((await eventsOf(place, 'voucher.claimed')).map(({ risk }) => risk)).toEqual([
      { rule: 'no-position', do: 'challenge' },
      undefined,
    ])
  })

  it('an allowance that cannot be answered allows nothing', async () => {
    const home = {
      name: 'at-home',
      at: 'claim',
      when: { fact: 'phone.home', operator: 'withinRegion', value: '511500' },
      do: 'allow',
    }
    const all = {
      name: 'everybody',
      at: 'claim',
      when: { fact: 'quota.person', operator: 'greaterThanInclusive', value: 0 },
      do: 'refuse',
    }
    const place = await county([home, all])
    const unknown = await place.holder(1)
    expect(await unknown.api.voucher.claim({ batchId: place.batchId })).toMatchObject({ code: 'risk_refused' })
    const known = await place.holder(2, { 'person.registration': '511525', 'phone.home': '511500' })
    expect(await known.api.voucher.claim({ batchId: place.batchId })).toMatchObject({ ok: true })
  })

  it('are recorded by content with what they read, so that a later version cannot be taken for them', async () => {
    const place = await county([hugging])
    expect(await buy(place, 1)).toMatchObject({ ok: true })
    const newer = springDocument({}, { version: 2, risk: [{ ...hugging, do: 'challenge' }] })
    unwrap(await place.sponsor.programme.publish({ document: newer }))
    expect(await buy(place, 2)).toMatchObject({ ok: true })
    const [first, second] = (await eventsOf(place, 'voucher.redeemed')) as {
      programmeVersion: number
      decision: { rules: string; risk: { programmeVersion: number; rules: string }; facts: unknown }
    }[]
    const [claimed] = (await eventsOf(place, 'voucher.claimed')) as { decision: { rules: string; facts: unknown } }[]
    expect(first).toMatchObject({
      programmeVersion: 1,
      decision: {
        rules: expect.stringMatching(/^[0-9a-f]{32}$/),
        facts: { 'merchant.industry': 'H62', 'merchant.region': '511525', 'order.overThresholdMinor': 2_800 },
      },
    })
    expect(Object.keys(first?.decision.facts as object)).toHaveLength(3)
    expect(first?.decision.risk).toEqual({ programmeVersion: 1, rules: first?.decision.rules })
    expect(second?.decision.risk).toMatchObject({ programmeVersion: 2 })
    expect(second?.decision.risk.rules).not.toBe(first?.decision.rules)
    expect(claimed?.decision).toEqual({ rules: first?.decision.rules, facts: { 'quota.person': 0 } })
  })
})
