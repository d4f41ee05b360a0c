import { describe, expect, it } from 'vitest'
import { refusalEntry } from '../../kernel/refusals/catalogue.ts'
import type { CardState, CardStatus } from './card-entity.ts'
import type { CardEvent } from './card-states.ts'
import { cardTransitions, refuseByState } from './card-states.ts'
import type { Desk, Value } from './testing/card-desk.ts'
import { donor, nurse, openDesk, operator, shop } from './testing/card-desk.ts'

const statuses = ['accepted', 'stored', 'activated', 'spent', 'void'] as const
const events = [
  'produce',
  'receive',
  'activate',
  'reverse',
  'bind',
  'showCode',
  'spend',
  'spendAll',
  'void',
  'replaceOut',
  'replaceIn',
] as const

const card: CardState = {
  serialNumber: 100,
  batch: 1,
  status: 'accepted',
  secretHash: '',
  balanceMinor: 1500,
  loadedMinor: 4000,
  version: 0,
  activatedAt: Date.parse('2026-11-23T02:00:00Z'),
}

describe('THR-L8 the state table', () => {
  it('has every pair, leads only to states, and lets nothing come back from spent and void', () => {
    expect(Object.keys(cardTransitions)).toEqual(['unproduced', ...statuses])
    for (const [status, row] of Object.entries(cardTransitions)) {
      expect(Object.keys(row).sort(), status).toEqual([...events].sort())
      for (const cell of Object.values(row)) {
        if (typeof cell === 'string') expect(statuses).toContain(cell)
        else expect(refusalEntry(cell.refusal)).toBeDefined()
      }
    }
    for (const status of ['spent', 'void'] as const) {
      expect(Object.values(cardTransitions[status]).filter((cell) => typeof cell === 'string')).toEqual([])
    }
  })

  // Written out, so that a change of the table is a change of two places.
  it.each<[CardStatus | 'unproduced', Partial<Record<CardEvent, string>>]>([
    ['unproduced', { produce: 'accepted' }],
    ['accepted', { receive: 'stored', void: 'void' }],
    ['stored', { receive: 'stored', activate: 'activated', void: 'void', replaceIn: 'activated' }],
    [
      'activated',
      {
        reverse: 'stored',
        bind: 'activated',
        showCode: 'activated',
        spend: 'activated',
        spendAll: 'spent',
        void: 'void',
        replaceOut: 'void',
      },
    ],
    ['spent', {}],
    ['void', {}],
  ])('lets a card that is %s do these and nothing else: %j', (status, possible) => {
    for (const event of events) {
      const cell = cardTransitions[status][event]
      expect(typeof cell === 'string' ? cell : undefined, event).toBe(possible[event])
      const barred = refuseByState(status === 'unproduced' ? undefined : { ...card, status }, event)
      expect(barred === undefined, event).toBe(possible[event] !== undefined)
    }
  })

  it('gives each refusal what its sentence has blanks for', () => {
    const at = (status: CardStatus, event: CardEvent) => refuseByState({ ...card, status }, event)
    expect(at('activated', 'activate')).toMatchObject({ detail: { at: '2026-11-23T02:00:00.000Z' } })
    expect(at('spent', 'reverse')).toMatchObject({ detail: { spentMinor: 2500 } })
    expect(at('spent', 'spend')).toMatchObject({ detail: { balanceMinor: 1500 } })
    expect(at('accepted', 'activate')).toMatchObject({ detail: { state: 'accepted', event: 'activate' } })
    expect(at('void', 'spend')).toMatchObject({ code: 'card_void', detail: {} })
  })
})

const holder = donor(1, 'D-1')

/** One card in each state, and a spare, each the first of its own batch. */
async function cardIn(desk: Desk, status: CardStatus): Promise<{ serial: string; cardId?: string; code?: string }> {
  if (status === 'accepted') return { serial: (await desk.produced({ count: 1 })).serials[0]! }
  const serial = (await desk.stocked({ count: 1 })).serials[0]!
  if (status === 'stored') return { serial }
  await desk.must('card.activate', { by: { serial }, donationReference: 'D-1' }, nurse())
  const { cardId } = await desk.must('card.bind', { serial, secret: desk.secretOf(serial) }, holder)
  const code = await desk.codeOf(cardId, holder)
  if (status === 'spent') await desk.must('card.spend', { code, amountMinor: 4000, orderNumber: 'A' }, shop)
  if (status === 'void') await desk.must('card.void', { serial, reason: 'lost' }, operator)
  desk.clock.advance({ seconds: 30 })
  return status === 'activated' ? { serial, cardId, code: await desk.codeOf(cardId, holder) } : { serial, cardId }
}

/** What staff of a station are told of a card that is not there. */
const scoped: Partial<Record<CardEvent, string>> = { activate: 'card_elsewhere', reverse: 'card_unknown' }

describe('THR-L8 every operation in every state', () => {
  const reason = 'test'
  const attempts: [
    CardEvent,
    (desk: Desk, on: { serial: string; cardId?: string; code?: string }) => Promise<Value>,
  ][] = [
    [
      'receive',
      async (desk, { serial }) => {
        const { report } = await desk.must('card.receive', { from: serial, to: serial, stationId: 'house' }, operator)
        return report[0]
      },
    ],
    ['activate', (desk, { serial }) => desk.activate(serial)],
    ['reverse', (desk, { serial }) => desk.call('card.reverseActivation', { serial, reason }, nurse())],
    ['bind', (desk, { serial }) => desk.call('card.bind', { serial, secret: desk.secretOf(serial) }, holder)],
    ['void', (desk, { serial }) => desk.call('card.void', { serial, reason }, operator)],
    [
      'replaceOut',
      async (desk, { serial }) => {
        const spareSerial = (await desk.stocked({ count: 1, spare: true })).serials[0]
        return desk.call('card.replace', { serial, spareSerial, reason }, operator)
      },
    ],
  ]

  describe.each(statuses)('%s', (status) => {
    it.each(attempts)('%s is answered as the table says', async (event, attempt) => {
      const desk = await openDesk()
      const subject = await cardIn(desk, status)
      const cell = cardTransitions[status][event]
      const outcome = await attempt(desk, subject)
      // A station's staff does not see what was never delivered there: scope comes before state.
      const hidden = status === 'accepted' && scoped[event]
      if (hidden) expect(outcome).toMatchObject({ ok: false, code: hidden })
      else if (typeof cell === 'string') expect(outcome).toMatchObject({ ok: true })
      else expect(outcome).toMatchObject({ ok: false, code: cell.refusal })
    })
  })

  it.each([
    ['spent', 'card_balance_short'],
    ['void', 'card_void'],
  ] as const)('a code of a card that is %s by now is refused, and no more are handed out', async (status, code) => {
    const desk = await openDesk()
    const { cardId } = await cardIn(desk, status)
    expect(await desk.call('card.codes', { cardId }, holder)).toMatchObject({ ok: false, code })
  })

  it('a spare that is not in stock stands in for nothing', async () => {
    const desk = await openDesk()
    const { serials } = await desk.stocked({ count: 3, spare: true })
    const [spare, voided] = serials
    await desk.must('card.void', { serial: voided, reason }, operator)
    const { serial } = await cardIn(desk, 'activated')
    const replace = (spareSerial: string | undefined, lost: string) =>
      desk.call('card.replace', { serial: lost, spareSerial, reason }, operator)
    expect(await replace(voided, serial)).toMatchObject({ ok: false, code: 'card_void' })
    expect(await replace(spare, serial)).toMatchObject({ ok: true })
    expect(await replace(spare, spare!)).toMatchObject({ ok: false, code: 'card_state_wrong' })
  })

  it('a block is produced once', async () => {
    const desk = await openDesk()
    const { cardBatchId } = await desk.produced({ count: 1 })
    expect(await desk.call('card.produce', { cardBatchId, block: 1 }, operator)).toMatchObject({
      ok: false,
      code: 'card_batch_complete',
      detail: { block: 1 },
    })
  })
})
