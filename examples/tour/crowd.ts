import { unwrap } from '@tallystick/core'
import { benefit } from '../county-vouchers/prepare.ts'
import { inside, type Scene } from './scene.ts'
import { withSecretKey, withSession } from './visit.ts'

const PEOPLE = 140
const STOCK = 100

/** More people than vouchers, all at once. Returns the batch. */
export async function crowd({ log, system, li, zhao, keys }: Scene): Promise<string> {
  const { url } = system.county
  log.chapter(`${PEOPLE} people, ${STOCK} vouchers, all at once   抢券`)
  const opened = await li.batch.open({ benefit, quota: STOCK })
  const { batchId } = log.accepted(`Li opens a batch of ${STOCK}`, opened)
  log.accepted('Zhao approves it', await zhao.batch.approve({ batchId }))
  const host = withSecretKey(url, keys.countyHost)
  const facts = { 'person.identity': 'verified', 'phone.home': '511500', 'person.registration': '510104' }
  const sessions = await Promise.all(
    Array.from({ length: PEOPLE }, async (_, at) =>
      unwrap(await host.session.mint({ role: 'holder', person: { alias: `citizen-${at}` }, facts, ttlSeconds: 900 })),
    ),
  )
  log.equal('the portal’s backend signs them in with its secret key', sessions.length, PEOPLE)
  const outcomes = await Promise.all(
    sessions.map(({ session }) => withSession(url, session).voucher.claim({ batchId, position: inside })),
  )
  const claimed = outcomes.filter(({ ok }) => ok).length
  const codes = new Set(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.code])))
  log.equal('claimed', claimed, STOCK)
  log.equal('all others hear', [...codes], ['sold_out'])
  const ids = new Set(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.voucherId] : [])))
  log.equal('all of them different', ids.size, STOCK)
  return batchId
}
