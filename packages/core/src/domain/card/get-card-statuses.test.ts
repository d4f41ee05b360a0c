import { describe, expect, it } from 'vitest'
import { createKeySet } from '../../token/key-set/create-key-set.ts'
import { verifyStatusList } from '../../token/status-list/verify-status-list.ts'
import { anyone, type Desk, openDesk, operator, tenant } from './testing/card-desk.ts'

async function voidIn(desk: Desk, list: number) {
  const { statusList } = await desk.must('card.statuses', { list: String(list) }, anyone)
  const checked = await verifyStatusList(statusList, {
    keys: createKeySet(desk.keys.publicKeys(tenant, desk.clock.now())),
    issuer: `urn:tallystick:${tenant}`,
    list,
    now: new Date(desk.clock.now()),
  })
  if (!checked.ok) throw new Error(checked.code)
  const { isVoid } = checked.value
  const payload = JSON.parse(Buffer.from(statusList.split('.')[1] ?? '', 'base64url').toString())
  return { payload, voided: Array.from({ length: 1000 }, (_, index) => index).filter(isVoid) }
}

describe('the status lists of an issuer', () => {
  it('hold every card that was withdrawn, over all lanes, and no other', async () => {
    const desk = await openDesk({ shards: 8 })
    const { serials } = await desk.stocked({ count: 300 })
    expect((await voidIn(desk, 0)).voided).toEqual([])
    await desk.must('card.void', { serials: [serials[0], serials[120], serials[299]], reason: 'damaged' }, operator)
    // Block 1 is the first: serial number 100 stands at index 100.
    expect((await voidIn(desk, 0)).voided).toEqual([100, 220, 399])
  })

  it('THR-P5 say the same of a card in a drawer, one that was given out and one that was never made', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 3 })
    const before = await voidIn(desk, 0)
    expect(await desk.activate(serials[0], 'X-1')).toMatchObject({ ok: true })
    expect(await voidIn(desk, 0)).toEqual(before)
    expect(before.payload).toEqual({
      iss: `urn:tallystick:${tenant}`,
      sub: `urn:tallystick:${tenant}:card-statuses:0`,
      iat: expect.any(Number),
      exp: expect.any(Number),
      ttl: 300,
      status_list: { bits: 1, lst: expect.any(String) },
    })
  })

  it('are not made for numbers that nobody bought', async () => {
    const desk = await openDesk()
    expect(await desk.call('card.statuses', { list: '0' }, anyone)).toMatchObject({ ok: false, code: 'card_unknown' })
    await desk.produced({ count: 1 })
    expect(await desk.call('card.statuses', { list: '1' }, anyone)).toMatchObject({ ok: false, code: 'card_unknown' })
    for (const list of ['-1', '01', '1e3', '999999999', '']) {
      expect(await desk.call('card.statuses', { list }, anyone)).toMatchObject({ ok: false, code: 'input_invalid' })
    }
  })
})
