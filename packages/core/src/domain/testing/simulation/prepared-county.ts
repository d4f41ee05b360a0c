import { createTally } from '../../../create-tally.ts'
import { fakeClock } from '../../../engine/clock.ts'
import { seededRandom } from '../../../engine/random.ts'
import type { KeyRing } from '../../../kernel/key-ring.ts'
import { generateKeys } from '../../../token/keys/generate-keys.ts'
import type { KeyMaterial } from '../../../token/keys/key-material.ts'
import { openKeys } from '../../../token/keys/open-keys.ts'
import { unwrap } from '../../../unwrap.ts'
import { printedSerial } from '../../card/card-entity.ts'
import { cardSecret } from '../../card/card-secret.ts'
import { serialNumberOf } from '../../card/testing/card-desk.ts'
import { OPENS, springDocument } from '../county.ts'
import type { RecordedCommit } from './recorded-commits.ts'
import { recordingStore } from './recorded-commits.ts'

export const STARTS = Date.parse(OPENS)
export const tenants = ['gaoxian', 'pingshan'] as const
export const QUOTA = 4
const CARDS = 3

export interface PreparedTenant {
  readonly tenant: string
  readonly batchId: string
  readonly cards: readonly { readonly serial: string; readonly secret: string }[]
}

export interface PreparedCounty {
  readonly keys: KeyMaterial
  readonly tenants: readonly [PreparedTenant, ...PreparedTenant[]]
  readonly commits: readonly RecordedCommit[]
}

let material: Promise<KeyMaterial> | undefined
const prepared = new Map<string, Promise<PreparedCounty>>()

/** Two counties on opening morning, each with shops, one batch and a few cards; made once for each shape. */
export function prepareCounty(shards: number, returnsToStock: boolean): Promise<PreparedCounty> {
  const name = `${shards}/${returnsToStock}`
  const known = prepared.get(name) ?? prepare(shards, returnsToStock)
  prepared.set(name, known)
  return known
}

async function prepare(shards: number, returnsToStock: boolean): Promise<PreparedCounty> {
  material ??= generateKeys({ random: seededRandom('simulation keys') })
  const keys = await material
  const commits: RecordedCommit[] = []
  const tally = await createTally({
    store: recordingStore(shards, commits),
    keys,
    clock: fakeClock(STARTS),
    random: seededRandom('simulation'),
  })
  const ring = openKeys(keys)
  const [first, ...rest] = tenants
  const made = [await openTenant(first, tally, ring, returnsToStock)] as [PreparedTenant, ...PreparedTenant[]]
  for (const tenant of rest) made.push(await openTenant(tenant, tally, ring, returnsToStock))
  await tally.close()
  return { keys, tenants: made, commits }
}

async function openTenant(
  tenant: string,
  tally: Awaited<ReturnType<typeof createTally>>,
  ring: KeyRing,
  returnsToStock: boolean,
): Promise<PreparedTenant> {
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  const benefit = { usable: { within: 'P2D' }, quota: { perPerson: 2 }, returnsToStock }
  unwrap(await sponsor.programme.publish({ document: springDocument(benefit, { approval: 'one' }) }))
  for (const merchantId of ['noodles', 'dumplings']) {
    unwrap(await sponsor.merchant.add({ merchantId, region: '511525', industry: 'H62' }))
  }
  const { batchId } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota: QUOTA }))
  const souvenir = {
    programme: 'souvenir',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    period: { from: '2024-01-01T00:00:00+08:00', to: '2030-01-01T00:00:00+08:00' },
    benefits: { card: { kind: 'card', faceValuesMinor: [4000], perDonationMinor: 4000, bulkFrom: 200 } },
  }
  unwrap(await sponsor.programme.publish({ document: souvenir }))
  unwrap(await sponsor.station.add({ stationId: 'house' }))
  const bought = { benefit: 'souvenir/card', faceMinor: 4000, count: CARDS, supplier: 'printer' }
  const { cardBatchId, firstSerial, lastSerial } = unwrap(await sponsor.card.purchase(bought))
  unwrap(await sponsor.card.produce({ cardBatchId, block: 1 }))
  const delivery = { from: firstSerial, to: lastSerial, stationId: 'house', handedBy: 'courier', counted: CARDS }
  unwrap(await sponsor.card.receive(delivery))
  const cards = Array.from({ length: CARDS }, (_, at) => {
    const number = serialNumberOf(firstSerial) + at
    return { serial: printedSerial(number), secret: cardSecret(ring, tenant, number) }
  })
  return { tenant, batchId, cards }
}
