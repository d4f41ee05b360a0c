import { join } from 'node:path'
import { type Tally, unwrap } from '@tallystick/core'
import { programmesIn } from '@tallystick/node'
import { shops, stations, tenant } from './people.ts'

type Operator = ReturnType<Tally['as']>
type Printed = Extract<Awaited<ReturnType<Operator['card']['print']>>, { ok: true }>['value']['rows'][number]

export interface PaperCard extends Printed {
  readonly stationId: string
  readonly spare: boolean
}

export interface CardStore {
  /** What was bought, for the figures. */
  readonly cardBatchIds: readonly string[]
  /** A few cards as the printer made them; in this example they lie on a page instead of in a drawer. */
  readonly paperCards: readonly PaperCard[]
}

/** One purchase a line: a block is 100 cards, and each goes to one station. */
const purchases = [
  { key: 'example-cards-20', faceMinor: 2000, spare: false, stations: ['house-1', 'bus-1'], onPaper: 3 },
  { key: 'example-cards-40', faceMinor: 4000, spare: false, stations: ['house-1'], onPaper: 2 },
  { key: 'example-cards-spare', faceMinor: 0, spare: true, stations: ['house-1'], onPaper: 1 },
] as const

/**
 * What has to be there before the first donor comes: the programme, stations, the shops, and cards in the stations'
 * drawers. Each act carries a key of its own, so running it again at the next start gives the same answers and changes
 * nothing.
 */
export async function prepareBloodCentre(tally: Tally): Promise<CardStore> {
  const he = tally.as({ role: 'operator', tenant, id: 'he' })
  for (const { format, text } of programmesIn(join(import.meta.dirname, 'programmes'))) {
    const published = await he.programme.publish({ source: { format, text } })
    if (!published.ok && published.code !== 'programme_version_not_newer') unwrap(published)
  }
  for (const station of stations) {
    unwrap(await he.station.add({ ...station }, { idempotencyKey: `example-${station.stationId}` }))
  }
  for (const shop of shops) unwrap(await he.merchant.add({ ...shop }, { idempotencyKey: `example-${shop.merchantId}` }))
  const cardBatchIds: string[] = []
  const paperCards: PaperCard[] = []
  for (const purchase of purchases) {
    const { cardBatchId, printed } = await buy(he, purchase)
    cardBatchIds.push(cardBatchId)
    paperCards.push(...printed)
  }
  return { cardBatchIds, paperCards }
}

async function buy(he: Operator, { key, faceMinor, spare, stations, onPaper }: (typeof purchases)[number]) {
  const order = { benefit: 'souvenir/card', faceMinor, spare, count: stations.length * 100, supplier: '示例制卡厂' }
  const { cardBatchId } = unwrap(await he.card.purchase(order, { idempotencyKey: key }))
  const printed: PaperCard[] = []
  for (const [at, stationId] of stations.entries()) {
    const block = at + 1
    const made = unwrap(await he.card.produce({ cardBatchId, block }, { idempotencyKey: `${key}-${block}` }))
    const { firstSerial: from, lastSerial: to } = made
    const signed = { from, to, stationId, handedBy: '示例制卡厂送货员', counted: made.produced }
    unwrap(await he.card.receive(signed, { idempotencyKey: `${key}-${block}-received` }))
    const { rows } = unwrap(await he.card.print({ cardBatchId, block }))
    printed.push(...rows.slice(0, onPaper).map((row) => ({ ...row, stationId, spare })))
  }
  return { cardBatchId, printed }
}
