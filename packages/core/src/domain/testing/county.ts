import type { Tally, TallyApi } from '../../create-tally.ts'
import { createTally } from '../../create-tally.ts'
import type { FakeClock } from '../../engine/clock.ts'
import { fakeClock } from '../../engine/clock.ts'
import { memoryStore } from '../../engine/memory-store.ts'
import { seededRandom } from '../../engine/random.ts'
import type { Store } from '../../engine/store-port.ts'
import type { Actor } from '../../kernel/actor.ts'
import { generateKeys } from '../../token/keys/generate-keys.ts'
import { unwrap } from '../../unwrap.ts'
import { idNumber } from './people.ts'
import { watched } from './watched.ts'

export const tenant = 'gaoxian'
/** Ten o'clock on the day the programme begins. */
export const OPENS = '2025-01-20T10:00:00+08:00'
export const ENDS = '2025-03-01T00:00:00+08:00'

export const countyKeys = generateKeys({ random: seededRandom('county keys') })

export const operator: Actor = { role: 'operator', tenant, id: 'li' }
export const reviewer: Actor = { role: 'reviewer', tenant, id: 'zhao' }
export const auditor: Actor = { role: 'auditor', tenant, id: 'wen' }
export const host: Actor = { role: 'host', tenant, id: 'portal' }

export function till(merchantId = 'noodles', more: Partial<Actor> = {}): Actor {
  return { role: 'terminal', tenant, merchantId, terminalId: 't1', ...more }
}
export function partner(id = 'waimai'): Actor {
  return { role: 'partner', tenant, id }
}

export const registered = {
  fact: 'person.registration',
  operator: 'withinRegion',
  value: '511525',
  message: { 'zh-CN': '限本县户籍', en: 'Gao County residents' },
}

/** "100 save 20" for catering in the county, for its residents. */
export function springDocument(
  benefit: Readonly<Record<string, unknown>> = {},
  document: Readonly<Record<string, unknown>> = {},
) {
  return {
    programme: 'spring',
    version: 1,
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
    period: { from: OPENS, to: ENDS },
    budget: { amountMinor: 100_000_000 },
    eligibility: { all: [registered] },
    benefits: {
      catering: {
        kind: 'voucher',
        title: { 'zh-CN': '餐饮满100减20', en: 'Catering 100 - 20' },
        terms: { thresholdMinor: 10_000, offMinor: 2_000 },
        usable: { within: 'P7D' },
        redemption: {
          all: [
            { fact: 'merchant.industry', operator: 'in', value: ['H62'] },
            { fact: 'merchant.region', operator: 'withinRegion', value: '511525' },
          ],
        },
        ...benefit,
      },
    },
    ...document,
  }
}

export interface CountyOptions {
  readonly shards?: number
  readonly store?: Store
  readonly clock?: FakeClock
  readonly benefit?: Readonly<Record<string, unknown>>
  readonly document?: Readonly<Record<string, unknown>>
  readonly quota?: number
  /** Members of the batch's opening beside the usual ones. */
  readonly batch?: {
    readonly draw?: { entriesUntil: string; publicName: string; publicAt: string }
    readonly regions?: Readonly<Record<string, number>>
  }
  readonly seed?: string
}

export interface Holder {
  readonly actor: Actor
  readonly api: TallyApi
}

export interface County {
  readonly tally: Tally
  readonly store: Store
  readonly clock: FakeClock
  readonly sponsor: TallyApi
  readonly batchId: string
  as(actor: Actor): TallyApi
  /** Person number `n` with a session of the host, as over HTTP: documents stay behind at the door. */
  holder(n: number, facts?: Readonly<Record<string, unknown>>): Promise<Holder>
}

/** A system without programme, merchants and batches. */
export async function openOffice(options: CountyOptions = {}): Promise<Omit<County, 'batchId'>> {
  const clock = options.clock ?? fakeClock(OPENS)
  const store = options.store ?? memoryStore({ shards: options.shards ?? 1 })
  const random = seededRandom(options.seed ?? 'county')
  const tally = await createTally({ store, keys: await countyKeys, clock, random })
  const as = (actor: Actor) => watched(tally.as(actor))
  const holder = async (n: number, facts: Readonly<Record<string, unknown>> = { 'person.registration': '511525' }) => {
    const person = { idNumber: idNumber(n) }
    const { session } = unwrap(await as(host).session.mint({ role: 'holder', person, facts, ttlSeconds: 3600 }))
    const actor = unwrap(tally.authenticate(session))
    return { actor, api: as(actor) }
  }
  return { tally, store, clock, sponsor: as(operator), as, holder }
}

/** The county with the spring programme, four merchants and one open batch. */
export async function openCounty(options: CountyOptions = {}): Promise<County> {
  const office = await openOffice(options)
  const { sponsor } = office
  unwrap(await sponsor.programme.publish({ document: springDocument(options.benefit, options.document) }))
  const shop = { region: '511525', industry: 'H62' }
  unwrap(await sponsor.merchant.add({ merchantId: 'noodles', ...shop }))
  unwrap(await sponsor.merchant.add({ merchantId: 'dumplings', ...shop }))
  unwrap(await sponsor.merchant.add({ merchantId: 'hotel', region: '511525', industry: 'H61' }))
  unwrap(await sponsor.merchant.add({ merchantId: 'waimai', ...shop, online: true }))
  const opened = unwrap(
    await sponsor.batch.open({ benefit: 'spring/catering', quota: options.quota ?? 100, ...options.batch }),
  )
  return { ...office, batchId: opened.batchId }
}

/** The text of the code the holder shows now. */
export async function codeOf(holder: Holder, voucherId: string, more: object = {}): Promise<string> {
  const { codes } = unwrap(await holder.api.voucher.codes({ voucherId, ...more }))
  return codes[0]?.text ?? ''
}

let orders = 0
/** An order of 128 yuan under a number of its own. */
export function order(orderAmountMinor = 12_800, orderNumber = `A-${orders++}`) {
  return { orderNumber, orderAmountMinor }
}
