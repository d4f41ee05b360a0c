import { describe, expect, it } from 'vitest'
import { unwrap } from '../../unwrap.ts'
import { audit, journalOf } from '../testing/audit.ts'
import { OPENS } from '../testing/county.ts'
import { atLeast, facts, riskCounty, rule } from './testing/risk-county.ts'

const here = { latitude: 28.436, longitude: 104.519, accuracyMetres: 30, datum: 'wgs84' as const }
const chengdu = { latitude: 30.657, longitude: 104.066, accuracyMetres: 30, datum: 'wgs84' as const }

describe('claiming in bulk', () => {
  it.each([1, 5])(
    'THR-C4 many accounts on one device gain what the policy allows, and no more (%i lanes)',
    async (shards) => {
      const place = await riskCounty(
        [rule('shared-device', 'claim', atLeast('device.persons.24h', 4), 'refuse')],
        shards,
      )
      const outcomes = []
      for (let n = 1; n <= 12; n += 1) {
        const bot = await place.holder(n, facts({ 'device.id': 'emulator' }))
        outcomes.push(await bot.api.voucher.claim({ batchId: place.batchId }))
      }
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(3)
      expect(outcomes.slice(3).every((outcome) => !outcome.ok && outcome.code === 'risk_refused')).toBe(true)
      const other = await place.holder(50, facts({ 'device.id': 'own phone' }))
      expect(await other.api.voucher.claim({ batchId: place.batchId })).toMatchObject({ ok: true })
      const hidden = await place.holder(52)
      expect(await hidden.api.voucher.claim({ batchId: place.batchId })).toMatchObject({ code: 'risk_refused' })
      place.clock.advance({ days: 1, seconds: 1 })
      const later = await place.holder(51, facts({ 'device.id': 'emulator' }))
      expect(await later.api.voucher.claim({ batchId: place.batchId })).toMatchObject({ ok: true })
      await audit(place)
    },
  )

  it('THR-C4 twenty at once on one device gain no more than one after the other', async () => {
    const place = await riskCounty([rule('shared-device', 'claim', atLeast('device.persons.24h', 4), 'refuse')], 5)
    const bots = await Promise.all(
      Array.from({ length: 20 }, (_, n) => place.holder(n + 1, facts({ 'device.id': 'farm' }))),
    )
    const outcomes = await Promise.all(bots.map((bot) => bot.api.voucher.claim({ batchId: place.batchId })))
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(3)
    await audit(place)
  })

  it('THR-C4 a metronome at one address is told from a crowd in one office', async () => {
    const robotic = {
      all: [atLeast('address.claims.10m', 6), { fact: 'address.gapSpread', operator: 'lessThan', value: 20 }],
    }
    const refusedOf = async (gaps: readonly number[]) => {
      const place = await riskCounty([rule('metronome', 'claim', robotic, 'refuse')])
      const codes = []
      for (const [n, gap] of gaps.entries()) {
        place.clock.advance({ seconds: gap })
        const person = await place.holder(n + 1)
        const from = place.as({ ...person.actor, address: '203.0.113.7' })
        const outcome = await from.voucher.claim({ batchId: place.batchId })
        codes.push(outcome.ok ? 'ok' : outcome.code)
      }
      return codes.filter((code) => code === 'risk_refused').length
    }
    // The first five pass; what is refused still counts, so no pause is seen.
    expect(await refusedOf(Array.from({ length: 12 }, () => 1.5))).toBe(7)
    expect(await refusedOf([0.9, 7, 0.3, 21, 2.5, 14, 0.8, 33, 1.1, 5, 19, 0.6])).toBe(0)
  })

  it('THR-C10 a journey nobody makes is challenged; a new identity check settles it', async () => {
    const place = await riskCounty([rule('teleport', 'claim', atLeast('travel.kmPerHour', 300), 'challenge')])
    const wang = await place.holder(1)
    unwrap(await wang.api.voucher.claim({ batchId: place.batchId, position: here }))
    place.clock.advance({ minutes: 20 })
    const far = { batchId: place.batchId, position: chengdu }
    expect(await wang.api.voucher.claim(far)).toMatchObject({
      code: 'identity_check_needed',
      needs: ['person.confirmedAt'],
    })
    const stale = await place.holder(1, facts({ 'person.confirmedAt': OPENS }))
    expect(await stale.api.voucher.claim(far)).toMatchObject({ code: 'identity_check_needed' })
    const tomorrow = await place.holder(1, facts({ 'person.confirmedAt': '2025-01-21T10:00:00+08:00' }))
    expect(await tomorrow.api.voucher.claim(far)).toMatchObject({ code: 'identity_check_needed' })
    const confirmedAt = new Date(place.clock.now() - 60_000).toISOString()
    const sure = await place.holder(1, facts({ 'person.confirmedAt': confirmedAt }))
    expect(await sure.api.voucher.claim(far)).toMatchObject({ ok: true })
    place.clock.advance({ hours: 5 })
    expect(await sure.api.voucher.claim({ batchId: place.batchId, position: here })).toMatchObject({ ok: true })
  })

  it('a refusal stands in the journal with what was read, five an hour and person; the person is told nothing of it', async () => {
    const place = await riskCounty([rule('shared-device', 'claim', atLeast('device.persons.24h', 1), 'refuse')])
    const bot = await place.holder(1, facts({ 'device.id': 'emulator' }))
    for (let n = 0; n < 9; n += 1) {
      const outcome = await bot.api.voucher.claim({ batchId: place.batchId })
      expect(outcome).toMatchObject({ code: 'risk_refused', detail: {}, reasons: [], needs: [] })
    }
    const events = (await journalOf(place.store, 0)).flatMap((entry) => entry.events)
    const refused = events.filter(({ type }) => type === 'risk.refused')
    expect(refused).toHaveLength(5)
    expect(refused[0]?.data).toMatchObject({
      risk: { rule: 'shared-device', do: 'refuse' },
      decision: { facts: { 'device.persons.24h': 1 } },
      amountMinor: 2_000,
    })
    expect(JSON.stringify(refused)).not.toContain('emulator')
  })
})
