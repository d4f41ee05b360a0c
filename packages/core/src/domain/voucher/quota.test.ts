import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import { OPENS, openCounty, springDocument } from '../testing/county.ts'

const registered = { 'person.registration': '511525' }
const inHouse = (household: string) => ({ ...registered, 'person.household': household })

describe('shares', () => {
  it.each([1, 3])('are counted by household, however many ask at once (%i lanes)', async (shards) => {
    const county = await openCounty({ shards, benefit: { quota: { perPerson: 1, perHousehold: 2 } } })
    const family = await Promise.all([1, 2, 3, 4].map((n) => county.holder(n, inHouse('h-1'))))
    const outcomes = await Promise.all(family.map(({ api }) => api.voucher.claim({ batchId: county.batchId })))
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(2)
    for (const outcome of outcomes.filter((each) => !each.ok)) {
      expect(outcome).toMatchObject({ code: 'quota_reached', reasons: [{ fact: 'quota.household', expected: 2 }] })
    }
    const other = await county.holder(5, inHouse('h-2'))
    expect(await other.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    await audit(county)
  })

  it('ask for the household where it is not named: nothing fails open', async () => {
    const county = await openCounty({ benefit: { quota: { perPerson: 1, perHousehold: 2, perDevice: 1 } } })
    const alone = await county.holder(1)
    expect(await alone.api.voucher.claim({ batchId: county.batchId })).toMatchObject({
      code: 'more_needed',
      needs: ['device.id', 'person.household'],
    })
    const offers = unwrap(await alone.api.voucher.offers({})).offers
    expect(offers[0]).toMatchObject({ outcome: 'undecided' })
  })

  it('are counted by device and over all benefits of the programme', async () => {
    const device = { ...registered, 'device.id': 'phone-1' }
    const byDevice = await openCounty({ benefit: { quota: { perPerson: 1, perDevice: 1 } } })
    const [one, two] = [await byDevice.holder(1, device), await byDevice.holder(2, device)]
    expect(await one.api.voucher.claim({ batchId: byDevice.batchId })).toMatchObject({ ok: true })
    expect(await two.api.voucher.claim({ batchId: byDevice.batchId })).toMatchObject({
      code: 'quota_reached',
      reasons: [{ fact: 'quota.device' }],
    })
    expect(unwrap(await two.api.voucher.offers({})).offers[0]).toMatchObject({ outcome: 'ineligible' })

    const { catering } = springDocument({ quota: { perPerson: 1, perPersonInProgramme: 1 } }).benefits
    const county = await openCounty({ document: { benefits: { catering, retail: catering } } })
    const { batchId } = unwrap(await county.sponsor.batch.open({ benefit: 'spring/retail', quota: 10 }))
    const wang = await county.holder(1)
    expect(await wang.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    expect(await wang.api.voucher.claim({ batchId })).toMatchObject({
      code: 'quota_reached',
      reasons: [{ fact: 'quota.programme' }],
    })
  })

  it.each([1, 3])('are given back, once, when the sponsor withdraws a voucher (%i lanes)', async (shards) => {
    const quota = { perPerson: 1, perHousehold: 1, perPersonInProgramme: 1 }
    const county = await openCounty({ shards, benefit: { quota } })
    const [one, two] = [await county.holder(1, inHouse('h-1')), await county.holder(2, inHouse('h-1'))]
    const { voucherId } = unwrap(await one.api.voucher.claim({ batchId: county.batchId }))
    expect(await two.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'quota_reached' })
    unwrap(await county.sponsor.voucher.void({ voucherId, reason: 'a mistake' }))
    expect(await two.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    expect(await one.api.voucher.claim({ batchId: county.batchId })).toMatchObject({
      reasons: [{ fact: 'quota.household' }],
    })
    await audit(county)
  })

  it.each(['quota.programmeDay', 'quota.householdDay', 'quota.deviceDay'])(
    'of a day are counted anew on the next: %s',
    async (fact) => {
      const clock = fakeClock(OPENS)
      const eligibility = { fact, operator: 'quotaBelow', value: 1 }
      const county = await openCounty({ clock, benefit: { eligibility, quota: { perPerson: 9 } } })
      const facts = { ...registered, 'person.household': 'h-1', 'device.id': 'd-1' }
      const { api } = await county.holder(1, facts)
      expect(await api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
      expect(await api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: false, reasons: [{ fact }] })
      clock.set(Date.parse(OPENS) + 86_400_000)
      const next = await county.holder(1, facts)
      expect(await next.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    },
  )

  it('stand in the same language: a rule may exempt from what is counted', async () => {
    const exempt = { fact: 'person.list', operator: 'in', value: 'carers' }
    const few = { fact: 'quota.household', operator: 'quotaBelow', value: 1 }
    const county = await openCounty({ benefit: { eligibility: { any: [few, exempt] }, quota: { perPerson: 2 } } })
    const member = await county.holder(1, inHouse('h-1'))
    const carer = await county.holder(2, { ...inHouse('h-1'), 'person.list': ['carers'] })
    const late = await county.holder(3, { ...inHouse('h-1'), 'person.list': [] })
    expect(await member.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    expect(await carer.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    expect(await late.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'not_eligible' })
  })
})
