import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../engine/random.ts'
import { fakeDevice } from '../../token/testing/fake-device.ts'
import { unwrap } from '../../unwrap.ts'
import type { County } from '../testing/county.ts'
import { auditor, order, till } from '../testing/county.ts'
import { closeStatements, statementOf } from '../testing/statements.ts'
import {
  balanceOf,
  codeWith,
  credentialOf,
  offline,
  offlineTill,
  phoneOf,
  sold,
  village,
} from './testing/offline-village.ts'

/** The day's statement, once the day is over. */
async function linesOf(county: County) {
  county.clock.set('2025-01-21T00:00:00+08:00')
  await closeStatements(county)
  return JSON.parse(await statementOf(county, '2025-01-20')).lines
}

describe('THR-R10 one voucher without a network', () => {
  it('at two tills costs its cap once more, and leaves a clue on both shops', async () => {
    const { county, noodles, dumplings, wang, closes } = await village()
    const credential = await credentialOf(wang)
    const records = [await sold(noodles, wang, credential), await sold(dumplings, wang, credential)] as const
    expect(unwrap(await dumplings.handIn(records[1]))).toMatchObject({ outcome: 'redeemed' })
    const lost = { outcome: 'lost', because: 'voucher_already_redeemed', borneBy: 'sponsor' }
    expect(unwrap(await noodles.handIn(records[0]))).toMatchObject(lost)
    expect(await balanceOf(county, 'offline.owed/')).toBe(2_000)
    expect(await balanceOf(county, 'offline.loss/')).toBe(-2_000)
    expect(await balanceOf(county, 'payable/')).toBe(2_000)
    const clues = async (merchantId: string) => {
      const lanes = [0, 1, 2].map((lane) => county.as(auditor).risk.clues({ merchantId, lane }))
      const files = (await Promise.all(lanes)).map((page) => JSON.parse(unwrap(page).document).clues)
      return files.flat().map(({ type }: { type: string }) => type)
    }
    expect([await clues('noodles'), await clues('dumplings')]).toEqual([['offline.lost'], ['offline.doubleSpent']])
    expect(await linesOf(county)).toEqual([
      expect.objectContaining({ merchantId: 'dumplings', uses: 1, payableMinor: 2_000 }),
      expect.objectContaining({
        merchantId: 'noodles',
        uses: 0,
        ...{ offlineLosses: 1, offlineLossMinor: 2_000 },
        payableMinor: 2_000,
      }),
    ])
    await closes()
  })

  it('is borne by the shop where the programme says so', async () => {
    const { county, noodles, wang, closes } = await village({ ...offline, lossBorneBy: 'merchant' })
    const record = await sold(noodles, wang, await credentialOf(wang))
    unwrap(await county.as(till('dumplings')).voucher.redeem({ code: await codeWith(wang), ...order() }))
    expect(unwrap(await noodles.handIn(record))).toMatchObject({ outcome: 'lost', borneBy: 'merchant' })
    expect([await balanceOf(county, 'offline.owed/'), await balanceOf(county, 'offline.borne/')]).toEqual([0, 2_000])
    expect(await linesOf(county)).toEqual([expect.objectContaining({ merchantId: 'dumplings', payableMinor: 2_000 })])
    await closes()
  })

  it('is a loss as well where it was withdrawn or has ended meanwhile; a hold only makes the till ask again', async () => {
    const { county, noodles, wang, closes } = await village()
    const chen = await phoneOf(county, 2)
    const records = [
      await sold(noodles, wang, await credentialOf(wang)),
      await sold(noodles, chen, await credentialOf(chen)),
    ] as const
    const held = await county.as(till('dumplings')).voucher.reserve({ code: await codeWith(chen), ...order() })
    expect(await noodles.handIn(records[1])).toMatchObject({ code: 'voucher_reserved', retryable: true })
    unwrap(await county.as(till('dumplings')).reservation.release({ reservationId: unwrap(held).reservationId }))
    expect(unwrap(await noodles.handIn(records[1])).outcome).toBe('redeemed')
    unwrap(await county.sponsor.voucher.void({ voucherId: wang.voucherId, reason: 'x' }))
    expect(unwrap(await noodles.handIn(records[0]))).toMatchObject({ outcome: 'lost', because: 'voucher_void' })
    await closes()
  })

  it('is taken once by each till, however often its credential is fetched, and credited once to one that forgot', async () => {
    const { county, noodles, wang, closes } = await village()
    const record = await sold(noodles, wang, await credentialOf(wang))
    expect(await noodles.sell(wang, await credentialOf(wang))).toMatchObject({ code: 'voucher_replayed' })
    const forgetful = offlineTill(county, 'noodles', 't1', 2)
    unwrap(await forgetful.fetch())
    const again = await sold(forgetful, wang, await credentialOf(wang))
    unwrap(await noodles.handIn(record))
    expect(await forgetful.handIn(again)).toMatchObject({ code: 'offline_replayed' })
    expect(await noodles.handIn({ ...record, ...again })).toMatchObject({ code: 'offline_replayed' })
    await closes()
  })

  it('is refused once it is known to be used, held or withdrawn; five minutes later nothing is known and nothing is taken', async () => {
    const { county, noodles, wang } = await village()
    const [chen, liu] = [await phoneOf(county, 2), await phoneOf(county, 3)]
    const [used, held, good] = [await credentialOf(wang), await credentialOf(chen), await credentialOf(liu)]
    unwrap(await county.as(till('dumplings')).voucher.redeem({ code: await codeWith(wang), ...order() }))
    unwrap(await county.as(till('dumplings')).voucher.reserve({ code: await codeWith(chen), ...order() }))
    unwrap(await noodles.fetch())
    expect(await noodles.sell(wang, used)).toMatchObject({ code: 'credential_revoked' })
    expect(await noodles.sell(chen, held)).toMatchObject({ code: 'credential_revoked' })
    county.clock.advance({ seconds: 299 })
    unwrap(await noodles.sell(liu, good))
    county.clock.advance({ seconds: 1 })
    expect(await noodles.sell(chen, held)).toMatchObject({ code: 'statuses_stale' })
    unwrap(await county.sponsor.batch.pause({ batchId: county.batchId, reason: 'opened twice' }))
    unwrap(await county.sponsor.batch.void({ batchId: county.batchId, reason: 'opened twice' }))
    unwrap(await noodles.fetch())
    expect(await noodles.sell(chen, held)).toMatchObject({ code: 'credential_revoked' })
  })

  it('is refused from a phone that another one has replaced meanwhile', async () => {
    const { county, noodles, wang } = await village()
    const newer = fakeDevice(seededRandom('newer phone')(48))
    const { nonce } = unwrap(await wang.api.device.get({}))
    const proof = newer.sign({ non: nonce, act: 'device.bind', sub: newer.kid })
    expect(unwrap(await wang.api.device.bind({ publicJwk: newer.jwk, proof })).state).toBe('pending')
    county.clock.advance({ hours: 23, minutes: 30 })
    const credential = await credentialOf(wang)
    county.clock.advance({ minutes: 29 })
    unwrap(await noodles.fetch())
    unwrap(await noodles.sell(wang, credential))
    county.clock.advance({ minutes: 1 })
    const other = offlineTill(county, 'noodles', 't2')
    unwrap(await other.fetch())
    expect(await other.sell(wang, credential)).toMatchObject({ code: 'credential_revoked' })
  })

  it('costs the shop nothing that it could know: an hour ends allowance and credential', async () => {
    const { county, noodles, wang } = await village()
    const credential = await credentialOf(wang)
    county.clock.advance({ minutes: 59, seconds: 59 })
    unwrap(await noodles.fetch())
    unwrap(await noodles.sell(wang, credential))
    county.clock.advance({ seconds: 1 })
    expect(await noodles.sell(wang, credential)).toMatchObject({ code: 'credential_expired' })
  })
})
