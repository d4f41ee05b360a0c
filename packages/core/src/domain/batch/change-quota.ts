import { z } from 'zod'
import { homeRef, stripeRef } from '../../kernel/allotment.ts'
import type { Change } from '../../kernel/decision.ts'
import { accept, refuse, wait } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { drawState } from '../draw/draw-view.ts'
import { findVersion, programmeEntity } from '../programme/programme-entity.ts'
import type { BatchState } from './batch-entity.ts'
import { batchRef, stockOf } from './batch-entity.ts'
import { batchId, batchView, viewBatch } from './batch-view.ts'
import { batchBehind } from './change-batch.ts'
import { fundingTouches, fundStock, stockPostings, takeFromBudget } from './fund-batch.ts'
import { needsTwo, sharesKey } from './needs-two.ts'
import { sumOfRegions } from './region-stock.ts'
import { takeBack, unclaimedNow } from './take-back.ts'

const quota = z.int().min(1).max(100_000_000)

/**
 * Changes how many vouchers an open or paused batch has. `current` is what the caller believes it has: of two who change it at the
 * same time one is refused. Fewer: only what nobody has claimed, and its money returns to the budget. More: the money comes from the
 * budget; where a batch needs two people to open, two must ask for the same number, and it counts from the second on.
 *
 * Not checked: that people were not told another number.
 */
export const changeQuota = defineOperation({
  name: 'batch.changeQuota',
  summary:
    'Changes the number of vouchers of an open batch, if it still is what the caller believes; more of them need a second person.',
  kind: 'write',
  route: 'POST /v1/batches/{batchId}/quota',
  input: z.strictObject({ batchId, current: quota, target: quota, reason: z.string().min(1).max(500) }),
  output: batchView,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: [
    'batch_unknown',
    'batch_state_wrong',
    'draw_state_wrong',
    'batch_quota_moved',
    'batch_quota_claimed',
    'batch_regions_exceed',
    'approval_by_same_person',
    'approval_by_same_key',
    'budget_exceeded',
  ],
  async prepare({ batchId, current, target }, ports) {
    const behind = batchBehind(batchId, ports)
    // What is kept back beyond the regions' stocks is all that can be taken away.
    if (behind.ok && target < sumOfRegions(behind.value)) return exceeded(behind.value, target)
    // Asked for more than there is, the engine would gather all of it and tell people meanwhile that nothing is left.
    if (behind.ok && target < current && (await unclaimedNow(stockOf(behind.value), ports)) < current - target) {
      return refused('batch_quota_claimed')
    }
    return behind
  },
  // The stripe beside the batch comes first: stock that is taken back is gathered there.
  touches: (_input, batch) => [stripeRef(stockOf(batch), batch.owner), batchRef(batch), ...fundingTouches(batch)],
  decide(loaded, { current, target, reason }, ctx) {
    const batch = loaded.get(batchRef(ctx.prepared)) ?? ctx.prepared
    if (batch.state !== 'open' && batch.state !== 'paused') {
      return refuse('batch_state_wrong', { state: batch.state, event: 'changeQuota' })
    }
    // So many win as there are vouchers, from the draw on.
    if (batch.draw?.sealed) return refuse('draw_state_wrong', { state: drawState(batch.draw), event: 'changeQuota' })
    if (batch.quota !== current) return refuse('batch_quota_moved', { current: batch.quota })
    if (target < sumOfRegions(batch)) return { kind: 'refuse', refusal: exceeded(batch, target) }
    const by = ctx.actor.id ?? ''
    const data = { batch: batch.owner, current, target, reason }
    const settled: BatchState = { ...batch, quota: target, proposed: undefined }
    if (target <= current) {
      const change = returnToBudget(loaded, batch, current - target)
      if (change) return changed(settled, change, { type: 'batch.quotaChanged', data }, ctx)
      return ctx.exhausted(stockOf(batch)) ? refuse('batch_quota_claimed', {}) : wait(stockOf(batch), current - target)
    }
    const { document } = findVersion(ctx.reference, batch.programme) ?? {}
    if (needsTwo(document, ctx)) {
      if (batch.proposed?.quota !== target) {
        const proposed: BatchState = { ...batch, proposed: { quota: target, by, under: ctx.actor.credential } }
        return changed(proposed, {}, { type: 'batch.quotaProposed', data: { ...data, by } }, ctx)
      }
      if (batch.proposed.by === by) return refuse('approval_by_same_person')
      if (sharesKey(batch.programme, batch.proposed.under, ctx)) return refuse('approval_by_same_key')
    }
    const more = target - current
    const home = loaded.get(homeRef(stockOf(batch))) ?? { left: 0, moves: 0 }
    // Counted as a move, so that nobody proves from before that nothing is left.
    const funding = fundStock(loaded, batch, more, { ...home, left: home.left + more, moves: home.moves + 1 })
    if ('leftMinor' in funding) return refuse('budget_exceeded', { ...funding })
    return changed(settled, funding, { type: 'batch.quotaChanged', data }, ctx)
  },
})

function exceeded(batch: BatchState, quota: number) {
  return refused('batch_regions_exceed', { quota, regions: sumOfRegions(batch) })
}

function changed(
  batch: BatchState,
  change: Change,
  event: { readonly type: string; readonly data: Readonly<Record<string, unknown>> },
  ctx: Context<unknown>,
) {
  return accept(viewBatch(batch, ctx.ids), {
    ...change,
    writes: [write(batchRef(batch), batch), ...(change.writes ?? [])],
    events: [event],
  })
}

/** Undefined while the home row and the stripe beside it do not hold that much. */
function returnToBudget(loaded: Loaded, batch: BatchState, units: number): Change | undefined {
  const writes = takeBack(loaded, stockOf(batch), units)
  if (!writes) return undefined
  const programme = loaded.get(referenceRef(programmeEntity, batch.programme))
  const returnedMinor = units * batch.unitMinor
  return {
    writes: [...writes, ...(programme ? [takeFromBudget(programme, -returnedMinor)] : [])],
    postings: stockPostings(batch, -returnedMinor),
  }
}
