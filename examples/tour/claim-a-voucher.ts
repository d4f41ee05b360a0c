import { wallet } from '../county-vouchers/people.ts'
import { blurred, inside, outside, type Scene } from './scene.ts'
import { visit } from './visit.ts'

/** Four citizens want a voucher; two may. Returns Wang's. */
export async function claimAVoucher({ log, clock, system }: Scene, batchId: string): Promise<string> {
  const { url } = system.county
  const [wang, liHua, chen, zhou] = await Promise.all(
    ['wang', 'li-hua', 'chen', 'zhou'].map((person) => visit(url, wallet, person)),
  )
  if (!wang || !liHua || !chen || !zhou) throw new Error('A citizen is missing.')
  log.chapter('Citizens claim   市民领取')
  const { offers } = log.accepted('Wang looks at the offers', await wang.voucher.offers())
  const [offer] = offers
  log.equal(
    '  not decided before we know where she is',
    [offer?.state, offer?.outcome, offer?.needs],
    ['open', 'undecided', ['position']],
  )
  log.refused('Wang claims without a position', await wang.voucher.claim({ batchId }), 'position_needed')
  log.refused('Wang claims from Chengdu', await wang.voucher.claim({ batchId, position: outside }), 'outside_area')
  log.refused(
    'Wang claims with a fix of 90 km',
    await wang.voucher.claim({ batchId, position: blurred }),
    'position_inaccurate',
  )
  log.refused('Zhou is not verified', await zhou.voucher.claim({ batchId, position: inside }), 'not_verified')
  log.refused('Chen is from elsewhere', await chen.voucher.claim({ batchId, position: inside }), 'not_eligible')
  const claimed = log.accepted(
    'Wang claims inside the city',
    await wang.voucher.claim({ batchId, position: inside }),
    ({ state, expiresAt }) => `${state}, until ${expiresAt}`,
  )
  const days = (Date.parse(claimed.expiresAt) - clock.now()) / 86_400_000
  log.equal('  seven whole days: until midnight of the seventh', days.toFixed(3), (7 + 14 / 24).toFixed(3))
  log.refused('Wang claims again', await wang.voucher.claim({ batchId, position: inside }), 'already_claimed')
  log.accepted(
    'Li Guihua claims by her local phone',
    await liHua.voucher.claim({ batchId, position: inside }),
    (voucher) => voucher.state,
  )
  const again = log.accepted('Wang looks at the offers again', await wang.voucher.offers())
  log.equal('  the offer says so', again.offers[0]?.state, 'claimed')
  return claimed.voucherId
}
