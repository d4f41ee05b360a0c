import { wallet as donors } from '../blood-centre/people.ts'
import { tenant } from '../county-vouchers/people.ts'
import { inside, type Scene } from './scene.ts'
import { sessionFrom, signIn, withSession } from './visit.ts'

/** Two organisations on one database: a session of one is nobody at the other. */
export async function stayApart({ log, system }: Scene, batchId: string): Promise<void> {
  log.chapter('Two organisations on one database   两家单位互不相通')
  const session = await sessionFrom(system.blood.url, donors, await signIn(system.blood.url, donors, 'chen-jie'))
  const donor = withSession(system.county.url, session)
  const claimed = await donor.voucher.claim({ batchId, position: inside })
  log.refused('a donor’s session at the county: its batch does not exist', claimed, 'batch_unknown')
  const named = await fetch(`${system.county.url}/tally/v1/offers`, {
    headers: { authorization: `Bearer ${session}`, 'tally-tenant': tenant },
  })
  const { code } = (await named.json()) as { code?: string }
  log.equal('named as the county’s it is refused', [named.status, code], [403, 'tenant_wrong'])
  const unsigned = await fetch(`${system.county.url}/wallet/tally-session`, { method: 'POST' })
  log.equal('and nobody gets a session without signing in', unsigned.status, 401)
}
