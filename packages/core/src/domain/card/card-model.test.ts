import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Desk, Value } from './testing/card-desk.ts'
import { donor, nurse, operator, shop } from './testing/card-desk.ts'
import type { Command } from './testing/card-model.ts'
import {
  activate,
  bind,
  CAP,
  givenTo,
  moveOn,
  produce,
  reason,
  receive,
  replace,
  reverse,
  setUp,
  spend,
  stations,
  withdraw,
} from './testing/card-model.ts'

const anyCard = fc.nat({ max: 5 })
const anyStation = fc.constantFrom(...stations)
const anyPerson = fc.constantFrom(1, 2)
const anyDonation = fc.constantFrom(undefined, 'D1', 'D2', 'E1')
const anyAmount = fc.constantFrom(1, 500, 1500, 2000, 2500, 4000)

const commands = [
  fc.nat({ max: 2 }).map(produce),
  fc.tuple(anyCard, anyStation).map(([at, station]) => receive(at, station)),
  fc.tuple(anyCard, anyStation, anyStation).map(([at, from, to]) => moveOn(at, from, to)),
  fc.tuple(anyCard, anyStation, anyDonation).map(([at, station, donation]) => activate(at, station, donation)),
  fc.tuple(anyCard, anyStation).map(([at, station]) => reverse(at, station)),
  fc.tuple(anyCard, anyCard).map(([from, to]) => withdraw(from, to)),
  fc.tuple(anyCard, anyCard, anyStation).map(([lost, spare, station]) => replace(lost, spare, station)),
  fc.tuple(anyCard, anyPerson).map(([at, person]) => bind(at, person)),
  fc.tuple(anyCard, anyAmount).map(([at, amount]) => spend(at, amount)),
]

/** The way most cards go, so that short random runs get past the first states; random commands follow. */
const usual = [
  ...[0, 1, 2].map(produce),
  ...[0, 1, 2, 4, 5].map((at) => receive(at, 'house')),
  activate(0, 'house', 'D1'),
  activate(2, 'house', undefined),
  bind(0, 1),
]

type Shot = (desk: Desk, serials: readonly string[]) => Promise<Value>

/** The same acts as bare calls, to be fired together: what each is answered depends on who comes first. */
const shots: fc.Arbitrary<Shot>[] = [
  fc.tuple(anyCard, anyDonation).map(
    ([at, donation]): Shot =>
      (desk, serials) =>
        desk.activate(serials[at], donation),
  ),
  anyCard.map(
    (at): Shot =>
      (desk, serials) =>
        desk.call('card.reverseActivation', { serial: serials[at], reason }, nurse()),
  ),
  fc.tuple(anyCard, anyCard).map(
    ([from, to]): Shot =>
      (desk, serials) =>
        desk.call('card.void', { serials: [serials[from], serials[to]], reason }, operator),
  ),
  fc.tuple(anyCard, anyCard).map(
    ([lost, spare]): Shot =>
      (desk, serials) =>
        desk.call('card.replace', { serial: serials[lost], spareSerial: serials[spare], reason }, nurse()),
  ),
  fc.tuple(anyCard, anyPerson).map(
    ([at, person]): Shot =>
      (desk, serials) => {
        const serial = serials[at] as string
        return desk.call(
          'card.bind',
          { serial, secret: desk.secretOf(serial) },
          donor(person, `D${person}`, `E${person}`),
        )
      },
  ),
  fc.tuple(anyPerson, anyAmount).map(
    ([person, amountMinor]): Shot =>
      async (desk) => {
        const holder = donor(person)
        const { cards } = await desk.must('card.list', {}, holder)
        const shown = cards[0] && (await desk.call('card.codes', { cardId: cards[0].cardId }, holder))
        if (!shown?.ok) return undefined
        return desk.call('card.spend', { code: shown.value.codes[0].text, amountMinor, orderNumber: 'S' }, shop)
      },
  ),
]

describe.each([1, 5])('cards under any sequence of commands, on %i lanes', (shards) => {
  async function runs(numRuns: number, first: readonly Command[]) {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 12 }), async (sequence) => {
        const { model, real } = await setUp(shards)
        await fc.asyncModelRun(() => ({ model, real }), [...first, ...sequence])
        for (const check of await real.desk.verified()) expect(check).toMatchObject({ ok: true })
      }),
      { numRuns },
    )
  }

  it('keep the purchase equation, a ledger of zero and legal states, from the start', () => runs(60, []), 120_000)

  it('keep them in the thick of things', () => runs(120, usual), 120_000)

  it('keep them when calls arrive together, in whatever order they are taken', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(...shots), { minLength: 4, maxLength: 16 }), async (burst) => {
        const { model, real } = await setUp(shards)
        await fc.asyncModelRun(() => ({ model, real }), usual)
        const serials = model.cards.map(({ serial }) => serial)
        await Promise.all(burst.map((shoot) => shoot(real.desk, serials)))
        expect([...(await real.desk.ledger()).values()].reduce((sum, minor) => sum + minor, 0)).toBe(0)
        for (const { cardBatchId } of real.batches) {
          const stock = await real.desk.stock(cardBatchId)
          const { acceptedMinor, storedMinor, activatedMinor, spentMinor, voidMinor, purchasedMinor, cards } = stock
          expect(acceptedMinor + storedMinor + activatedMinor + spentMinor + voidMinor).toBe(purchasedMinor)
          expect(Math.min(acceptedMinor, storedMinor, activatedMinor, spentMinor, voidMinor)).toBeGreaterThanOrEqual(0)
          expect(cards.accepted + cards.stored + cards.activated + cards.spent + cards.void).toBe(2)
        }
        for (const reference of ['D1', 'D2', 'E1', 'E2']) {
          const givenMinor = await givenTo(real.desk, reference)
          expect(givenMinor >= 0 && givenMinor <= CAP, reference).toBe(true)
        }
        for (const check of await real.desk.verified()) expect(check).toMatchObject({ ok: true })
      }),
      { numRuns: 60 },
    )
  }, 120_000)
})
