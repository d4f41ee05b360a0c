import { verifyJournal } from '@tallystick/core'
import * as blood from '../blood-centre/people.ts'
import * as county from '../county-vouchers/people.ts'
import { inside, type Scene } from './scene.ts'
import { yuan } from './tour-log.ts'
import { visit } from './visit.ts'

interface Batches {
  readonly small: string
  readonly crowded: string
}

/** The end of a batch: closed, expired, swept; the equation and the books. */
export async function closeTheBooks(scene: Scene, { small, crowded }: Batches): Promise<void> {
  const { log, clock, system, li } = scene
  log.chapter('The batch ends   批次结束')
  await figures(scene, small, 'while it is open', { left: 3, outstanding: 0, redeemed: 2, expired: 0 })
  const closed = await li.batch.close({ batchId: small, reason: '活动结束' })
  log.accepted('Li closes the batch', closed, ({ state }) => state)
  const wang = await visit(system.county.url, county.wallet, 'wang')
  const late = await wang.voucher.claim({ batchId: small, position: inside })
  log.refused('nobody claims from it any more', late, 'claim_closed')
  const swept = log.accepted(
    'the sweep',
    await li.batch.sweep({ batchId: small }),
    ({ unclaimed, unclaimedMinor }) => `${unclaimed} unclaimed, ${yuan(unclaimedMinor)} yuan return to the sponsor`,
  )
  log.equal('  3 × 20', [swept.unclaimed, swept.unclaimedMinor], [3, 60_00])
  await figures(scene, crowded, 'of the crowd', { left: 0, outstanding: 100, redeemed: 0, expired: 0 })
  clock.advance({ days: 8 })
  const expired = log.accepted(
    'eight days later, the sweep',
    await li.batch.sweep({ batchId: crowded }),
    (done) => `${done.expired} expired, ${yuan(done.expiredMinor)} yuan return`,
  )
  log.equal('  100 × 20', [expired.expired, expired.expiredMinor], [100, 2000_00])
  await figures(scene, crowded, 'of the crowd', { left: 0, outstanding: 0, redeemed: 0, expired: 100 })
}

async function figures(
  { log, li }: Scene,
  batchId: string,
  when: string,
  expected: Readonly<Record<'left' | 'outstanding' | 'redeemed' | 'expired', number>>,
): Promise<void> {
  const read = log.accepted(
    `figures ${when}`,
    await li.batch.figures({ batchId }),
    (got) =>
      `${got.quota} = ${got.left} left + ${got.outstanding} outstanding + ${got.redeemed} redeemed + ${got.expired} expired + ${got.voided} void`,
  )
  const { left, outstanding, redeemed, expired, quota, reserved, voided } = read
  log.equal('  as expected', { left, outstanding, redeemed, expired }, { ...expected })
  log.equal('  the equation holds', left + reserved + outstanding + redeemed + expired + voided, quota)
}

/** Both organisations' ledgers and journals, and what everybody may read. */
export async function auditAll({ log, system, li, he }: Scene): Promise<void> {
  log.chapter('Books, journal, API   账、日志、接口')
  for (const [name, operator] of [
    ['county', li],
    ['blood centre', he],
  ] as const) {
    const { accounts, sums } = log.accepted(
      `ledger of the ${name}`,
      await operator.ledger.balances(),
      (read) => `${read.accounts.length} accounts`,
    )
    log.equal('  sums to zero', sums, { CNY: 0 })
    log.equal(
      '  counted once more',
      accounts.reduce((sum, { balanceMinor }) => sum + balanceMinor, 0),
      0,
    )
  }
  for (const { tenant } of [county, blood]) {
    const walked = await verifyJournal(system.store, { tenant, shard: 0 })
    if (!walked.ok) log.equal(`journal of ${tenant}`, walked, { ok: true })
    else log.equal(`journal of ${tenant}: ${walked.seq} entries, every link right`, walked.seq > 0, true)
  }
  const openapi = (await (await fetch(`${system.county.url}/tally/v1/openapi.json`)).json()) as {
    openapi: string
    paths: Readonly<Record<string, unknown>>
  }
  log.equal('OpenAPI', openapi.openapi.slice(0, 3), '3.1')
  log.equal(
    `  of ${Object.keys(openapi.paths).length} paths, with redemptions`,
    '/v1/redemptions' in openapi.paths,
    true,
  )
}
