import { createClient } from '@tallystick/core/client'
import { desk, tenant } from '../blood-centre/people.ts'
import type { Cards } from './make-cards.ts'
import type { Scene } from './scene.ts'
import { visit } from './visit.ts'

/** Nurses activate cards for donors: by mark, by serial, by range; and anyone asks whether a card is genuine. */
export async function giveCards({ log, system }: Scene, { rows }: Cards): Promise<void> {
  const { url } = system.blood
  const [zhang, liu] = await Promise.all(['nurse-zhang', 'nurse-liu'].map((person) => visit(url, desk, person)))
  const anyone = createClient({ baseUrl: `${url}/tally`, tenant, retries: 0 })
  const [first, second, third] = rows
  if (!zhang || !liu || !first || !second || !third) throw new Error('A nurse or a card is missing.')

  log.chapter('Is this card genuine?   查真伪')
  const check = (serial: string, mark: string) => anyone.card.check({ serial, mark })
  const fresh = log.accepted(
    'serial and mark of the first card',
    await check(first.serial, first.mark),
    ({ verdict }) => verdict,
  )
  log.equal('  asked for the first time', [fresh.verdict, fresh.checks], ['genuine', 1])
  const copied = log.accepted(
    'the mark on another serial',
    await check(second.serial, first.mark),
    ({ verdict }) => verdict,
  )
  log.equal('  is a counterfeit', copied.verdict, 'counterfeit')

  log.chapter('Nurses activate cards   护士激活')
  const donation = { donationReference: 'X2600001' }
  const byMark = { by: { mark: first.mark }, ...donation }
  log.refused('Nurse Liu’s bus does not have this card', await liu.card.activate(byMark), 'card_elsewhere')
  log.accepted(
    'Nurse Zhang scans the mark',
    await zhang.card.activate(byMark),
    ({ activated }) => `${activated} activated`,
  )
  log.refused('and scans it again', await zhang.card.activate(byMark), 'card_already_activated')
  const bySerial = { by: { serial: second.serial }, ...donation }
  log.accepted(
    'a second card by its serial',
    await zhang.card.activate(bySerial),
    ({ activated }) => `${activated} activated`,
  )
  log.accepted(
    'a third',
    await zhang.card.activate({ by: { serial: third.serial }, ...donation }),
    () => '60 yuan for one donation',
  )
  const fourth = { by: { serial: rows[3]?.serial ?? '' }, ...donation }
  log.refused('a fourth is over the cap', await zhang.card.activate(fourth), 'donation_cap')

  const group = rows.slice(10, 20).map(({ serial }) => serial)
  const donations = group.slice(0, 7).map((serial, at) => ({ serial, donationReference: `G26010${at}` }))
  const by = { from: group[0] ?? '', to: group.at(-1) ?? '', donations }
  const ranged = log.accepted(
    'ten cards for a group, three donors absent',
    await zhang.card.activate({ by }),
    ({ activated }) => `${activated} activated`,
  )
  log.equal('  reported card by card', ranged.report.filter(({ ok }) => ok).length, 10)
  const used = log.accepted(
    'the first card is asked about again',
    await check(first.serial, first.mark),
    ({ verdict }) => verdict,
  )
  log.equal('  activated, asked twice', [used.verdict, used.checks], ['activated', 2])
}
