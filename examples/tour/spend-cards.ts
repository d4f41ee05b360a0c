import type { TallyClient } from '@tallystick/core/client'
import { desk, shop, wallet } from '../blood-centre/people.ts'
import { type Cards, stockOf } from './make-cards.ts'
import type { Scene } from './scene.ts'
import { yuan } from './tour-log.ts'
import { visit } from './visit.ts'

/** The donor binds a card and pays with it; then everything that can go wrong with a card. */
export async function spendCards(scene: Scene, cards: Cards): Promise<void> {
  const { log, clock, system } = scene
  const { url } = system.blood
  const [chen, liu] = await Promise.all(['chen-jie', 'liu-bo'].map((person) => visit(url, wallet, person)))
  const [gifts, teaHouse] = await Promise.all(['gift-wu', 'tea-qian'].map((person) => visit(url, shop, person)))
  const [first] = cards.rows
  if (!chen || !liu || !gifts || !teaHouse || !first) throw new Error('Somebody is missing.')
  const { serial, secret } = first
  log.chapter('The donor pays with the card   献血者用卡')
  log.refused(
    'Chen Jie types a wrong secret',
    await chen.card.bind({ serial, secret: 'WRONG234' }),
    'card_secret_wrong',
  )
  log.refused('Liu Bo did not give this blood', await liu.card.bind({ serial, secret }), 'donation_not_yours')
  const card = log.accepted('Chen Jie binds the card', await chen.card.bind({ serial, secret }), ({ balanceMinor }) =>
    yuan(balanceMinor),
  )
  const code = await cardCode(scene, chen, card.cardId)
  const sale = { code, amountMinor: 15_00, orderNumber: 'G-1' }
  log.refused('the tea house takes no cards', await teaHouse.card.spend(sale), 'merchant_out_of_scope')
  log.refused('25 yuan are too much', await gifts.card.spend({ ...sale, amountMinor: 25_00 }), 'card_balance_short')
  const key = { idempotencyKey: 'gift-till-G-1' }
  const paid = log.accepted(
    'the gift shop takes 15 yuan',
    await gifts.card.spend(sale, key),
    ({ balanceMinor }) => `${yuan(balanceMinor)} left`,
  )
  log.equal('  20 − 15 = 5', [paid.amountMinor, paid.balanceMinor], [15_00, 5_00])
  const again = log.accepted('the same call under the same key', await gifts.card.spend(sale, key))
  log.equal('  the same payment', again.spendId, paid.spendId)
  log.refused(
    'the same code under a new key',
    await gifts.card.spend({ ...sale, amountMinor: 1_00 }),
    'code_already_used',
  )
  const balance = log.accepted('Chen Jie looks', await chen.card.balance({ cardId: card.cardId }), (now) =>
    yuan(now.balanceMinor),
  )
  log.equal('  her balance', balance.balanceMinor, 5_00)
  clock.advance({ minutes: 1 })
  await reverseAndReplace(scene, cards, chen)
}

async function reverseAndReplace(scene: Scene, { cardBatchId, rows }: Cards, chen: TallyClient): Promise<void> {
  const { log, system, he } = scene
  const zhang = await visit(system.blood.url, desk, 'nurse-zhang')
  const [first, second, third] = rows.map(({ serial }) => serial)
  const spare = system.blood.cards.paperCards.find((paper) => paper.spare)?.serial
  if (!first || !second || !third || !spare) throw new Error('A card is missing.')
  log.chapter('Reversed, void, replaced   撤回、作废、换卡')
  const reason = '献血未完成'
  log.refused(
    'a card that was spent from is not reversed',
    await zhang.card.reverseActivation({ serial: first, reason }),
    'card_partly_spent',
  )
  log.accepted(
    'an unspent one is',
    await zhang.card.reverseActivation({ serial: second, reason }),
    ({ returnedMinor }) => `${yuan(returnedMinor)} back`,
  )
  const gone = log.accepted(
    'a damaged one is void',
    await zhang.card.void({ serial: third, reason: '卡面损坏' }),
    ({ voidedMinor }) => `${yuan(voidedMinor)} written off`,
  )
  log.equal('  one card', [gone.voided, gone.voidedMinor], [1, 20_00])
  const lost = await zhang.card.replace({ serial: first, spareSerial: spare, reason: '卡片遗失' })
  const moved = log.accepted(
    'Chen Jie lost hers and gets a spare',
    lost,
    ({ balanceMinor }) => `${yuan(balanceMinor)} moved along`,
  )
  log.equal('  the balance moved', moved.balanceMinor, 5_00)
  const { cards } = log.accepted('Chen Jie looks', await chen.card.list(), (list) => `${list.cards.length} card`)
  log.equal('  it is the spare, with 5 yuan', [cards[0]?.serial, cards[0]?.balanceMinor], [spare, 5_00])
  await stockOf(scene, cardBatchId, [88, 10, 0, 2])
  const stranger = await he.card.void({ serial: second, reason: '测试' })
  log.accepted('the centre withdraws a card out of the drawer', stranger, ({ voided }) => `${voided} card`)
  await stockOf(scene, cardBatchId, [87, 10, 0, 3])
}

async function cardCode({ log }: Scene, holder: TallyClient, cardId: string): Promise<string> {
  const { codes } = log.accepted(
    'she shows her code',
    await holder.card.codes({ cardId }),
    (handed) => `${handed.everySeconds} s`,
  )
  return codes[0]?.text ?? ''
}
