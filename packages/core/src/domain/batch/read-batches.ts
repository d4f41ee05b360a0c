import { z } from 'zod'
import type { Allotment } from '../../kernel/allotment.ts'
import { homeRef, stripeRef } from '../../kernel/allotment.ts'
import { accept } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { laneNumbers } from '../lane-numbers.ts'
import type { BatchState } from './batch-entity.ts'
import { batchEntity, cohortsOf, countIn, emptyCohort, outstandingOf, stockOf } from './batch-entity.ts'
import { batchId, batchView, viewBatch } from './batch-view.ts'
import { batchBehind } from './change-batch.ts'
import { regionStockOf, stocksOf } from './region-stock.ts'
import { unclaimedRef } from './unclaimed.ts'

const readers = ['operator', 'reviewer', 'auditor', 'host'] as const

/** One batch: quota, times, state, who opened and who approved it. */
export const getBatch = defineOperation({
  name: 'batch.get',
  summary: 'Shows one batch.',
  kind: 'read',
  route: 'GET /v1/batches/{batchId}',
  input: z.strictObject({ batchId }),
  output: batchView,
  permits: readers,
  scope: 'tenant',
  refusals: ['batch_unknown'],
  prepare: ({ batchId }, ports) => batchBehind(batchId, ports),
  touches: () => [],
  decide: (_loaded, _input, ctx) => accept(viewBatch(ctx.prepared, ctx.ids)),
})

/** Every batch of the tenant, the one that opens last first. */
export const listBatches = defineOperation({
  name: 'batch.list',
  summary: 'Lists the batches of the organisation.',
  kind: 'read',
  route: 'GET /v1/batches',
  input: z.strictObject({}),
  output: z.strictObject({ batches: z.array(batchView) }),
  permits: [...readers, 'system'],
  scope: 'tenant',
  refusals: [],
  touches: () => [],
  decide: (_loaded, _input, ctx) =>
    accept({
      batches: ctx.reference
        .list(batchEntity)
        .toSorted((a, b) => b.opensAt - a.opensAt)
        .map((batch) => viewBatch(batch, ctx.ids)),
    }),
})

/**
 * What became of every voucher of a batch, exact as of the last commit:
 * quota = left + reserved + outstanding + redeemed + expired + voided. Vouchers past their last day count as
 * outstanding until the sweep has booked them, and
 * holds that have run out as reserved.
 */
export const batchFigures = defineOperation({
  name: 'batch.figures',
  summary: 'Counts what became of every voucher of a batch, and its money.',
  kind: 'read',
  route: 'GET /v1/batches/{batchId}/figures',
  input: z.strictObject({ batchId }),
  output: z.strictObject({
    batchId: z.string(),
    quota: z.int(),
    left: z.int(),
    reserved: z.int(),
    outstanding: z.int(),
    redeemed: z.int(),
    expired: z.int(),
    voided: z.int(),
    issued: z.int(),
    refunded: z.int(),
    committedMinor: z.int(),
    subsidyMinor: z.int(),
    refundedMinor: z.int(),
    salesMinor: z.int(),
    held: z.int(),
    heldMinor: z.int(),
    disallowed: z.int(),
    disallowedMinor: z.int(),
    currency: z.string(),
    /** Of a batch with regions: how many are for each, and how many of them nobody has claimed. */
    regions: z.array(z.strictObject({ region: z.string(), quota: z.int(), left: z.int() })).optional(),
    asOf: isoInstant,
  }),
  permits: ['operator', 'reviewer', 'auditor'],
  scope: 'tenant',
  refusals: ['batch_unknown'],
  prepare: ({ batchId }, ports) => batchBehind(batchId, ports),
  touches: (_input, batch, { lanes }) => [
    ...stocksOf(batch).flatMap((stock) => [
      homeRef(stock),
      ...laneNumbers(lanes).map((lane) => stripeRef(stock, lane)),
    ]),
    ...laneNumbers(lanes).flatMap((lane) => [unclaimedRef(batch.owner, lane), cohortsOf(batch.owner, lane)]),
  ],
  decide(loaded, input, ctx) {
    const batch = ctx.prepared
    const { quota, currency } = batch
    // Without a home row it was never funded: a draft, or one that was closed as such.
    let left = loaded.get(homeRef(stockOf(batch))) ? 0 : quota
    for (const stock of stocksOf(batch)) left += leftOf(loaded, stock, ctx.lanes)
    let sum = emptyCohort
    for (const lane of laneNumbers(ctx.lanes)) {
      left += loaded.get(unclaimedRef(batch.owner, lane))?.count ?? 0
      for (const { state } of loaded.all(cohortsOf(batch.owner, lane))) {
        const { state: _state, ...counts } = state
        sum = countIn(sum, counts)
      }
    }
    const { state: _state, ...counts } = sum
    return accept({
      batchId: input.batchId,
      quota,
      left,
      outstanding: outstandingOf(sum),
      ...counts,
      currency,
      ...(batch.regions ? { regions: viewRegions(loaded, batch, ctx.lanes) } : {}),
      asOf: toIso(ctx.now),
    })
  },
})

function viewRegions(loaded: Loaded, batch: BatchState, lanes: number) {
  return Object.entries(batch.regions ?? {}).map(([region, quota]) => {
    return { region, quota, left: leftOf(loaded, regionStockOf(batch, region), lanes) }
  })
}

function leftOf(loaded: Loaded, stock: Allotment, lanes: number): number {
  const home = loaded.get(homeRef(stock))?.left ?? 0
  return laneNumbers(lanes).reduce((sum, lane) => sum + (loaded.get(stripeRef(stock, lane))?.left ?? 0), home)
}
