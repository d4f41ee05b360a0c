import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FakeClock } from '../../engine/clock.ts'
import { fakeClock } from '../../engine/clock.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { County, Holder } from '../testing/county.ts'
import { auditor, codeOf, OPENS, openCounty, order, till } from '../testing/county.ts'

/** The voucher as a person at the till would keep it in a notebook. */
interface Model {
  now: number
  /** `free` may be expired by now. */
  state: 'free' | 'held' | 'redeemed' | 'void'
  heldUntil: number
  confirmed: boolean
  needsConfirmation: boolean
  /** Whether the newest reservation is still the one that holds the voucher. */
  open: boolean
}

interface Real {
  readonly county: County
  readonly clock: FakeClock
  readonly wang: Holder
  readonly voucherId: string
  reservationId: string
}

/** Of the right form, and nobody's. */
const NONE = `rsv_${'0'.repeat(26)}`
const ENDS_AT = Date.parse('2025-01-28T00:00:00+08:00')
const shown = { merchantId: 'noodles', orderAmountMinor: 12_800 }
const codeIn = (outcome: Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.code)

function stateNow(model: Readonly<Model>): 'outstanding' | 'reserved' | 'expired' | 'redeemed' | 'void' {
  if (model.state === 'redeemed' || model.state === 'void') return model.state
  if (model.state === 'held' && model.now < model.heldUntil) return 'reserved'
  return model.now < ENDS_AT ? 'outstanding' : 'expired'
}

const refusalOf = {
  outstanding: 'ok',
  reserved: 'voucher_reserved',
  redeemed: 'voucher_already_redeemed',
  expired: 'voucher_expired',
  void: 'voucher_void',
} as const

type Act = (model: Model, real: Real) => Promise<void>

const acts: Readonly<Record<string, Act>> = {
  async reserve(model, real) {
    const codes = await real.wang.api.voucher.codes({ voucherId: real.voucherId })
    const state = stateNow(model)
    expect(codeIn(codes)).toBe(refusalOf[state])
    if (!codes.ok) return
    const confirm = model.now % 2 === 0
    const held = await real.county
      .as(till())
      .voucher.reserve({ code: codes.value.codes[0]?.text ?? '', ...order(), confirm })
    expect(codeIn(held)).toBe('ok')
    if (!held.ok) return
    real.reservationId = held.value.reservationId
    const heldUntil = Math.min(model.now + 120_000, ENDS_AT)
    Object.assign(model, { state: 'held', heldUntil, confirmed: false, needsConfirmation: confirm, open: true })
  },
  async confirm(model, real) {
    const outcome = await real.wang.api.voucher.confirm({ voucherId: real.voucherId, ...shown })
    const state = stateNow(model)
    expect(codeIn(outcome)).toBe(
      state === 'outstanding' ? 'reservation_unknown' : state === 'reserved' ? 'ok' : refusalOf[state],
    )
    if (!outcome.ok || model.confirmed) return
    model.confirmed = true
    model.heldUntil = Math.min(Math.max(model.heldUntil, model.now + 60_000), ENDS_AT)
  },
  async decline(model, real) {
    const outcome = await real.wang.api.voucher.decline({ voucherId: real.voucherId, ...shown })
    const state = stateNow(model)
    if (state === 'reserved') expect(codeIn(outcome)).toBe(model.confirmed ? 'voucher_state_wrong' : 'ok')
    else if (real.reservationId === NONE || state === 'outstanding') expect(outcome.ok).toBe(false)
    else expect(codeIn(outcome)).toBe(refusalOf[state])
    if (outcome.ok) Object.assign(model, { state: 'free', open: false })
  },
  async capture(model, real) {
    const outcome = await real.county.as(till()).reservation.capture({ reservationId: real.reservationId })
    const state = stateNow(model)
    const isOver = !model.open || state !== 'reserved'
    const expected =
      real.reservationId === NONE
        ? 'reservation_unknown'
        : state === 'void' || state === 'expired'
          ? refusalOf[state]
          : isOver
            ? 'reservation_over'
            : model.needsConfirmation && !model.confirmed
              ? 'confirmation_needed'
              : 'ok'
    expect(codeIn(outcome)).toBe(expected)
    if (outcome.ok) Object.assign(model, { state: 'redeemed', open: false })
  },
  async release(model, real) {
    const outcome = await real.county.as(till()).reservation.release({ reservationId: real.reservationId })
    const isHeld = model.open && stateNow(model) === 'reserved'
    expect(codeIn(outcome)).toBe(
      real.reservationId === NONE ? 'reservation_unknown' : isHeld ? 'ok' : 'reservation_over',
    )
    if (outcome.ok) Object.assign(model, { state: 'free', open: false })
  },
  async redeem(model, real) {
    const codes = await real.wang.api.voucher.codes({ voucherId: real.voucherId })
    expect(codeIn(codes)).toBe(refusalOf[stateNow(model)])
    if (!codes.ok) return
    unwrap(await real.county.as(till()).voucher.redeem({ code: codes.value.codes[0]?.text ?? '', ...order() }))
    Object.assign(model, { state: 'redeemed', open: false })
  },
  async void(model, real) {
    const outcome = await real.county.sponsor.voucher.void({ voucherId: real.voucherId, reason: 'x' })
    const state = stateNow(model)
    expect(codeIn(outcome)).toBe(state === 'reserved' ? 'ok' : refusalOf[state])
    if (outcome.ok) model.state = 'void'
  },
  async sweep(model, real) {
    for (let lane = 0; lane < real.county.store.shards; lane += 1) {
      const swept = unwrap(await real.county.sponsor.batch.sweep({ batchId: real.county.batchId, lane }))
      if (swept.released > 0) expect(stateNow(model)).not.toBe('reserved')
    }
    const { reserved } = unwrap(await real.county.as(auditor).batch.figures({ batchId: real.county.batchId }))
    expect(reserved).toBe(stateNow(model) === 'reserved' ? 1 : 0)
  },
}

class Do implements fc.AsyncCommand<Model, Real> {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
  check = () => true
  async run(model: Model, real: Real) {
    await (acts[this.name] as Act)(model, real)
    expect(unwrap(await real.wang.api.voucher.get({ voucherId: real.voucherId })).state).toBe(stateNow(model))
    await audit(real.county)
    // Codes of the same half minute are spent once; people take longer than that.
    real.clock.advance({ seconds: 31 })
    model.now += 31_000
  }
  toString = () => this.name
}

class Wait implements fc.AsyncCommand<Model, Real> {
  readonly seconds: number
  constructor(seconds: number) {
    this.seconds = seconds
  }
  check = () => true
  async run(model: Model, real: Real) {
    real.clock.advance({ seconds: this.seconds })
    model.now += this.seconds * 1000
    expect(unwrap(await real.wang.api.voucher.get({ voucherId: real.voucherId })).state).toBe(stateNow(model))
  }
  toString = () => `wait ${this.seconds} s`
}

async function begin(shards: number, at: string): Promise<{ model: Model; real: Real }> {
  const clock = fakeClock(OPENS)
  const county = await openCounty({ clock, shards })
  const wang = await county.holder(1)
  const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
  clock.set(at)
  const model: Model = {
    now: clock.now(),
    state: 'free',
    heldUntil: 0,
    confirmed: false,
    needsConfirmation: false,
    open: false,
  }
  return { model, real: { county, clock, wang, voucherId, reservationId: NONE } }
}

const command = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...Object.keys(acts)).map((name) => new Do(name)) },
  { weight: 3, arbitrary: fc.constantFrom('reserve', 'confirm', 'capture').map((name) => new Do(name)) },
  { weight: 2, arbitrary: fc.constantFrom(1, 30, 58, 61, 120).map((seconds) => new Wait(seconds)) },
)

describe('THR-R6 THR-R7 a voucher between tills, holder, sponsor and time', () => {
  it.each([
    ['in the thick of its life', 1, OPENS],
    ['minutes before its end', 3, '2025-01-27T23:54:00+08:00'],
  ])(
    'is where the notebook says, and its money too, %s',
    async (_when, shards, at) => {
      await fc.assert(
        fc.asyncProperty(fc.commands([command], { maxCommands: 14 }), async (commands) => {
          const { model, real } = await begin(shards, at)
          await fc.asyncModelRun(() => ({ model, real }), commands)
        }),
        { numRuns: 25 },
      )
    },
    60_000,
  )

  it('has one end when everybody calls at once, in whatever order they are taken', async () => {
    const names = ['capture', 'release', 'decline', 'void', 'confirm', 'capture again'] as const
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...names], { minLength: 2 }), fc.boolean(), async (sequence, shards) => {
        const { real } = await begin(shards ? 3 : 1, OPENS)
        const { county, wang, voucherId } = real
        const code = await codeOf(wang, voucherId)
        const { reservationId } = unwrap(await county.as(till()).voucher.reserve({ code, ...order() }))
        const calls: Record<(typeof names)[number], () => Promise<Outcome<unknown>>> = {
          capture: () => county.as(till()).reservation.capture({ reservationId }),
          'capture again': () => county.as(till()).reservation.capture({ reservationId }),
          release: () => county.as(till()).reservation.release({ reservationId }),
          decline: () => wang.api.voucher.decline({ voucherId, ...shown }),
          void: () => county.sponsor.voucher.void({ voucherId, reason: 'x' }),
          confirm: () => wang.api.voucher.confirm({ voucherId, ...shown }),
        }
        const outcomes = await Promise.all(sequence.map(async (name) => [name, (await calls[name]()).ok] as const))
        const won = outcomes.filter(([name, ok]) => ok && name !== 'confirm').map(([name]) => name)
        const { state } = unwrap(await wang.api.voucher.get({ voucherId }))
        // Letting go and withdrawing may both succeed, in this order; a sale and anything else may not.
        if (won.some((name) => name.startsWith('capture'))) {
          expect(won).toHaveLength(1)
          expect(state).toBe('redeemed')
        } else if (won.includes('void')) expect(state).toBe('void')
        else expect(state).toBe(won.length > 0 ? 'outstanding' : 'reserved')
        await audit(county)
      }),
      { numRuns: 30 },
    )
  }, 60_000)
})
