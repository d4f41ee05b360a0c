import { describe, expect, it } from 'vitest'
import { createKeySet } from '../../token/key-set/create-key-set.ts'
import { verifyStatusList } from '../../token/status-list/verify-status-list.ts'
import { blockOwner } from '../card/block-owner.ts'
import { cardEntity, printedSerial } from '../card/card-entity.ts'
import type { Desk, Value } from '../card/testing/card-desk.ts'
import { anyone, auditor, donor, nurse, openDesk, operator, shop, tenant } from '../card/testing/card-desk.ts'

const reason = 'a box was stolen from the bus'
const holder = donor(1, 'D-1')
const second = { ...operator, id: 'zhao' }

async function voidIn(desk: Desk, list: number): Promise<number[]> {
  const { statusList } = await desk.must('card.statuses', { list: String(list) }, anyone)
  const checked = await verifyStatusList(statusList, {
    keys: createKeySet(desk.keys.publicKeys(tenant, desk.clock.now())),
    issuer: `urn:tallystick:${tenant}`,
    list,
    now: new Date(desk.clock.now()),
  })
  if (!checked.ok) throw new Error(checked.code)
  return Array.from({ length: 1000 }, (_, index) => index).filter(checked.value.isVoid)
}

/** A card in each place it may be in, all of one batch: at the printer, in a drawer, given out, bound. */
async function scattered(desk: Desk) {
  const { cardBatchId, serials } = await desk.produced({ count: 250 })
  const [drawer = '', unbound = '', bound = ''] = serials
  await desk.must('card.receive', { from: drawer, to: bound, stationId: 'house' }, operator)
  await desk.must('card.activate', { by: { serial: unbound } }, nurse())
  await desk.must('card.activate', { by: { serial: bound }, donationReference: 'D-1' }, nurse())
  const { cardId } = await desk.must('card.bind', { serial: bound, secret: desk.secretOf(bound) }, holder)
  const [from = '', to = ''] = [serials[0], serials[249]]
  const recall = () => desk.must('card.recall', { from, to, reason }, operator)
  return { cardBatchId, serials, drawer, unbound, bound, cardId: cardId as string, from, to, recall }
}

describe('a recall', () => {
  it.each([1, 5])('THR-L9 stops every card of the range in every place at once, on %i lanes', async (shards) => {
    const desk = await openDesk({ shards })
    const { serials, drawer, unbound, bound, cardId, recall } = await scattered(desk)
    const code = await desk.codeOf(cardId, holder)
    const { rows } = await desk.must(
      'card.print',
      { cardBatchId: (await batchOf(desk)).cardBatchId, block: 1 },
      operator,
    )
    const spare = (await desk.stocked({ count: 1, spare: true })).serials[0]
    await recall()
    const refused = { ok: false, code: 'card_recalled' }
    expect(await desk.activate(drawer)).toMatchObject(refused)
    expect(await desk.call('card.bind', { serial: unbound, secret: desk.secretOf(unbound) }, holder)).toMatchObject(
      refused,
    )
    expect(await desk.call('card.codes', { cardId }, holder)).toMatchObject(refused)
    const sale = { code, amountMinor: 100, orderNumber: 'A' }
    expect(await desk.call('card.spend', sale, shop)).toMatchObject(refused)
    const reversal = { serial: unbound, reason }
    expect(await desk.call('card.reverseActivation', reversal, nurse())).toMatchObject(refused)
    const range = { from: serials[100], to: serials[101], stationId: 'house' }
    expect(await desk.must('card.receive', range, operator)).toMatchObject({ received: 0 })
    const check = { serial: drawer, mark: rows[0].mark }
    expect(await desk.call('card.check', check, anyone)).toMatchObject({ value: { verdict: 'void' } })
    // Its honest holder is given a spare, which carries the balance.
    const replaced = await desk.must('card.replace', { serial: bound, spareSerial: spare, reason }, nurse())
    expect(replaced.balanceMinor).toBe(4000)
  })

  it('THR-L9 is on the status lists of the whole range, and no card is read or written for it', async () => {
    const desk = await openDesk({ shards: 5 })
    const { from, to, serials, recall } = await scattered(desk)
    const cards = await cardRows(desk)
    await recall()
    expect(cards).toHaveLength(250)
    expect(await cardRows(desk)).toEqual(cards)
    const journal = await desk.journal()
    expect(journal.filter(({ operation }) => operation === 'card.recall').flatMap(({ events }) => events)).toEqual([
      { type: 'card.recalled', data: { recall: expect.any(Number), from: 100, to: 349, by: 'li', reason } },
    ])
    expect([from, to]).toEqual([printedSerial(100), printedSerial(349)])
    expect(await voidIn(desk, 0)).toEqual(Array.from({ length: 250 }, (_, at) => 100 + at))
    // A card that was withdrawn for good stays so when the recall is lifted.
    await desk.must('card.void', { serial: serials[7], reason }, operator)
    const { recalls } = await desk.must('card.recalls', {}, auditor)
    await desk.must('card.liftRecall', { recallId: recalls[0].recallId, reason: 'found' }, second)
    expect(await voidIn(desk, 0)).toEqual([107])
  })

  it('moves no money; cards of it may be written off', async () => {
    const desk = await openDesk()
    const { cardBatchId, serials, recall } = await scattered(desk)
    const before = await desk.stock(cardBatchId)
    await recall()
    expect(await desk.stock(cardBatchId)).toEqual(before)
    const written = await desk.must('card.void', { from: serials[0], to: serials[249], reason }, operator)
    expect(written).toMatchObject({ voided: 250, voidedMinor: 250 * 4000 })
  })

  it('is lifted by a second person only, once, and then everything goes on', async () => {
    const desk = await openDesk()
    const { drawer, recall } = await scattered(desk)
    const { recallId } = await recall()
    const lift = (actor: Value) => desk.call('card.liftRecall', { recallId, reason: 'found' }, actor)
    expect(await lift(operator)).toMatchObject({ code: 'same_person' })
    expect(await lift({ ...operator, id: undefined })).toMatchObject({ code: 'person_unnamed' })
    expect(await lift(second)).toMatchObject({ value: { lifted: { by: 'zhao', reason: 'found' } } })
    expect(await lift(second)).toMatchObject({ code: 'recall_unknown' })
    expect(await desk.activate(drawer)).toMatchObject({ ok: true })
  })

  it('stands as long as another recall of the card does', async () => {
    const desk = await openDesk()
    const { drawer, recall } = await scattered(desk)
    const first = await recall()
    await desk.must('card.recall', { from: drawer, to: drawer, reason: 'misprint' }, operator)
    await desk.must('card.liftRecall', { recallId: first.recallId, reason: 'found' }, second)
    expect(await desk.activate(drawer)).toMatchObject({ code: 'card_recalled' })
  })

  it('is refused where a slip of the pen would have let the stolen box go', async () => {
    const desk = await openDesk()
    const { from, to } = await scattered(desk)
    const recall = (input: object) => desk.call('card.recall', { reason, ...input }, operator)
    expect(await recall({ from: to, to: from })).toMatchObject({ code: 'range_invalid' })
    expect(await recall({ from, to: printedSerial(90_000) })).toMatchObject({ code: 'card_unknown' })
    expect(await recall({ from: '123', to })).toMatchObject({ code: 'serial_mistyped' })
    expect(await desk.call('card.recall', { from, to, reason }, nurse())).toMatchObject({ code: 'permission_missing' })
    const unnamed = { ...operator, id: undefined }
    expect(await desk.call('card.recall', { from, to, reason }, unnamed)).toMatchObject({ code: 'person_unnamed' })
  })
})

/** The rows of all cards as they lie in the store. */
async function cardRows(desk: Desk): Promise<readonly string[]> {
  const owners = [1, 2, 3].map((block) => blockOwner(desk.keys, tenant, block))
  const spans = owners.map((owner) => ({ tenant, shard: owner % 5, owner, kind: cardEntity.kind, from: 0, to: 100 }))
  const rows = await desk.store.read(
    [],
    spans.map((span) => ({ ...span, limit: 100 })),
  )
  return rows.map(({ state }) => state)
}

async function batchOf(desk: Desk): Promise<Value> {
  return (await desk.must('card.batches', {}, auditor)).cardBatches.at(-1)
}
