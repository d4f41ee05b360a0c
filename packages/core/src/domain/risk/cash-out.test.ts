import { describe, expect, it } from 'vitest'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import { codeOf, OPENS, order, till } from '../testing/county.ts'
import { atLeast, facts, riskCounty, rule, sell } from './testing/risk-county.ts'

describe('cash-out', () => {
  const collusion = { all: [atLeast('merchant.redemptions.1d', 5), atLeast('merchant.tierHuggingRate.1d', 0.6)] }

  it('THR-R9 a shop whose orders all stop just above the threshold is stopped from the sixth on; its neighbour is not', async () => {
    const place = await riskCounty([rule('at-the-tier', 'redeem', collusion, 'refuse')])
    const codes = { noodles: [] as string[], dumplings: [] as string[] }
    for (let n = 1; n <= 10; n += 1) {
      place.clock.advance({ minutes: 11 })
      const tight = await sell(place, await place.holder(n), { amount: 10_000 + n * 10, shop: 'noodles' })
      const loose = await sell(place, await place.holder(n + 100), { amount: 10_200 + n * 700, shop: 'dumplings' })
      codes.noodles.push(tight.ok ? 'ok' : tight.code)
      codes.dumplings.push(loose.ok ? 'ok' : loose.code)
    }
    expect(codes.noodles).toEqual([...Array(5).fill('ok'), ...Array(5).fill('risk_refused')])
    expect(codes.dumplings).toEqual(Array(10).fill('ok'))
    await audit(place)
  })

  it('THR-R9 the same amount again and again, in whole tens, bunched in minutes: each is a fact of its own', async () => {
    const rules = [
      rule('same-amount', 'redeem', atLeast('merchant.sameAmount.1d', 2), 'refuse'),
      rule(
        'round',
        'redeem',
        { all: [atLeast('merchant.redemptions.1d', 3), atLeast('merchant.roundRate.1d', 0.9)] },
        'refuse',
      ),
      rule('bunched', 'redeem', atLeast('merchant.redemptions.10m', 4), 'refuse'),
    ]
    const amounts: Record<string, readonly number[]> = {
      'same-amount': [12_345, 12_345, 12_345],
      round: [11_000, 12_000, 13_000, 14_000],
      bunched: [12_341, 12_352, 12_363, 12_374, 12_385],
    }
    for (const each of rules) {
      const place = await riskCounty([each])
      const outcomes = []
      for (const [n, amount] of (amounts[each.name] ?? []).entries()) {
        outcomes.push((await sell(place, await place.holder(n + 1), { amount })).ok)
      }
      expect(outcomes.at(-1), each.name).toBe(false)
      expect(
        outcomes.slice(0, -1).every((ok) => ok),
        each.name,
      ).toBe(true)
    }
  })

  it('THR-F5 a use and its refund within minutes go round until the policy stops them', async () => {
    const place = await riskCounty([rule('round-and-round', 'redeem', atLeast('pair.quickRefunds.7d', 3), 'refuse')], 3)
    const wang = await place.holder(1)
    const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: place.batchId }))
    const round = async (minutes = 2) => {
      const sale = { code: await codeOf(wang, voucherId), ...order() }
      const used = await place.as(till('noodles', { id: 'cashier' })).voucher.redeem(sale)
      if (!used.ok) return used.code
      place.clock.advance({ minutes })
      const { redemptionId } = used.value
      unwrap(await place.as(till('noodles', { id: 'manager' })).voucher.refund({ redemptionId, reason: 'x' }))
      return 'refunded'
    }
    expect(await round(45)).toBe('refunded')
    expect([await round(), await round(), await round(), await round()]).toEqual([
      'refunded',
      'refunded',
      'refunded',
      'risk_refused',
    ])
    await audit(place)
  })

  it('THR-T8 a challenge at the till is answered on the phone: identified anew, the next code works for five minutes', async () => {
    const place = await riskCounty([rule('quick', 'redeem', atLeast('person.redemptions.10m', 1), 'challenge')])
    const wang = await place.holder(1)
    unwrap(await sell(place, wang))
    expect(await sell(place, wang)).toMatchObject({ code: 'identity_check_needed' })
    const sure = await place.holder(1, facts({ 'person.confirmedAt': OPENS }))
    expect(await sell(place, sure)).toMatchObject({ ok: true })
    place.clock.advance({ minutes: 6 })
    expect(await sell(place, wang)).toMatchObject({ code: 'identity_check_needed' })
  })

  it('THR-R9 where a person was last and where the shop is do not fit together', async () => {
    const place = await riskCounty([rule('far-away', 'redeem', atLeast('position.kmFromLast', 50), 'refuse')])
    const at = (latitude: number, longitude: number) => ({
      latitude,
      longitude,
      accuracyMetres: 20,
      datum: 'wgs84' as const,
    })
    unwrap(
      await place.sponsor.merchant.change({ merchantId: 'noodles', position: at(28.43, 104.51), reason: 'surveyed' }),
    )
    const use = async (n: number, latitude: number, longitude: number) => {
      const person = await place.holder(n)
      const claim = { batchId: place.batchId, position: at(latitude, longitude) }
      const { voucherId } = unwrap(await person.api.voucher.claim(claim))
      return place.as(till()).voucher.redeem({ code: await codeOf(person, voucherId), ...order() })
    }
    expect(await use(1, 28.45, 104.5)).toMatchObject({ ok: true })
    expect(await use(2, 30.657, 104.066)).toMatchObject({ code: 'risk_refused' })
    // Who never said where they are is not far from anywhere.
    expect(await sell(place, await place.holder(3))).toMatchObject({ ok: true })
  })

  it('a claim that a rule held is watched: rules for its use know it', async () => {
    const place = await riskCounty([
      rule('second', 'claim', atLeast('quota.person', 1), 'hold'),
      rule('watched', 'redeem', { fact: 'voucher.watched', operator: 'equal', value: true }, 'refuse'),
    ])
    const wang = await place.holder(1)
    expect(await sell(place, wang)).toMatchObject({ ok: true })
    expect(await sell(place, wang)).toMatchObject({ code: 'risk_refused' })
  })

  it('what was reported counts, and the refusal tells the person nothing of it', async () => {
    const place = await riskCounty([rule('reported', 'redeem', atLeast('person.reports.30d', 1), 'refuse')])
    const wang = await place.holder(1)
    const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: place.batchId }))
    const code = await codeOf(wang, voucherId)
    unwrap(await place.sponsor.risk.report({ code, source: 'second-hand market, post 17' }))
    const outcome = await place.as(till()).voucher.redeem({ code, ...order() })
    expect(outcome).toMatchObject({ code: 'risk_refused', detail: {}, reasons: [], needs: [] })
    expect(JSON.stringify(outcome)).not.toMatch(/report|market|rule/)
    expect(await place.sponsor.risk.report({ merchantId: 'nobody', source: 'x' })).toMatchObject({
      code: 'merchant_unknown',
    })
    const shops = await riskCounty([rule('reported', 'redeem', atLeast('merchant.reports.30d', 1), 'refuse')])
    unwrap(await shops.sponsor.risk.report({ merchantId: 'noodles', source: 'letter' }))
    expect(await sell(shops, await shops.holder(1))).toMatchObject({ code: 'risk_refused' })
    expect(await sell(shops, await shops.holder(2), { shop: 'dumplings' })).toMatchObject({ ok: true })
  })
})
