import type * as fc from 'fast-check'
import { expect } from 'vitest'
import type { CardStatus } from '../card-entity.ts'
import type { DonationState } from '../donation.ts'
import { donationEntity, donationKey } from '../donation.ts'
import type { Desk, Value } from './card-desk.ts'
import { auditor, donor, nurse, openDesk, operator, shop, tenant } from './card-desk.ts'

export const reason = 'model'
export const CAP = 6000
export const stations = ['house', 'bus'] as const
type Station = (typeof stations)[number]

/** What a reader of the requirements would write down about one card. */
interface Sheet {
  readonly serial: string
  /** Which batch it was bought in, and which batch's money is on it. */
  readonly batch: number
  fund: number
  readonly face: number
  readonly spare: boolean
  status: CardStatus | 'unproduced'
  station?: Station | undefined
  balance: number
  loaded: number
  written: number
  donation?: string | undefined
  holder?: number | undefined
  cardId?: string | undefined
  standsIn: boolean
}

interface Model {
  readonly cards: Sheet[]
  readonly given: Map<string, number>
  /** Spent so far, by the batch whose money it was. */
  readonly spent: number[]
}

interface Real {
  readonly desk: Desk
  readonly batches: readonly { readonly cardBatchId: string; readonly face: number }[]
}

export type Command = fc.AsyncCommand<Model, Real>

/** Runs a command against the desk, holds the answer against the model's, then checks that all money is where it should be. */
function command(name: string, act: (model: Model, real: Real) => Promise<void>): Command {
  return {
    check: () => true,
    async run(model, real) {
      await act(model, real)
      await allAddsUp(model, real)
    },
    toString: () => name,
  }
}

async function answers(call: Promise<Value>, code: string | undefined): Promise<Value> {
  const outcome = await call
  expect(outcome.ok ? undefined : outcome.code).toBe(code)
  return outcome.ok ? outcome.value : undefined
}

export const produce = (batch: number) =>
  command(`produce batch ${batch}`, async ({ cards }, { desk, batches }) => {
    const mine = cards.filter((card) => card.batch === batch)
    const done = mine.some(({ status }) => status !== 'unproduced')
    const input = { cardBatchId: batches[batch]?.cardBatchId, block: 1 }
    await answers(desk.call('card.produce', input, operator), done ? 'card_batch_complete' : undefined)
    for (const card of done ? [] : mine) Object.assign(card, { status: 'accepted', balance: card.face })
  })

export const receive = (at: number, station: Station) =>
  command(`receive ${at} at ${station}`, async ({ cards }, { desk }) => {
    const card = cards[at] as Sheet
    const possible = card.status === 'accepted' || card.status === 'stored'
    const input = { from: card.serial, to: card.serial, stationId: station }
    const { received } = await answers(desk.call('card.receive', input, operator), undefined)
    expect(received).toBe(possible ? 1 : 0)
    if (possible) Object.assign(card, { status: 'stored', station })
  })

/** A hand-over and its taking in one: another person takes what the first has counted. */
export const moveOn = (at: number, from: Station, to: Station) =>
  command(`hand over ${at} from ${from} to ${to}`, async ({ cards }, { desk }) => {
    const card = cards[at] as Sheet
    const possible = card.status === 'stored' && card.station === from
    const input = { from: card.serial, to: card.serial, toStation: to, counted: 1 }
    const code = from === to ? 'input_invalid' : possible ? undefined : 'count_differs'
    const opened = await answers(desk.call('card.handOver', input, nurse(from)), code)
    if (code) return
    const taker = { ...nurse(to), id: 'taker' }
    await answers(desk.call('card.takeOver', { handOverId: opened.handOverId, counted: 1 }, taker), undefined)
    card.station = to
  })

function whyNotActivated(card: Sheet, station: Station, given: number): string | undefined {
  if (card.status === 'unproduced' || card.station !== station) return 'card_elsewhere'
  if (card.status === 'void') return 'card_void'
  if (card.status === 'activated' || card.status === 'spent') return 'card_already_activated'
  if (card.status !== 'stored' || card.spare) return 'card_state_wrong'
  return given + card.face > CAP ? 'donation_cap' : undefined
}

export const activate = (at: number, station: Station, donation: string | undefined) =>
  command(`activate ${at} at ${station} for ${donation}`, async ({ cards, given }, { desk }) => {
    const card = cards[at] as Sheet
    const before = donation === undefined ? 0 : (given.get(donation) ?? 0)
    const barred = whyNotActivated(card, station, donation === undefined ? Number.NEGATIVE_INFINITY : before)
    await answers(desk.activate(card.serial, donation, nurse(station)), barred)
    if (barred) return
    if (donation !== undefined) given.set(donation, before + card.face)
    Object.assign(card, { status: 'activated', donation, loaded: card.face })
  })

function whyNotReversed(card: Sheet, station: Station): string | undefined {
  if (card.status === 'unproduced' || card.station !== station) return 'card_unknown'
  if (card.status === 'void') return 'card_void'
  if (card.status === 'spent') return 'card_partly_spent'
  if (card.status !== 'activated') return 'card_not_activated'
  if (card.standsIn) return 'card_state_wrong'
  return card.balance < card.loaded ? 'card_partly_spent' : undefined
}

export const reverse = (at: number, station: Station) =>
  command(`reverse ${at} at ${station}`, async ({ cards, given }, { desk }) => {
    const card = cards[at] as Sheet
    const barred = whyNotReversed(card, station)
    const call = desk.call('card.reverseActivation', { serial: card.serial, reason }, nurse(station))
    await answers(call, barred)
    if (barred) return
    if (card.donation !== undefined) given.set(card.donation, (given.get(card.donation) ?? 0) - card.face)
    Object.assign(card, { status: 'stored', donation: undefined, holder: undefined, cardId: undefined })
  })

export const withdraw = (from: number, to: number) =>
  command(`void ${from} to ${to}`, async ({ cards }, { desk }) => {
    const wanted = cards.slice(Math.min(from, to), Math.max(from, to) + 1)
    const possible = wanted.filter(({ status }) => !['unproduced', 'void', 'spent'].includes(status))
    const call = desk.call('card.void', { serials: wanted.map(({ serial }) => serial), reason }, operator)
    const { voided, voidedMinor } = await answers(call, undefined)
    expect(voided).toBe(possible.length)
    expect(voidedMinor).toBe(possible.reduce((sum, { balance }) => sum + balance, 0))
    for (const card of possible) Object.assign(card, { status: 'void', written: card.balance, balance: 0 })
  })

function whyNotReplaced(lost: Sheet, spare: Sheet, station: Station): string | undefined {
  const here = (card: Sheet) => card.status !== 'unproduced' && card.station === station
  if (!here(lost) || !here(spare)) return 'card_unknown'
  if (lost.status === 'void') return 'card_void'
  if (lost.status === 'stored' || lost.status === 'accepted') return 'card_not_activated'
  if (lost.status !== 'activated') return 'card_state_wrong'
  if (!spare.spare) return 'spare_required'
  if (spare.status === 'void') return 'card_void'
  return spare.status === 'stored' ? undefined : 'card_state_wrong'
}

export const replace = (lostAt: number, spareAt: number, station: Station) =>
  command(`replace ${lostAt} by ${spareAt} at ${station}`, async ({ cards }, { desk }) => {
    const [lost, spare] = [cards[lostAt] as Sheet, cards[spareAt] as Sheet]
    const barred = whyNotReplaced(lost, spare, station)
    const input = { serial: lost.serial, spareSerial: spare.serial, reason }
    const value = await answers(desk.call('card.replace', input, nurse(station)), barred)
    if (barred) return
    const { balance, holder, donation, fund } = lost
    expect(value.balanceMinor).toBe(balance)
    Object.assign(spare, { status: 'activated', balance, loaded: balance, holder, donation, fund, standsIn: true })
    Object.assign(lost, { status: 'void', balance: 0 })
    if (holder === undefined) return
    const { cards: listed } = await answers(desk.call('card.list', {}, donor(holder)), undefined)
    spare.cardId = listed.find(({ serial }: { serial: string }) => serial === spare.serial)?.cardId
    expect(spare.cardId).toBeDefined()
  })

function whyNotBound(card: Sheet, person: number, fits: boolean): string | undefined {
  if (card.status === 'unproduced') return 'card_unknown'
  if (card.status === 'void') return 'card_void'
  if (card.status === 'spent') return 'card_state_wrong'
  if (card.status !== 'activated') return 'card_not_activated'
  if (card.holder !== undefined) return card.holder === person ? undefined : 'card_bound_other'
  return fits ? undefined : 'donation_not_yours'
}

/** Person n has made donations Dn and En. */
export const bind = (at: number, person: number) =>
  command(`bind ${at} to ${person}`, async ({ cards, given }, { desk }) => {
    const card = cards[at] as Sheet
    const own = [`D${person}`, `E${person}`]
    const free = own.find((reference) => (given.get(reference) ?? 0) + card.loaded <= CAP)
    const donation = card.donation === undefined ? free : own.find((reference) => reference === card.donation)
    const barred = whyNotBound(card, person, donation !== undefined)
    const input = { serial: card.serial, secret: desk.secretOf(card.serial) }
    const value = await answers(desk.call('card.bind', input, donor(person, ...own)), barred)
    if (barred || card.holder !== undefined || donation === undefined) return
    if (card.donation === undefined) given.set(donation, (given.get(donation) ?? 0) + card.loaded)
    Object.assign(card, { holder: person, donation, cardId: value.cardId })
  })

export const spend = (at: number, amountMinor: number) =>
  command(`spend ${amountMinor} of ${at}`, async ({ cards, spent }, { desk }) => {
    const card = cards[at] as Sheet
    if (card.holder === undefined || card.cardId === undefined) return
    const holder = donor(card.holder)
    desk.clock.advance({ seconds: 30 })
    const noCode = card.status === 'void' ? 'card_void' : card.status === 'spent' ? 'card_balance_short' : undefined
    const shown = await answers(desk.call('card.codes', { cardId: card.cardId }, holder), noCode)
    if (noCode) return
    const barred = amountMinor > card.balance ? 'card_balance_short' : undefined
    const input = { code: shown.codes[0].text, amountMinor, orderNumber: 'M' }
    await answers(desk.call('card.spend', input, shop), barred)
    if (barred) return
    card.balance -= amountMinor
    spent[card.fund] = (spent[card.fund] ?? 0) + amountMinor
    if (card.balance === 0) card.status = 'spent'
  })

/** The purchase equation of every batch, the ledger, every card's state and donation, held against the model's sheet. */
async function allAddsUp({ cards, given, spent }: Model, { desk, batches }: Real): Promise<void> {
  for (const [reference, givenMinor] of given) expect(await givenTo(desk, reference), reference).toBe(givenMinor)
  await custodiesHold(cards, desk)
  const ledger = await desk.ledger()
  expect([...ledger.values()].reduce((sum, minor) => sum + minor, 0)).toBe(0)
  const accounts = [...ledger].map(([account, minor]) => [account.split('/')[0], minor] as const)
  const total: Record<string, number> = {}
  for (const [batch, { cardBatchId, face }] of batches.entries()) {
    const own = cards.filter((card) => card.batch === batch)
    const funded = cards.filter((card) => card.fund === batch)
    const worth = (...status: string[]) =>
      funded.filter((card) => status.includes(card.status)).reduce((sum, { balance }) => sum + balance, 0)
    const stock = await desk.stock(cardBatchId)
    const expected = {
      purchasedMinor: own.filter(({ status }) => status !== 'unproduced').length * face,
      acceptedMinor: worth('accepted'),
      storedMinor: worth('stored'),
      activatedMinor: worth('activated'),
      spentMinor: spent[batch] ?? 0,
      voidMinor: funded.reduce((sum, { written }) => sum + written, 0),
    }
    expect(stock).toMatchObject(expected)
    const { purchasedMinor, ...places } = expected
    expect(Object.values(places).reduce((sum, minor) => sum + minor, 0)).toBe(purchasedMinor)
    for (const status of ['accepted', 'stored', 'activated', 'spent', 'void'] as const) {
      expect(stock.cards[status], status).toBe(own.filter((card) => card.status === status).length)
    }
    for (const [name, minor] of Object.entries(expected)) total[name] = (total[name] ?? 0) + minor
  }
  for (const status of ['accepted', 'stored', 'activated', 'spent', 'void']) {
    const booked = accounts.filter(([name]) => name === `card.${status}`).reduce((sum, [, minor]) => sum + minor, 0)
    expect(booked, status).toBe(total[`${status}Minor`])
  }
}

const places = {
  accepted: 'printer',
  stored: 'station',
  activated: 'donor',
  spent: 'donor',
  void: 'withdrawn',
} as const

/** Every card is in the one custody that its sheet says, its last step led there, and the stations' stocks add up. */
async function custodiesHold(cards: readonly Sheet[], desk: Desk): Promise<void> {
  for (const { serial, status, station } of cards) {
    const found = await desk.call('card.custody', { serial }, auditor)
    if (status === 'unproduced') {
      expect(found).toMatchObject({ ok: false, code: 'card_unknown' })
      continue
    }
    const { custody, steps } = found.ok ? found.value : { custody: undefined, steps: [] }
    expect(custody, serial).toEqual({ place: places[status], ...(station === undefined ? {} : { stationId: station }) })
    expect(steps.at(-1)?.toStation, serial).toBe(station)
  }
}

export async function givenTo(desk: Desk, reference: string): Promise<number> {
  const { owner, n } = donationKey(desk.keys, tenant, reference)
  const [row] = await desk.store.read([{ tenant, shard: 0, owner, n, kind: donationEntity.kind }], [])
  return row ? (JSON.parse(row.state) as DonationState).givenMinor : 0
}

/** Two batches of two cards in blocks of their own, and two spares. */
export async function setUp(shards: number): Promise<{ model: Model; real: Real }> {
  const desk = await openDesk({ shards })
  const cards: Sheet[] = []
  const batches: { cardBatchId: string; face: number }[] = []
  for (const [batch, face] of [4000, 2000, 0].entries()) {
    const spare = face === 0
    const input = { benefit: 'souvenir/card', faceMinor: face, count: 2, supplier: 'printer', spare }
    const { cardBatchId, firstSerial, lastSerial } = await desk.must('card.purchase', input, operator)
    batches.push({ cardBatchId, face })
    for (const serial of [firstSerial, lastSerial]) {
      const blank = { status: 'unproduced' as const, balance: 0, loaded: 0, written: 0, standsIn: false }
      cards.push({ serial, batch, fund: batch, face, spare, ...blank })
    }
  }
  return { model: { cards, given: new Map(), spent: [] }, real: { desk, batches } }
}
