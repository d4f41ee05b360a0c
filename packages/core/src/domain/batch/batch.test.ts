import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { memoryStore } from '../../engine/memory-store.ts'
import { unwrap } from '../../unwrap.ts'
import { audit, journalOf } from '../testing/audit.ts'
import type { County } from '../testing/county.ts'
import { codeOf, ENDS, OPENS, openCounty, operator, order, reviewer, springDocument, till } from '../testing/county.ts'
import type { BatchStatus } from './batch-entity.ts'
import type { BatchEvent } from './batch-states.ts'
import { batchTransitions } from './batch-states.ts'

async function drafted(): Promise<County> {
  return openCounty({ document: { approval: 'two' } })
}

const act = {
  approve: (county: County) => county.as(reviewer).batch.approve({ batchId: county.batchId }),
  pause: (county: County) => county.sponsor.batch.pause({ batchId: county.batchId, reason: 'check' }),
  resume: (county: County) => county.sponsor.batch.resume({ batchId: county.batchId }),
  close: (county: County) => county.sponsor.batch.close({ batchId: county.batchId, reason: 'over' }),
  void: (county: County) => county.sponsor.batch.void({ batchId: county.batchId, reason: 'wrong' }),
}
const wayTo: Readonly<Record<BatchStatus, readonly BatchEvent[]>> = {
  draft: [],
  open: ['approve'],
  paused: ['approve', 'pause'],
  closed: ['approve', 'close'],
}
const pairs = Object.entries(batchTransitions).flatMap(([state, events]) =>
  Object.entries(events).map(([event, next]) => [state as BatchStatus, event as BatchEvent, next] as const),
)

describe('a batch', () => {
  it.each(pairs)('that is %s answers %s with %s', async (state, event, next) => {
    const county = await drafted()
    for (const step of wayTo[state]) unwrap(await act[step](county))
    const outcome = await act[event](county)
    if (next) expect(outcome).toMatchObject({ ok: true, value: { state: next } })
    else expect(outcome).toMatchObject({ ok: false, code: 'batch_state_wrong', detail: { state, event } })
    // Money is set aside with the approval only.
    if (state !== 'draft' || event === 'approve') await audit(county)
  })

  it('is a draft that nobody sees or claims until a second person approves', async () => {
    const county = await drafted()
    const wang = await county.holder(1)
    expect(unwrap(await wang.api.voucher.offers({})).offers).toEqual([])
    expect(await wang.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'batch_unknown' })
    for (const role of ['operator', 'reviewer'] as const) {
      const same = county.as({ ...operator, role })
      expect(await same.batch.approve({ batchId: county.batchId })).toMatchObject({ code: 'approval_by_same_person' })
    }
    unwrap(await act.approve(county))
    expect(await wang.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    await audit(county)
  })

  it('needs a second person on a store that outlives the process, unless the programme says one', async () => {
    for (const [approval, state] of [
      [undefined, 'draft'],
      ['one', 'open'],
    ] as const) {
      const store = Object.assign(memoryStore(), { durable: true })
      const county = await openCounty({ store, document: approval ? { approval } : {} })
      expect(unwrap(await county.sponsor.batch.get({ batchId: county.batchId })).state).toBe(state)
    }
  })

  it('is approved only while the budget suffices, and exactly then', async () => {
    const county = await openCounty({ quota: 10, document: { approval: 'two', budget: { amountMinor: 20_000 } } })
    const { batchId: second } = unwrap(await county.sponsor.batch.open({ benefit: 'spring/catering', quota: 1 }))
    unwrap(await act.approve(county))
    expect(await county.as(reviewer).batch.approve({ batchId: second })).toMatchObject({
      code: 'budget_exceeded',
      detail: { neededMinor: 2_000, leftMinor: 0 },
    })
  })

  it('figures add up for a draft and for one that was closed as a draft', async () => {
    const county = await drafted()
    const figures = async () => unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))
    expect(await figures()).toMatchObject({ quota: 100, left: 100, issued: 0 })
    unwrap(await act.close(county))
    expect(await figures()).toMatchObject({ quota: 100, left: 100, issued: 0 })
  })

  it.each([
    ['before the programme', '2025-01-20T09:59:59+08:00', ENDS],
    ['after the programme', OPENS, '2025-03-01T00:00:01+08:00'],
    ['ending when it begins', OPENS, OPENS],
    ['ending before it begins', '2025-02-02T00:00:00+08:00', '2025-02-01T00:00:00+08:00'],
  ])('is not opened for claiming %s', async (_what, opensAt, closesAt) => {
    const { sponsor } = await openCounty()
    const outcome = await sponsor.batch.open({ benefit: 'spring/catering', quota: 1, opensAt, closesAt })
    expect(outcome).toMatchObject({ ok: false, code: 'batch_window_invalid' })
  })

  it('is not opened for what is no voucher of a programme', async () => {
    const { sponsor } = await openCounty()
    for (const benefit of [
      '',
      'spring',
      'spring/none',
      'none/catering',
      'spring/constructor',
      '/catering',
      'spring@9/catering',
    ]) {
      expect(await sponsor.batch.open({ benefit, quota: 1 }), benefit).toMatchObject({ code: 'benefit_unknown' })
    }
    for (const quota of [0, -1, 1.5, 2 ** 53, Number.NaN]) {
      expect(await sponsor.batch.open({ benefit: 'spring/catering', quota })).toMatchObject({ code: 'input_invalid' })
    }
  })

  it('is opened once under one key', async () => {
    const { sponsor } = await openCounty()
    const open = (quota: number) => sponsor.batch.open({ benefit: 'spring/catering', quota }, { idempotencyKey: 'b' })
    const first = unwrap(await open(5))
    expect(unwrap(await open(5))).toEqual(first)
    expect(await open(6)).toMatchObject({ code: 'idempotency_key_reused' })
    expect(unwrap(await sponsor.batch.list({})).batches).toHaveLength(2)
  })

  it('is paused at once: the very next claim is refused, what was claimed stays usable', async () => {
    const county = await openCounty({ shards: 3 })
    const [wang, chen] = [await county.holder(1), await county.holder(2)]
    const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
    const [paused, claimed] = await Promise.all([
      act
        .pause(county)
        .then(async (outcome) => [outcome, await chen.api.voucher.claim({ batchId: county.batchId })] as const),
      codeOf(wang, voucherId),
    ]).then(([both, code]) => [both, code] as const)
    expect(paused[0]).toMatchObject({ ok: true })
    expect(paused[1]).toMatchObject({ code: 'paused', retryable: true })
    expect(await county.as(till()).voucher.redeem({ code: claimed, ...order() })).toMatchObject({ ok: true })
    unwrap(await act.resume(county))
    expect(await chen.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ ok: true })
    await audit(county)
  })
})

describe('the sweep', () => {
  it.each([1, 3])('books what expired and what nobody claimed, once, in each of %i lanes', async (shards) => {
    const clock = fakeClock(OPENS)
    const county = await openCounty({ shards, clock, quota: 20 })
    const holders = await Promise.all(Array.from({ length: 8 }, (_, n) => county.holder(n)))
    const vouchers = await Promise.all(holders.map(({ api }) => api.voucher.claim({ batchId: county.batchId })))
    const used = unwrap(vouchers[0] as never) as { voucherId: string }
    const first = holders[0]
    if (first) unwrap(await county.as(till()).voucher.redeem({ code: await codeOf(first, used.voucherId), ...order() }))
    const sweep = async () => {
      const sums = { expired: 0, expiredMinor: 0, unclaimed: 0, unclaimedMinor: 0 }
      for (let lane = 0; lane < shards; lane += 1) {
        const swept = unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId, lane }))
        for (const name of Object.keys(sums) as (keyof typeof sums)[]) sums[name] += swept[name]
        await audit(county)
      }
      return sums
    }
    expect(await sweep()).toEqual({ expired: 0, expiredMinor: 0, unclaimed: 0, unclaimedMinor: 0 })
    clock.set('2025-01-27T23:59:59.999+08:00')
    expect(await sweep()).toMatchObject({ expired: 0 })
    clock.set('2025-01-28T00:00:00+08:00')
    expect(await sweep()).toEqual({ expired: 7, expiredMinor: 14_000, unclaimed: 0, unclaimedMinor: 0 })
    expect(await sweep()).toMatchObject({ expired: 0, expiredMinor: 0 })
    clock.set(ENDS)
    expect(await sweep()).toEqual({ expired: 0, expiredMinor: 0, unclaimed: 12, unclaimedMinor: 24_000 })
    const entries = async () => Promise.all(Array.from({ length: shards }, (_, lane) => journalOf(county.store, lane)))
    const before = await entries()
    expect(await sweep()).toMatchObject({ unclaimed: 0, unclaimedMinor: 0 })
    expect(await entries()).toEqual(before)
    const figures = unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))
    expect(figures).toMatchObject({ quota: 20, left: 12, outstanding: 0, redeemed: 1, expired: 7, committedMinor: 0 })
  })
})

describe('a version that promises less than a batch has set aside', () => {
  it('returns the difference with the claim, and takes it back with a withdrawal that reopens the place', async () => {
    for (const returnsToStock of [false, true]) {
      const county = await openCounty({ quota: 2, benefit: { returnsToStock } })
      const cheaper = { terms: { thresholdMinor: 10_000, offMinor: 1_500 }, returnsToStock }
      unwrap(await county.sponsor.programme.publish({ document: springDocument(cheaper, { version: 2 }) }))
      const wang = await county.holder(1)
      const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
      await audit(county)
      unwrap(await county.sponsor.voucher.void({ voucherId, reason: 'withdrawn' }))
      await audit(county)
      const figures = unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))
      expect(figures).toMatchObject({ left: returnsToStock ? 2 : 1, committedMinor: 0 })
    }
  })
})
