import { z } from 'zod'
import { homeRef, stripeRef } from '../../kernel/allotment.ts'
import type { Posting } from '../../kernel/decision.ts'
import { accept } from '../../kernel/decision.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import { addDays, dayFromNumber, startOfDay } from '../../values/calendar.ts'
import { laneField } from '../lane-field.ts'
import { findVersion } from '../programme/programme-entity.ts'
import { endedHolds } from '../reservation/hold-entity.ts'
import { endedHoldTouches, releaseEndedHolds } from '../reservation/release-ended-holds.ts'
import type { BatchState, CohortState } from './batch-entity.ts'
import { cohortEntity, cohortsOf, countIn, findBatch, outstandingOf } from './batch-entity.ts'
import { batchId } from './batch-view.ts'
import { batchBehind } from './change-batch.ts'
import { committedAccount, returnedAccount, stockAccount } from './fund-batch.ts'
import { stocksOf } from './region-stock.ts'
import { unclaimedRef } from './unclaimed.ts'

/**
 * Books what time has done, in one lane: holds that have run out are let go, vouchers past their last day become
 * expired, and after claiming has ended what nobody claimed returns to the sponsor. Of a batch that was withdrawn, vouchers that
 * were not used become void. Doing it again changes nothing.
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
  input: z.strictObject({ batchId, lane: laneField }),
  output: z.strictObject({
    expired: z.int(),
    expiredMinor: z.int(),
    /** Of a batch that was withdrawn. */
    voided: z.int(),
    voidedMinor: z.int(),
    unclaimed: z.int(),
    unclaimedMinor: z.int(),
    /** Holds that had run out; call again while `more`. */
    released: z.int(),
    more: z.boolean(),
    /** How many lanes there are to sweep. */
    lanes: z.int(),
  }),
  permits: ['operator', 'system'],
  scope: 'tenant',
  refusals: ['batch_unknown'],
  prepare({ batchId, lane }, ports) {
    const found = batchBehind(batchId, ports)
    return found.ok ? accepted({ batch: found.value, lane: lane % ports.lanes, at: ports.now }) : found
  },
  // The home row comes along only in its own lane: elsewhere the sweep would lock two lanes for nothing.
  touches: (_input, { batch, lane, at }, { lanes }) => [
    unclaimedRef(batch.owner, lane),
    cohortsOf(batch.owner, lane),
    endedHolds(batch.owner, lane, at),
    ...stocksOf(batch).map((stock) => stripeRef(stock, lane)),
    ...(batch.owner % lanes === lane ? stocksOf(batch).map(homeRef) : []),
  ],
  touchesNext: (loaded, _input, { batch, lane, at }) => endedHoldTouches(loaded, { batch: batch.owner, lane, at }),
  decide(loaded, _input, ctx) {
    const { batch, lane, at } = ctx.prepared
    const rows = loaded.all(cohortsOf(batch.owner, lane))
    const cohorts = new Map(rows.map(({ n, state }) => [n, state]))
    const holds = releaseEndedHolds(loaded, { batch: batch.owner, lane, at }, cohorts, ctx.now)
    const expiry = endCohorts(batch, cohorts, lane, ctx)
    const unclaimed = returnUnclaimed(loaded, batch, lane, ctx)
    const changed = rows.flatMap(({ n, state }) => {
      const next = cohorts.get(n)
      return next === undefined || next === state
        ? []
        : [write({ entity: cohortEntity, owner: batch.owner, n, beside: lane }, next)]
    })
    const events =
      expiry.expired + expiry.voided + unclaimed.unclaimed === 0
        ? []
        : [
            {
              type: 'batch.swept',
              data: {
                batch: batch.owner,
                expired: expiry.expired,
                unclaimed: unclaimed.unclaimed,
                voided: expiry.voided || undefined,
              },
            },
          ]
    return accept(
      {
        expired: expiry.expired,
        expiredMinor: expiry.expiredMinor,
        voided: expiry.voided,
        voidedMinor: expiry.voidedMinor,
        unclaimed: unclaimed.unclaimed,
        unclaimedMinor: unclaimed.unclaimedMinor,
        released: holds.released,
        more: holds.more,
        lanes: ctx.lanes,
      },
      {
        writes: [...holds.writes, ...changed, ...unclaimed.writes],
        removes: holds.removes,
        postings: [...expiry.postings, ...unclaimed.postings],
        events: [...holds.events, ...events],
      },
    )
  },
})

type Ctx = Pick<Context<unknown>, 'now' | 'lanes' | 'reference'>

/**
 * Ends cohorts, in place: those of days that are over, and all of a batch that was withdrawn. A hold never outlives its voucher, so
 * what is still held then has run out, or is void with it.
 */
function endCohorts(batch: BatchState, cohorts: Map<number, CohortState>, lane: number, ctx: Ctx) {
  const zone = findVersion(ctx.reference, batch.programme)?.document.timeZone ?? 'UTC'
  const withdrawn = (findBatch(ctx.reference, batch.owner) ?? batch).withdrawnAt !== undefined
  const sums = { expired: 0, expiredMinor: 0, voided: 0, voidedMinor: 0 }
  for (const [day, cohort] of cohorts) {
    const isOver = ctx.now >= startOfDay(addDays(dayFromNumber(day), 1), zone)
    const how = cohort.state !== 'live' ? cohort.state : isOver ? 'expired' : withdrawn ? 'voided' : undefined
    if (how === undefined) continue
    const { reserved, committedMinor } = cohort
    const left = outstandingOf(cohort) + reserved
    // Of what has ended before, only a claim that another process still let through is left to book.
    if (cohort.state === how && left === 0) continue
    sums[how] += left
    sums[`${how}Minor`] += committedMinor
    const counted = countIn(cohort, { [how]: left, reserved: -reserved, committedMinor: -committedMinor })
    cohorts.set(day, { ...counted, state: how })
  }
  return { ...sums, postings: transfer(batch, committedAccount(batch), sums.expiredMinor + sums.voidedMinor, lane) }
}

function returnUnclaimed(loaded: Loaded, batch: BatchState, lane: number, ctx: Ctx) {
  if (batch.state === 'draft' || (batch.state !== 'closed' && ctx.now < batch.closesAt)) {
    return { writes: [], postings: [], unclaimed: 0, unclaimedMinor: 0 }
  }
  const homeHere = batch.owner % ctx.lanes === lane % ctx.lanes
  const writes: Write[] = []
  let unclaimed = 0
  for (const stock of stocksOf(batch)) {
    const stripe = loaded.get(stripeRef(stock, lane))?.left ?? 0
    const home = homeHere ? loaded.get(homeRef(stock)) : undefined
    const left = stripe + (home?.left ?? 0)
    if (left === 0) continue
    unclaimed += left
    writes.push(write(stripeRef(stock, lane), { left: 0 }))
    if (home) writes.push(write(homeRef(stock), { ...home, left: 0, moves: home.moves + 1 }))
  }
  const before = loaded.get(unclaimedRef(batch.owner, lane)) ?? { count: 0 }
  if (unclaimed > 0) writes.push(write(unclaimedRef(batch.owner, lane), { count: before.count + unclaimed }))
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
