import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FakeClock } from '../../engine/clock.ts'
import { fakeClock } from '../../engine/clock.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from './audit.ts'
import type { County, Holder } from './county.ts'
import { codeOf, ENDS, OPENS, openCounty, order, till } from './county.ts'

const HOLDERS = 5
const QUOTA = 6
const DAY_MS = 86_400_000
const cashier = till('noodles', { id: 'cashier' })
const manager = till('noodles', { id: 'manager' })

interface ModelVoucher {
  readonly holder: number
  readonly endsAt: number
  state: 'outstanding' | 'redeemed' | 'expired' | 'void'
  uses: number
  leftMinor: number
}

/** The county as a person would keep it in a notebook. */
interface Model {
  now: number
  left: number
  paused: boolean
  readonly held: number[]
  readonly vouchers: ModelVoucher[]
}

interface Real {
  readonly county: County
  readonly clock: FakeClock
  readonly holders: readonly Holder[]
  readonly voucherIds: string[]
  readonly redemptionIds: (string | undefined)[]
}

type Step = fc.AsyncCommand<Model, Real>

function code(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'ok' : outcome.code
}

function stateNow(model: Model, voucher: ModelVoucher) {
  return voucher.state === 'outstanding' && model.now >= voucher.endsAt ? 'expired' : voucher.state
}

const refusalOf = { redeemed: 'voucher_already_redeemed', expired: 'voucher_expired', void: 'voucher_void' } as const

/** Vouchers are picked by a number that is taken modulo how many there are. */
function pick(model: Model, index: number): [number, ModelVoucher] | undefined {
  const at = index % Math.max(1, model.vouchers.length)
  const voucher = model.vouchers[at]
  return voucher && [at, voucher]
}

class Claim implements Step {
  readonly holder: number
  constructor(holder: number) {
    this.holder = holder
  }
  check = () => true
  async run(model: Model, { county, holders, voucherIds, redemptionIds }: Real) {
    const outcome = await (holders[this.holder] as Holder).api.voucher.claim({ batchId: county.batchId })
    const end = Date.parse(ENDS)
    const expected =
      model.now >= end
        ? 'claim_closed'
        : model.paused
          ? 'paused'
          : (model.held[this.holder] ?? 0) >= 2
            ? 'already_claimed'
            : model.left === 0
              ? 'sold_out'
              : 'ok'
    // Memory may know that nothing is left before the person's share is looked at.
    if (model.left === 0 && expected === 'already_claimed')
      expect(['already_claimed', 'sold_out']).toContain(code(outcome))
    else expect(code(outcome)).toBe(expected)
    if (!outcome.ok) return
    model.left -= 1
    model.held[this.holder] = (model.held[this.holder] ?? 0) + 1
    const midnight = Math.floor((model.now + 8 * 3_600_000) / DAY_MS) * DAY_MS - 8 * 3_600_000
    const endsAt = Math.min(end, midnight + 4 * DAY_MS)
    model.vouchers.push({ holder: this.holder, endsAt, state: 'outstanding', uses: 0, leftMinor: 0 })
    voucherIds.push(outcome.value.voucherId)
    redemptionIds.push(undefined)
    expect(Date.parse(outcome.value.expiresAt)).toBe(endsAt)
  }
  toString = () => `claim by ${this.holder}`
}

class Redeem implements Step {
  readonly index: number
  readonly amountMinor: number
  constructor(index: number, amountMinor: number) {
    this.index = index
    this.amountMinor = amountMinor
  }
  check = (model: Readonly<Model>) => model.vouchers.length > 0
  async run(model: Model, { county, holders, voucherIds, redemptionIds }: Real) {
    const [at, voucher] = pick(model, this.index) as [number, ModelVoucher]
    const state = stateNow(model, voucher)
    const holder = holders[voucher.holder] as Holder
    const voucherId = voucherIds[at] as string
    if (state !== 'outstanding') {
      expect(code(await holder.api.voucher.codes({ voucherId }))).toBe(refusalOf[state])
      return
    }
    const text = await codeOf(holder, voucherId)
    const outcome = await county.as(cashier).voucher.redeem({ code: text, ...order(this.amountMinor) })
    expect(code(outcome)).toBe(
      voucher.uses === 10 ? 'refund_limit' : this.amountMinor < 10_000 ? 'below_threshold' : 'ok',
    )
    if (!outcome.ok) return
    expect(outcome.value.subsidyMinor).toBe(2_000)
    voucher.state = 'redeemed'
    voucher.uses += 1
    voucher.leftMinor = this.amountMinor
    redemptionIds[at] = outcome.value.redemptionId
  }
  toString = () => `redeem ${this.index} for ${this.amountMinor}`
}

class Refund implements Step {
  readonly index: number
  readonly share: number
  constructor(index: number, share: number) {
    this.index = index
    this.share = share
  }
  check = (model: Readonly<Model>) => model.vouchers.some((voucher) => voucher.uses > 0)
  async run(model: Model, { county, clock, redemptionIds }: Real) {
    const used = model.vouchers.map((voucher, at) => [at, voucher] as const).filter(([, { uses }]) => uses > 0)
    const [at, voucher] = used[this.index % used.length] as [number, ModelVoucher]
    const whole = this.share === 1
    const amountMinor = Math.max(1, Math.floor(voucher.leftMinor * this.share))
    const redemptionId = redemptionIds[at] as string
    const outcome = await county
      .as(manager)
      .voucher.refund({ redemptionId, reason: 'x', ...(whole ? {} : { amountMinor }) })
    expect(code(outcome)).toBe(voucher.leftMinor === 0 ? 'already_refunded' : 'ok')
    if (!outcome.ok) return
    const wholeInOnePiece =
      voucher.state === 'redeemed' && outcome.value.refundedMinor === amountMinor && amountMinor === voucher.leftMinor
    voucher.leftMinor -= amountMinor
    if (wholeInOnePiece) voucher.state = model.now < voucher.endsAt ? 'outstanding' : 'expired'
    expect(outcome.value.voucherState).toBe(voucher.state)
    // A code of the same half minute was used already; people take longer than that.
    clock.advance({ seconds: 60 })
    model.now += 60_000
  }
  toString = () => `refund ${this.share} of ${this.index}`
}

class Withdraw implements Step {
  readonly index: number
  readonly restocks: boolean
  constructor(index: number, restocks: boolean) {
    this.index = index
    this.restocks = restocks
  }
  check = (model: Readonly<Model>) => model.vouchers.length > 0
  async run(model: Model, { county, clock, voucherIds }: Real) {
    const [at, voucher] = pick(model, this.index) as [number, ModelVoucher]
    const state = stateNow(model, voucher)
    const outcome = await county.sponsor.voucher.void({ voucherId: voucherIds[at] as string, reason: 'x' })
    expect(code(outcome)).toBe(state === 'outstanding' ? 'ok' : refusalOf[state])
    if (!outcome.ok) return
    voucher.state = 'void'
    model.held[voucher.holder] = (model.held[voucher.holder] ?? 0) - 1
    if (this.restocks && model.now < Date.parse(ENDS)) model.left += 1
    // The proof that nothing is left is good for a second.
    clock.advance({ seconds: 1 })
    model.now += 1_000
  }
  toString = () => `void ${this.index}`
}

class Wait implements Step {
  readonly hours: number
  constructor(hours: number) {
    this.hours = hours
  }
  check = () => true
  async run(model: Model, { county, clock }: Real) {
    clock.advance({ hours: this.hours })
    model.now += this.hours * 3_600_000
    for (let lane = 0; lane < county.store.shards; lane += 1) {
      unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId, lane }))
    }
  }
  toString = () => `wait ${this.hours} h and sweep`
}

class Toggle implements Step {
  check = () => true
  async run(model: Model, { county }: Real) {
    const { batchId } = county
    if (model.paused) unwrap(await county.sponsor.batch.resume({ batchId }))
    else unwrap(await county.sponsor.batch.pause({ batchId, reason: 'x' }))
    model.paused = !model.paused
  }
  toString = () => 'pause or resume'
}

async function compare(model: Model, { county, holders, voucherIds }: Real) {
  await audit(county)
  const figures = unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))
  const count = (state: string) => model.vouchers.filter((voucher) => stateNow(model, voucher) === state).length
  expect(figures.left).toBe(model.left)
  expect(figures.redeemed).toBe(count('redeemed'))
  // What time has done is booked by the sweep; until then it is counted as outstanding.
  expect(figures.outstanding + figures.expired).toBe(count('outstanding') + count('expired'))
  for (const [at, voucher] of model.vouchers.entries()) {
    const { state } = unwrap(
      await (holders[voucher.holder] as Holder).api.voucher.get({ voucherId: voucherIds[at] as string }),
    )
    expect(state).toBe(stateNow(model, voucher))
  }
}

/** Every command followed by the comparison of all there is. */
function checked(step: Step): Step {
  return {
    check: (model) => step.check(model),
    async run(model, real) {
      await step.run(model, real)
      await compare(model, real)
    },
    toString: () => step.toString(),
  }
}

function commandsFor(restocks: boolean) {
  const index = fc.nat(20)
  return [
    fc.nat(HOLDERS - 1).map((holder) => checked(new Claim(holder))),
    fc.nat(HOLDERS - 1).map((holder) => checked(new Claim(holder))),
    fc.tuple(index, fc.constantFrom(9_999, 10_000, 12_801)).map(([at, amount]) => checked(new Redeem(at, amount))),
    fc.tuple(index, fc.constantFrom(1, 1, 0.3)).map(([at, share]) => checked(new Refund(at, share))),
    index.map((at) => checked(new Withdraw(at, restocks))),
    fc.constantFrom(1, 13, 72, 500).map((hours) => checked(new Wait(hours))),
    fc.constant(checked(new Toggle())),
  ]
}

/** Any order of claims, uses, refunds, withdrawals, pauses and days, compared with the notebook after every step. */
export function modelCounty(options: { numRuns: number; shards: readonly number[]; maxCommands: number }): void {
  describe('a county, whatever happens in whatever order', () => {
    const kinds = options.shards.flatMap((shards) =>
      [true, false].map((returnsToStock) => [shards, returnsToStock] as const),
    )
    it.each(kinds)(
      'keeps its books (%i lanes, returns to stock: %s)',
      { timeout: 3_600_000 },
      async (shards, returnsToStock) => {
        const runs = Math.ceil(options.numRuns / 2)
        await fc.assert(
          fc.asyncProperty(
            fc.commands(commandsFor(returnsToStock), { maxCommands: options.maxCommands }),
            async (commands) => {
              await fc.asyncModelRun(async () => {
                const clock = fakeClock(OPENS)
                const benefit = { usable: { within: 'P3D' }, quota: { perPerson: 2 }, returnsToStock }
                const county = await openCounty({ shards, clock, quota: QUOTA, benefit })
                const holders = await Promise.all(Array.from({ length: HOLDERS }, (_, n) => county.holder(n)))
                const model: Model = { now: Date.parse(OPENS), left: QUOTA, paused: false, held: [], vouchers: [] }
                return { model, real: { county, clock, holders, voucherIds: [], redemptionIds: [] } }
              }, commands)
            },
          ),
          { numRuns: runs },
        )
      },
    )
  })
}
