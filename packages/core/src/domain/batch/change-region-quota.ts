import { z } from 'zod'
import type { Allotment } from '../../kernel/allotment.ts'
import { homeRef, stripeRef } from '../../kernel/allotment.ts'
import { accept, refuse, wait } from '../../kernel/decision.ts'
import type { Loaded, Write } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { regionCodeSchema } from '../../rules/operators/within-region.ts'
import type { BatchState } from './batch-entity.ts'
import { batchRef, stockOf } from './batch-entity.ts'
import { batchId, batchView, viewBatch } from './batch-view.ts'
import { batchBehind } from './change-batch.ts'
import { regionStockOf, sumOfRegions } from './region-stock.ts'
import { takeBack, unclaimedNow } from './take-back.ts'

const quota = z.int().min(0).max(100_000_000)

type Unprepared = 'batch_unknown' | 'batch_region_unknown' | 'batch_quota_claimed'

/**
 * Changes how many vouchers of an open or paused batch are for the people of one of its regions. `current` is what the caller believes
 * there are: of two who change it at the same time one is refused. Fewer: only what nobody has claimed; it is kept back. More:
 * only out of what is kept back. The number of vouchers and their money stay, so no second person is asked for.
 *
 * Not checked: that people were not told another number.
 */
export const changeRegionQuota = defineOperation({
  name: 'batch.changeRegionQuota',
  summary:
    'Changes how many vouchers of an open batch are for one of its regions, if it still is what the caller believes.',
  kind: 'write',
  route: 'POST /v1/batches/{batchId}/regions/{region}/quota',
  input: z.strictObject({
    batchId,
    region: regionCodeSchema,
    current: quota,
    target: quota,
    reason: z.string().min(1).max(500),
  }),
  output: batchView,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: [
    'batch_unknown',
    'batch_region_unknown',
    'batch_state_wrong',
    'batch_quota_moved',
    'batch_quota_claimed',
    'batch_regions_exceed',
  ],
  async prepare(input, ports): Promise<Outcome<BatchState, Unprepared>> {
    const { batchId, region, current, target } = input
    const behind = batchBehind(batchId, ports)
    if (!behind.ok) return behind
    const batch = behind.value
    if (batch.regions?.[region] === undefined) return refused('batch_region_unknown', { region })
    // Asked for more than there is, the engine would gather all of it and tell people meanwhile that nothing is left.
    const isTooMuch = async () => (await unclaimedNow(regionStockOf(batch, region), ports)) < current - target
    return target < current && (await isTooMuch()) ? refused('batch_quota_claimed') : accepted(batch)
  },
  // The region's stripe beside the batch comes first: what is taken back is gathered there.
  touches: ({ region }, batch) => {
    const [kept, part] = [stockOf(batch), regionStockOf(batch, region)]
    return [stripeRef(part, batch.owner), stripeRef(kept, batch.owner), batchRef(batch), homeRef(part), homeRef(kept)]
  },
  decide(loaded, { region, current, target, reason }, ctx) {
    const batch = loaded.get(batchRef(ctx.prepared)) ?? ctx.prepared
    if (batch.state !== 'open' && batch.state !== 'paused') {
      return refuse('batch_state_wrong', { state: batch.state, event: 'changeRegionQuota' })
    }
    const found = batch.regions?.[region] ?? 0
    if (found !== current) return refuse('batch_quota_moved', { current: found })
    const changed: BatchState = { ...batch, regions: { ...batch.regions, [region]: target } }
    const regions = sumOfRegions(changed)
    if (regions > batch.quota) return refuse('batch_regions_exceed', { quota: batch.quota, regions })
    const [kept, part] = [stockOf(batch), regionStockOf(batch, region)]
    const [from, to] = target < current ? [part, kept] : [kept, part]
    const units = Math.abs(target - current)
    const writes = units === 0 ? [] : carry(loaded, from, to, units)
    if (!writes) return ctx.exhausted(from) ? refuse('batch_quota_claimed', {}) : wait(from, units)
    const data = { batch: batch.owner, region, current, target, reason }
    return accept(viewBatch(changed, ctx.ids), {
      writes: [write(batchRef(batch), changed), ...writes],
      events: [{ type: 'batch.regionQuotaChanged', data }],
    })
  },
})

/** Both stocks have their home in one lane, and their money on one account: nothing is posted. */
function carry(loaded: Loaded, from: Allotment, to: Allotment, units: number): readonly Write[] | undefined {
  const taken = takeBack(loaded, from, units)
  const home = loaded.get(homeRef(to))
  if (!taken || !home) return undefined
  // Counted as a move, so that nobody proves from before that nothing is left.
  return [...taken, write(homeRef(to), { ...home, left: home.left + units, moves: home.moves + 1 })]
}
