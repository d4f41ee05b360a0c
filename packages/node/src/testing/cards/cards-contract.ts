import { type Actor, createTally, fakeClock, type Outcome, type Store, type Tally, unwrap } from '@tallystick/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cardEntity, printedSerial } from '../../../../core/src/domain/card/card-entity.ts'
import { findViolations } from '../../../../core/src/domain/testing/invariants/find-violations.ts'
import type { StoredState } from '../../../../core/src/domain/testing/invariants/stored-state.ts'
import { generateKeys } from '../../../../core/src/token/keys/generate-keys.ts'
import { parseSerial } from '../../../../core/src/values/serial.ts'

/** A fresh durable store that goes with its test, and what lies in it. */
export interface CardStore {
  readonly store: Store
  everything(): StoredState | Promise<StoredState>
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

/** Custody of cards on one durable store; each test ends with the count that cards and money close. */
export function cardsContract(name: string, open: () => Promise<CardStore>): void {
  describe(`cards on ${name}`, () => {
    let opened: CardStore
    let tally: Tally
    let calls = 0
    const clock = fakeClock('2026-11-23T10:00:00+08:00')
    beforeEach(async () => {
      opened = await open()
      tally = await createTally({ store: opened.store, keys: await generateKeys(), clock })
    })
    afterEach(async () => {
      const violations = findViolations(await opened.everything())
      await tally.close()
      expect(violations).toEqual([])
    })
    const call = (operation: string, input: object, actor: Actor) => {
      calls += 1
      return tally.call(operation, input, actor, { idempotencyKey: `call-${calls}` }) as Promise<Outcome<Value>>
    }
    const must = async (operation: string, input: object, actor: Actor = operator) =>
      unwrap(await call(operation, input, actor))

    /** Three blocks of cards in the house, signed for. */
    async function stocked() {
      await must('programme.publish', { document })
      for (const stationId of ['house', 'bus', 'counter']) await must('station.add', { stationId })
      const bought = { benefit: 'souvenir/card', faceMinor: 4000, count: 300, supplier: 'printer' }
      const { cardBatchId, firstSerial: from, lastSerial: to } = await must('card.purchase', bought)
      for (const block of [1, 2, 3]) await must('card.produce', { cardBatchId, block })
      const box = { from, to }
      expect(await call('card.receive', { ...box, stationId: 'house' }, operator)).toMatchObject({
        code: 'delivery_unsigned',
      })
      await must('card.receive', { ...box, stationId: 'house', handedBy: 'courier', counted: 300 })
      return { cardBatchId, box }
    }

    test('THR-L10 a box goes to one of those who take it at once, whole, and every card has one custody', async () => {
      const { cardBatchId, box } = await stocked()
      const give = (toStation: string) =>
        must('card.handOver', { ...box, toStation, counted: 300 }, staff('zhang', 'house'))
      const [toBus, toCounter] = [await give('bus'), await give('counter')]
      const takers = ['liu', 'wu', 'sun'].flatMap((id) => [
        call('card.takeOver', { handOverId: toBus.handOverId, counted: 300 }, staff(id, 'bus')),
        call('card.takeOver', { handOverId: toCounter.handOverId, counted: 300 }, staff(id, 'counter')),
      ])
      const answered = codes(await Promise.all(takers))
      expect(answered.filter((code) => code === 'ok')).toHaveLength(1)
      expect(new Set(answered)).toEqual(new Set(['ok', 'count_differs', 'hand_over_ended']))
      const stocks = await Promise.all(
        ['house', 'bus', 'counter'].map((stationId) => must('card.inventory', { stationId, cardBatchId })),
      )
      expect(stocks.map(({ stored }) => stored).sort()).toEqual([0, 0, 300])
      const { custody, steps } = await must('card.custody', { serial: box.to })
      expect(steps.map(({ kind }: { kind: string }) => kind)).toEqual(['delivered', 'handedOver'])
      expect(steps[1].toStation).toBe(custody.stationId)
    })

    test('THR-L9 a recall writes one row, and against activations that race it every card is on one side', async () => {
      const { cardBatchId, box } = await stocked()
      const before = countCards(await opened.everything())
      const activate = (at: number) =>
        call('card.activate', { by: { serial: serials(box.from, 300)[at] } }, staff('zhang', 'house'))
      const [recall, ...activated] = await Promise.all([
        call('card.recall', { ...box, reason: 'stolen' }, operator),
        ...[0, 50, 100, 150, 200, 250].map(activate),
      ])
      expect(recall).toMatchObject({ ok: true })
      for (const code of codes(activated)) expect(['ok', 'card_recalled']).toContain(code)
      expect(codes(await Promise.all([1, 101, 201].map(activate)))).toEqual(Array(3).fill('card_recalled'))
      const given = activated.filter(({ ok }) => ok).length
      expect((await must('card.stock', { cardBatchId })).cards).toMatchObject({ activated: given, void: 0 })
      expect(countCards(await opened.everything())).toBe(before)
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
