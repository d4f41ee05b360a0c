import { describe, expect, it } from 'vitest'
import { unwrap } from '../../unwrap.ts'
import { host, openOffice, till } from '../testing/county.ts'
import { idNumber } from '../testing/people.ts'

describe('minting a session', () => {
  it('refuses facts that no session can carry, instead of failing', async () => {
    const { as, tally } = await openOffice()
    const mint = (facts: Readonly<Record<string, unknown>>) =>
      as(host).session.mint({ role: 'holder', person: { idNumber: idNumber(1) }, facts, ttlSeconds: 60 })
    for (const each of ['x'.repeat(6000), '献'.repeat(2000)]) {
      expect(await mint({ 'person.donations': [each] })).toMatchObject({ ok: false, code: 'input_invalid' })
    }
    const most = { 'person.donations': Array.from({ length: 200 }, (_, at) => `donation-${10_000 + at}`) }
    const { session } = unwrap(await mint(most))
    expect(unwrap(tally.authenticate(session)).facts).toEqual(most)
  })

  it('THR-Z3 takes no member that belongs to another role, and gives no role more than it names', async () => {
    const { as, tally } = await openOffice()
    const api = as(host)
    const person = { idNumber: idNumber(1) }
    for (const stray of [
      { role: 'holder', person, ttlSeconds: 60, owner: 5 },
      { role: 'holder', person, ttlSeconds: 60, merchantId: 'noodles' },
      { role: 'staff', id: 'n', stationId: 'house', ttlSeconds: 60, facts: { 'person.registration': '511525' } },
      { role: 'terminal', merchantId: 'noodles', ttlSeconds: 60, owner: 5 },
      { role: 'host', id: 'x', ttlSeconds: 60 },
      { role: 'partner', id: 'waimai', ttlSeconds: 60 },
      { role: 'system', id: 'x', ttlSeconds: 60 },
    ]) {
      expect(await api.session.mint(stray as never)).toMatchObject({ ok: false, code: 'input_invalid' })
    }
    const { session } = unwrap(await api.session.mint({ role: 'terminal', merchantId: 'noodles', ttlSeconds: 60 }))
    const actor = unwrap(tally.authenticate(session))
    expect(JSON.parse(JSON.stringify(actor))).toEqual({
      ...{ role: 'terminal', tenant: till().tenant, merchantId: 'noodles' },
      sessionIssuedAt: expect.any(Number),
    })
  })
})
