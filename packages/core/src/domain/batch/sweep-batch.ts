import { z } from 'zod'
import { homeRef, stripeRef } from '../../kernel/allotment.ts'
import type { Posting } from '../../kernel/decision.ts'
import { accept } from '../../kernel/decision.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Context } from '../../kernel/ports.ts'
import { addDays, dayFromNumber, startOfDay } from '../../values/calendar.ts'
import { findVersion } from '../programme/programme-entity.ts'
import type { BatchState } from './batch-entity.ts'
import { cohortEntity, cohortsOf, countIn, outstandingOf, stockOf } from './batch-entity.ts'
import { batchId } from './batch-view.ts'
import { batchBehind } from './change-batch.ts'
import { committedAccount, returnedAccount, stockAccount } from './fund-batch.ts'
import { unclaimedRef } from './unclaimed.ts'

/**
 * Books what time has done, in one lane: vouchers past their last day become expired, and after claiming has ended what
 * nobody claimed returns to the sponsor. Doing it again changes nothing.
 *
 * Nothing waits for it: a voucher past its time is refused at once, swept or not. Run it daily for every lane.
 */
export const sweepBatch = defineOperation({
  name: 'batch.sweep',
  summary:
    'Books expired vouchers and returns unclaimed money of a batch, in one lane; doing it again changes nothing.',
  kind: 'write',
  route: 'POST /v1/batches/{batchId}/sweeps',
  idempotency: 'natural',
  input: z.strictObject({ batchId, lane: z.int().min(0).max(1023).default(0) }),
  output: z.strictObject({
    expired: z.int(),
    expiredMinor: z.int(),
    unclaimed: z.int(),
    unclaimedMinor: z.int(),
    /** How many lanes there are to sweep. */
    lanes: z.int(),
  }),
  permits: ['operator', 'system'],
  scope: 'tenant',
  refusals: ['batch_unknown'],
  prepare: ({ batchId }, ports) => batchBehind(batchId, ports),
  // The home row comes along only in its own lane: elsewhere the sweep would lock two lanes for nothing.
  touches: (input, batch, { lanes }) => [
    unclaimedRef(batch.owner, input.lane % lanes),
    cohortsOf(batch.owner, input.lane % lanes),
    stripeRef(stockOf(batch), input.lane % lanes),
    ...(batch.owner % lanes === input.lane % lanes ? [homeRef(stockOf(batch))] : []),
  ],
  decide(loaded, input, ctx) {
    const batch = ctx.prepared
    const expiry = expireCohorts(loaded, batch, input.lane, ctx)
    const unclaimed = returnUnclaimed(loaded, batch, input.lane, ctx)
    const postings = [...expiry.postings, ...unclaimed.postings]
    const events =
      expiry.expired + unclaimed.unclaimed === 0
        ? []
        : [
            {
              type: 'batch.swept',
              data: { batch: batch.owner, expired: expiry.expired, unclaimed: unclaimed.unclaimed },
            },
          ]
    return accept(
      {
        expired: expiry.expired,
        expiredMinor: expiry.expiredMinor,
        unclaimed: unclaimed.unclaimed,
        unclaimedMinor: unclaimed.unclaimedMinor,
        lanes: ctx.lanes,
      },
      { writes: [...expiry.writes, ...unclaimed.writes], postings, events },
    )
  },
})

type Ctx = Context<BatchState>

function expireCohorts(loaded: Loaded, batch: BatchState, lane: number, ctx: Ctx) {
  const zone = findVersion(ctx.reference, batch.programme)?.document.timeZone ?? 'UTC'
  const writes: Write[] = []
  let expired = 0
  let expiredMinor = 0
  for (const { n: day, state: cohort } of loaded.all(cohortsOf(batch.owner, lane))) {
    if (cohort.state === 'expired' || ctx.now < startOfDay(addDays(dayFromNumber(day), 1), zone)) continue
    const left = outstandingOf(cohort)
    expired += left
    expiredMinor += cohort.committedMinor
    const counted = countIn(cohort, { expired: left, committedMinor: -cohort.committedMinor })
    writes.push(
      write({ entity: cohortEntity, owner: batch.owner, n: day, beside: lane }, { ...counted, state: 'expired' }),
    )
  }
  return { writes, expired, expiredMinor, postings: transfer(batch, committedAccount(batch), expiredMinor, lane) }
}

function returnUnclaimed(loaded: Loaded, batch: BatchState, lane: number, ctx: Ctx) {
  if (batch.state === 'draft' || (batch.state !== 'closed' && ctx.now < batch.closesAt)) {
    return { writes: [], postings: [], unclaimed: 0, unclaimedMinor: 0 }
  }
  const allotment = stockOf(batch)
  const stripe = loaded.get(stripeRef(allotment, lane))?.left ?? 0
  const homeHere = batch.owner % ctx.lanes === lane % ctx.lanes
  const home = homeHere ? loaded.get(homeRef(allotment)) : undefined
  const unclaimed = stripe + (home?.left ?? 0)
  const before = loaded.get(unclaimedRef(batch.owner, lane)) ?? { count: 0 }
  const writes: Write[] =
    unclaimed === 0
      ? []
      : [
          write(unclaimedRef(batch.owner, lane), { count: before.count + unclaimed }),
          write(stripeRef(allotment, lane), { left: 0 }),
          ...(home ? [write(homeRef(allotment), { ...home, left: 0, moves: home.moves + 1 })] : []),
        ]
  const unclaimedMinor = unclaimed * batch.unitMinor
  return { writes, unclaimed, unclaimedMinor, postings: transfer(batch, stockAccount(batch), unclaimedMinor, lane) }
}

function transfer(batch: BatchState, from: string, amountMinor: number, beside: number): Posting[] {
  const { currency } = batch
  return [
    { account: from, amountMinor: -amountMinor, currency, beside },
    { account: returnedAccount(batch), amountMinor, currency, beside },
  ]
}
