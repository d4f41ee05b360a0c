import type { TallyClient } from '@tallystick/core/client'
import { desk } from '../blood-centre/people.ts'
import type { Scene } from './scene.ts'
import { yuan } from './tour-log.ts'
import { visit } from './visit.ts'

type Printed = Extract<Awaited<ReturnType<TallyClient['card']['print']>>, { ok: true }>['value']['rows'][number]

/** A block of a hundred cards, from the order to the drawer of a donation house. */
export interface Cards {
  readonly cardBatchId: string
  readonly rows: readonly Printed[]
}

export async function makeCards({ log, system, he }: Scene): Promise<Cards> {
  log.chapter('The blood centre makes cards   血站制卡')
  const order = { benefit: 'souvenir/card', faceMinor: 20_00, count: 100, supplier: '示例制卡厂' }
  log.refused('cards of 30 yuan', await he.card.purchase({ ...order, faceMinor: 30_00 }), 'card_face_unlisted')
  const { cardBatchId } = log.accepted(
    '100 cards of 20 yuan are bought',
    await he.card.purchase(order),
    (bought) => `${bought.firstSerial} … ${bought.lastSerial}`,
  )
  const made = log.accepted(
    'a block is produced',
    await he.card.produce({ cardBatchId, block: 1 }),
    (block) => `${block.produced} cards`,
  )
  log.refused('the same block again', await he.card.produce({ cardBatchId, block: 1 }), 'card_batch_complete')
  const { rows } = log.accepted(
    'the print file',
    await he.card.print({ cardBatchId, block: 1 }),
    (file) => `${file.rows.length} rows`,
  )
  const zhang = await visit(system.blood.url, desk, 'nurse-zhang')
  const [first] = rows
  if (!first) throw new Error('The print file is empty.')
  const early = await zhang.card.activate({ by: { mark: first.mark }, donationReference: 'X2600001' })
  log.refused('nobody activates a card that no station has', early, 'card_elsewhere')
  const box = { from: made.firstSerial, to: made.lastSerial, stationId: 'house-1' }
  log.refused('a delivery that nobody signs for', await he.card.receive(box), 'delivery_unsigned')
  const signed = { ...box, handedBy: '示例制卡厂送货员', counted: 100 }
  log.accepted('the donation house takes them in', await he.card.receive(signed), ({ received }) => `${received} cards`)
  return { cardBatchId, rows }
}

/** What was bought is somewhere: the purchase equation, in cards and in money. */
export async function stockOf({ log, he }: Scene, cardBatchId: string, counts: readonly number[]): Promise<void> {
  const stock = log.accepted(
    'stock of the batch',
    await he.card.stock({ cardBatchId }),
    ({ cards, purchasedMinor }) => `${cards.produced} cards, ${yuan(purchasedMinor)} yuan`,
  )
  const { accepted, stored, activated, spent, void: gone, produced } = stock.cards
  log.equal('  stored, activated, spent, void', [stored, activated, spent, gone], counts)
  log.equal('  cards', accepted + stored + activated + spent + gone, produced)
  const { acceptedMinor, storedMinor, activatedMinor, spentMinor, voidMinor, purchasedMinor } = stock
  log.equal('  money', acceptedMinor + storedMinor + activatedMinor + spentMinor + voidMinor, purchasedMinor)
}
