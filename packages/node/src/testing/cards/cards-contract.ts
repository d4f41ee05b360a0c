import { type Actor, createTally, fakeClock, type Outcome, type Store, type Tally, unwrap } from '@tallystick/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cardEntity, printedSerial } from '../../../../core/src/domain/card/card-entity.ts'
import { cardSecret } from '../../../../core/src/domain/card/card-secret.ts'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'
import type { KeyRing } from '../../../../core/src/kernel/key-ring.ts'
import { generateKeys } from '../../../../core/src/token/keys/generate-keys.ts'
import { openKeys } from '../../../../core/src/token/keys/open-keys.ts'
import { parseSerial } from '../../../../core/src/values/serial.ts'

/** A fresh durable store that goes with its test, what lies in it, and its journal made to refuse every row. */
export interface CardStore {
  readonly store: Store
  everything(): StoredState | Promise<StoredState>
  refuseJournal(): void | Promise<void>
}

const tenant = 'blood-centre'
const operator: Actor = { role: 'operator', tenant, id: 'li' }
const document = {
  programme: 'souvenir',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  benefits: { card: { kind: 'card', faceValuesMinor: [4000], perDonationMinor: 4000 } },
}

function staff(id: string, stationId: string): Actor {
  return { role: 'staff', tenant, id, stationId }
}

function codes(outcomes: readonly Outcome<unknown>[]): string[] {
  return outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.code)).sort()
}

// biome-ignore lint/suspicious/noExplicitAny: answers of all operations, looked into by tests
type Value = any

/** A blood centre on a store of its own, for one test. */
class BloodCentre {
  readonly opened: CardStore
  readonly #tally: Tally
  readonly #ring: KeyRing
  #calls = 0

  private constructor(opened: CardStore, tally: Tally, ring: KeyRing) {
    this.opened = opened
    this.#tally = tally
    this.#ring = ring
  }

  static async open(opened: CardStore): Promise<BloodCentre> {
    const keys = await generateKeys()
    const clock = fakeClock('2026-11-23T10:00:00+08:00')
    return new BloodCentre(opened, await createTally({ store: opened.store, keys, clock }), await openKeys(keys))
  }

  call(operation: string, input: object, actor: Actor): Promise<Outcome<Value>> {
    this.#calls += 1
    return this.#tally.call(operation, input, actor, { idempotencyKey: `call-${this.#calls}` })
  }

  async must(operation: string, input: object, actor: Actor = operator): Promise<Value> {
    return unwrap(await this.call(operation, input, actor))
  }

  secretOf(serial: string): string {
    return cardSecret(this.#ring, tenant, unwrap(parseSerial(serial)).serialNumber)
  }

  /** Three blocks of cards in the house, signed for. */
  async stocked() {
    await this.must('programme.publish', { document })
    for (const stationId of ['house', 'bus', 'counter']) await this.must('station.add', { stationId })
    const bought = { benefit: 'souvenir/card', faceMinor: 4000, count: 300, supplier: 'printer' }
    const { cardBatchId, firstSerial: from, lastSerial: to } = await this.must('card.purchase', bought)
    for (const block of [1, 2, 3]) await this.must('card.produce', { cardBatchId, block })
    const box: { from: string; to: string } = { from, to }
    await this.must('card.receive', { ...box, stationId: 'house', handedBy: 'courier', counted: 300 })
    return { cardBatchId: cardBatchId as string, box }
  }

  async close(): Promise<void> {
    const violations = findViolations(await this.opened.everything())
    await this.#tally.close()
    expect(violations).toEqual([])
  }
}

/** Custody and guesses on one durable store; each test ends with the count that cards and money close. */
export function cardsContract(name: string, open: () => Promise<CardStore>): void {
  describe(`cards on ${name}`, () => {
    let centre: BloodCentre
    beforeEach(async () => {
      centre = await BloodCentre.open(await open())
    })
    afterEach(() => centre.close())

    test('THR-L10 a box goes to one of those who take it at once, whole, and every card has one custody', async () => {
      const { cardBatchId, box } = await centre.stocked()
      const alone = await centre.must('card.receive', { ...box, stationId: 'bus', handedBy: 'li', counted: 0 })
      expect(alone.report[0]).toMatchObject({ code: 'hand_over_needed' })
      const give = (toStation: string) =>
        centre.must('card.handOver', { ...box, toStation, counted: 300 }, staff('zhang', 'house'))
      const [toBus, toCounter] = [await give('bus'), await give('counter')]
      const takers = ['liu', 'wu', 'sun'].flatMap((id) => [
        centre.call('card.takeOver', { handOverId: toBus.handOverId, counted: 300 }, staff(id, 'bus')),
        centre.call('card.takeOver', { handOverId: toCounter.handOverId, counted: 300 }, staff(id, 'counter')),
      ])
      const answered = codes(await Promise.all(takers))
      expect(answered.filter((code) => code === 'ok')).toHaveLength(1)
      expect(new Set(answered)).toEqual(new Set(['ok', 'count_differs', 'hand_over_ended']))
      const stocks = await Promise.all(
        ['house', 'bus', 'counter'].map((stationId) => centre.must('card.inventory', { stationId, cardBatchId })),
      )
      expect(stocks.map(({ stored }) => stored).sort()).toEqual([0, 0, 300])
      const { custody, steps } = await centre.must('card.custody', { serial: box.to })
      expect(steps.map(({ kind }: { kind: string }) => kind)).toEqual(['delivered', 'handedOver'])
      expect(steps[1].toStation).toBe(custody.stationId)
    })

    test('THR-L11 thirty guesses at once over all lanes are counted to the last one, and lock nobody else out', async () => {
      const { box } = await centre.stocked()
      const printed = serials(box.from, 300)
      await centre.must(
        'card.activate',
        { by: { serial: printed[0] ?? '' }, donationReference: 'D-1' },
        staff('zhang', 'house'),
      )
      const donor = (owner: number, ...donations: string[]): Actor => {
        const facts = { 'person.donations': donations, 'device.id': 'one phone' }
        return { role: 'holder', tenant, owner, facts, address: '203.0.113.7' }
      }
      const guess = (n: number) =>
        centre.call('card.bind', { serial: printed[n * 10] ?? '', secret: '0000-0000' }, donor(5000 + n))
      const answered = codes(await Promise.all(Array.from({ length: 30 }, (_, n) => guess(n))))
      expect(answered.filter((code) => code === 'card_secret_wrong')).toHaveLength(4)
      expect(answered.filter((code) => code === 'guess_locked')).toHaveLength(26)
      const input = { serial: printed[0] ?? '', secret: centre.secretOf(printed[0] ?? '') }
      expect(await centre.call('card.bind', input, donor(9001, 'D-2'))).toMatchObject({ code: 'guess_locked' })
      expect(await centre.call('card.bind', input, donor(9000, 'D-1'))).toMatchObject({ ok: true })
    })

    test('THR-L4 a range in three blocks is withdrawn whole or, where its journal cannot be written, not at all', async () => {
      const { cardBatchId, box } = await centre.stocked()
      const printed = serials(box.from, 300)
      const first = { from: printed[0], to: printed[149], reason: 'stolen' }
      expect(await centre.must('card.void', first)).toMatchObject({ voided: 150, voidedMinor: 150 * 4000 })
      await centre.opened.refuseJournal()
      const rest = { from: printed[50], to: printed[299], reason: 'stolen' }
      await expect(centre.call('card.void', rest, operator)).rejects.toMatchObject({ code: 'store_unavailable' })
      const { cards, voidMinor } = await centre.must('card.stock', { cardBatchId })
      expect([cards.void, cards.stored, voidMinor]).toEqual([150, 150, 150 * 4000])
    })

    test('THR-L9 a recall writes one row, and against activations that race it every card is on one side', async () => {
      const { cardBatchId, box } = await centre.stocked()
      const before = countCards(await centre.opened.everything())
      const activate = (at: number) =>
        centre.call('card.activate', { by: { serial: serials(box.from, 300)[at] } }, staff('zhang', 'house'))
      const [recall, ...activated] = await Promise.all([
        centre.call('card.recall', { ...box, reason: 'stolen' }, operator),
        ...[0, 50, 100, 150, 200, 250].map(activate),
      ])
      expect(recall).toMatchObject({ ok: true })
      for (const code of codes(activated)) expect(['ok', 'card_recalled']).toContain(code)
      expect(codes(await Promise.all([1, 101, 201].map(activate)))).toEqual(Array(3).fill('card_recalled'))
      const given = activated.filter(({ ok }) => ok).length
      expect((await centre.must('card.stock', { cardBatchId })).cards).toMatchObject({ activated: given, void: 0 })
      expect(countCards(await centre.opened.everything())).toBe(before)
    })
  })
}

function countCards(state: StoredState): number {
  return [...state.rows].filter(({ kind }) => kind === cardEntity.kind).length
}

/** The serials from the first on, as printed. */
function serials(first: string, count: number): string[] {
  const parsed = unwrap(parseSerial(first))
  return Array.from({ length: count }, (_, at) => printedSerial(parsed.serialNumber + at))
}
