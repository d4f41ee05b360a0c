import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../engine/random.ts'
import { verifyOfflineSale } from '../../token/offline/verify-offline-sale.ts'
import { fakeDevice } from '../../token/testing/fake-device.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import { till } from '../testing/county.ts'
import { findViolations } from '../testing/invariants/find-violations.ts'
import { notedStore } from '../testing/noted-store.ts'
import { HAND_IN_MS } from './offline-shop-entity.ts'
import {
  balanceOf,
  credentialOf,
  issuerFor,
  offline,
  offlineCounty,
  offlineTill,
  phoneOf,
  sold,
  village,
} from './testing/offline-village.ts'

describe('THR-R10 records that are handed in', () => {
  it('are booked once, in any order, and the answer stays the same', async () => {
    const { noodles, dumplings, wang, closes } = await village()
    const credential = await credentialOf(wang)
    const [a, b] = [await sold(noodles, wang, credential), await sold(dumplings, wang, credential)]
    const first = unwrap(await noodles.handIn(a))
    const answers = await Promise.all([noodles.handIn(a), dumplings.handIn(b), noodles.handIn(a), dumplings.handIn(b)])
    expect([unwrap(answers[0] ?? never()), unwrap(answers[2] ?? never())]).toEqual([first, first])
    expect(unwrap(answers[3] ?? never())).toEqual(unwrap(answers[1] ?? never()))
    await closes()
  })

  it('are taken in for three days after the allowance has ended, and answered for as long as they were booked', async () => {
    const { county, noodles, wang } = await village()
    const chen = await phoneOf(county, 2)
    const [early, late] = [
      await sold(noodles, wang, await credentialOf(wang)),
      await sold(noodles, chen, await credentialOf(chen)),
    ]
    county.clock.advance({ milliseconds: 3_600_000 + HAND_IN_MS - 1 })
    const booked = unwrap(await noodles.handIn(early))
    county.clock.advance({ milliseconds: 1 })
    expect(await noodles.handIn(late)).toMatchObject({ code: 'offline_late' })
    expect(unwrap(await noodles.handIn(early))).toEqual(booked)
    // It still proves itself to whoever judges it.
    expect(await verifyOfflineSale(late, [], issuerFor(county))).toMatchObject({ ok: true })
  })

  it('prove themselves again: another till, amount, time, phone, list, allowance or tenant is refused', async () => {
    const { county, noodles, dumplings, wang, closes } = await village()
    const credential = await credentialOf(wang)
    const record = await sold(noodles, wang, credential)
    const refusedFor = (reason: string) => ({ code: 'offline_record_refused', detail: { reason } })
    expect(await dumplings.handIn(record)).toMatchObject(refusedFor('allowance_of_another_till'))
    const stranger = fakeDevice(seededRandom('stranger')(48))
    const theirs = await sold(dumplings, wang, credential)
    const bad: readonly (readonly [string, Partial<typeof record>])[] = [
      ['binding_wrong_amount', { orderAmountMinor: 99_900 }],
      ['binding_wrong_nonce', { nonce: theirs.nonce }],
      ['binding_wrong_till', { presentation: theirs.presentation, nonce: theirs.nonce }],
      ['binding_refused', { presentation: `${credential}~${stranger.sign({}, { typ: 'kb+jwt' })}` }],
      ['credential_refused', { presentation: `${record.allowance}~x` }],
      ['allowance_refused', { allowance: credential }],
      ['statuses_refused', { statuses: record.allowance }],
      ['allowance_expired', { at: record.at + 3_600_000 }],
      ['statuses_stale', { at: record.at + 300_000 }],
      ['sold_later_than_now', { at: record.at + 4_000_000 }],
    ]
    county.clock.advance({ hours: 1 })
    for (const [reason, change] of bad) {
      expect(await noodles.handIn({ ...record, ...change }), reason).toMatchObject(refusedFor(reason))
    }
    expect(await county.as({ ...till(), tenant: 'other' }).offline.reconcile(record)).toMatchObject(
      refusedFor('allowance_refused'),
    )
    const shop = county.as(till('noodles', { role: 'merchant', terminalId: undefined }))
    unwrap(await shop.offline.reconcile(record))
    await closes()
  })

  it('are kept back where a risk rule would have refused the sale', async () => {
    const { store, disk } = notedStore(3)
    const when = { fact: 'order.overThresholdMinor', operator: 'lessThan', value: 5_000 }
    const document = { risk: [{ name: 'at-the-tier', at: 'redeem', when, do: 'refuse' }] }
    const county = await offlineCounty(offline, { store, document })
    const noodles = offlineTill(county, 'noodles', 't1')
    unwrap(await noodles.fetch())
    const wang = await phoneOf(county, 1)
    unwrap(await noodles.handIn(await sold(noodles, wang, await credentialOf(wang))))
    expect([await balanceOf(county, 'held/'), await balanceOf(county, 'payable/')]).toEqual([2_000, 0])
    await audit(county)
    expect(findViolations(disk)).toEqual([])
  })
})

function never(): never {
  throw new Error('nothing is there')
}
