import { unwrap, verifyDrawRecord } from '@tallystick/core'
import { createRemoteKeySet } from '@tallystick/core/token'
import { tenant } from '../county-vouchers/people.ts'
import { benefit } from '../county-vouchers/prepare.ts'
import { inside, type Scene } from './scene.ts'
import { withSecretKey, withSession } from './visit.ts'

const PEOPLE = 12
const PLACES = 3

/** The same for people with a slow phone: a draw that anybody can check, instead of who presses first. */
export async function drawInstead({ log, system, li, zhao, keys, clock }: Scene): Promise<void> {
  const { url } = system.county
  log.chapter(`${PEOPLE} people, ${PLACES} vouchers, drawn   公开抽签`)
  const at = (minutes: number) => new Date(clock.now() + minutes * 60_000).toISOString()
  const draw = { entriesUntil: at(10), publicName: 'made-up lottery, the next three digits', publicAt: at(20) }
  const opened = await li.batch.open({ benefit, quota: PLACES, opensAt: at(0), draw })
  const { batchId } = log.accepted('Li opens a batch that is drawn, and names the number that will decide', opened)
  log.accepted('Zhao approves it', await zhao.batch.approve({ batchId }))
  const { commitment } = log.accepted('its commitment is public', await li.draw.get({ batchId }))
  const host = withSecretKey(url, keys.countyHost)
  const facts = { 'person.identity': 'verified', 'phone.home': '511500', 'person.registration': '510104' }
  const people = async () => {
    const minted = Array.from({ length: PEOPLE }, (_, n) =>
      host.session.mint({ role: 'holder', person: { alias: `drawn-${n}` }, facts, ttlSeconds: 900 }),
    )
    return (await Promise.all(minted)).map((each) => withSession(url, unwrap(each).session))
  }
  const entered = await Promise.all((await people()).map((page) => page.draw.enter({ batchId, position: inside })))
  log.equal('everybody enters', entered.filter(({ ok }) => ok).length, PEOPLE)
  clock.advance({ minutes: 10 })
  const { lanes } = log.accepted('Li closes the entries', await li.draw.close({ batchId }))
  for (let lane = 1; lane < lanes; lane += 1) unwrap(await li.draw.close({ batchId, lane }))
  log.accepted('and seals the list, before the number is known', await li.draw.seal({ batchId }))
  log.refused('nobody can give the number early', await li.draw.give({ batchId, value: '3 1 4' }), 'draw_not_held')
  clock.advance({ minutes: 10 })
  log.accepted('Li gives the number', await li.draw.give({ batchId, value: '3 1 4' }))
  const drawn = log.accepted('Zhao gives the same, and it is drawn', await zhao.draw.give({ batchId, value: '3 1 4' }))
  log.equal('by the secret of that commitment', drawn.commitment, commitment)
  const claims = await Promise.all((await people()).map((page) => page.voucher.claim({ batchId, position: inside })))
  log.equal('claimed', claims.filter(({ ok }) => ok).length, PLACES)
  log.equal('the others hear', [...new Set(claims.flatMap((each) => (each.ok ? [] : [each.code])))], ['draw_not_won'])
  const record = log.accepted('the record is public', await li.draw.record({ batchId }))
  const issuer = createRemoteKeySet(`${url}/tally/v1/${tenant}/keys`, { now: clock.now })
  const again = await verifyDrawRecord(record, issuer)
  log.equal('and who draws again draws the same', [again.faults, again.winners.length], [[], PLACES])
}
