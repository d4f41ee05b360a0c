import { createTally, generateKeys, memoryStore, type Tally, unwrap } from '@tallystick/core'
import { mockProgrammes } from './mock-programmes.ts'

export const tenant = 'mock'

/** Nobody's number: its sequence is 000. */
const person = { idNumber: '511525199001010005' }
/** The first donation is on the card this person has; the others are for trying the desk. */
export const donations = ['X2600001', 'X2600002', 'X2600003'] as const
const facts = {
  'person.registration': '511525',
  'person.identity': 'verified',
  'person.donations': [...donations],
}
/** Owner numbers of people whom no directory knows: they only have to be others. */
const FIRST_NEIGHBOUR = 4096
const NEIGHBOURS = 15

/** Who a page of the mock service may be, by the session it brings. */
export const bearers = {
  test_holder: { role: 'holder', person, facts, ttlSeconds: 900 },
  test_shop: { role: 'terminal', merchantId: 'noodles', terminalId: 't1', ttlSeconds: 3600 },
  test_staff: { role: 'staff', id: 'zhang', stationId: 'house', ttlSeconds: 3600 },
} as const

export type MockSession = keyof typeof bearers

type Printed = Extract<Awaited<ReturnType<ReturnType<Tally['as']>['card']['print']>>, { ok: true }>['value']['rows']

/** A small organisation on core's own memory store, and the time it goes by. */
export interface MockWorld {
  readonly tally: Tally
  readonly sponsor: ReturnType<Tally['as']>
  readonly holder: ReturnType<Tally['as']>
  /** Gives the number of a draw beside the sponsor's first person. */
  readonly witness: ReturnType<Tally['as']>
  readonly neighbours: readonly ReturnType<Tally['as']>[]
  readonly shop: ReturnType<Tally['as']>
  readonly staff: ReturnType<Tally['as']>
  /** The text of the code on the shop's wall. */
  readonly sheet: string
  /** Cards that lie in the drawer: bought and received, given to nobody. */
  readonly drawer: Printed
  now(): number
  /** The world's time, so many milliseconds away from the device's; never backwards. */
  moveTo(offsetMs: number): void
}

const DAY_MS = 86_400_000

/** Everything happened ten days ago: programmes, shops, a station with cards. Nobody has claimed anything. */
export async function openMockWorld(): Promise<MockWorld> {
  let offsetMs = -10 * DAY_MS
  const now = () => Date.now() + offsetMs
  const tally = await createTally({ store: memoryStore(), keys: await generateKeys(), clock: { now } })
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  for (const document of mockProgrammes) unwrap(await sponsor.programme.publish({ document }))
  unwrap(await sponsor.merchant.add({ merchantId: 'noodles', title: '老街燃面', industry: 'H62', region: '511525' }))
  unwrap(await sponsor.station.add({ stationId: 'house', title: '市中心血站 City blood centre' }))
  return {
    tally,
    sponsor,
    holder: tally.as({ role: 'holder', tenant, person, facts }),
    witness: tally.as({ role: 'operator', tenant, id: 'zhao' }),
    neighbours: Array.from({ length: NEIGHBOURS }, (_, each) =>
      tally.as({ role: 'holder', tenant, owner: FIRST_NEIGHBOUR + each, facts }),
    ),
    shop: tally.as({ tenant, role: 'terminal', merchantId: 'noodles', terminalId: 't1' }),
    staff: tally.as({ tenant, role: 'staff', id: 'zhang', stationId: 'house' }),
    sheet: unwrap(await sponsor.shopCode.print({ merchantId: 'noodles', reason: 'example' })).text,
    drawer: await buyCards(sponsor),
    now,
    moveTo(later) {
      offsetMs = later
    },
  }
}

async function buyCards(sponsor: MockWorld['sponsor']): Promise<Printed> {
  const order = { benefit: 'souvenir/card', faceMinor: 40_00, count: 100, supplier: '示例制卡厂' }
  const { cardBatchId } = unwrap(await sponsor.card.purchase(order))
  const { firstSerial: from, lastSerial: to } = unwrap(await sponsor.card.produce({ cardBatchId, block: 1 }))
  unwrap(await sponsor.card.receive({ from, to, stationId: 'house' }))
  return unwrap(await sponsor.card.print({ cardBatchId, block: 1 })).rows
}
