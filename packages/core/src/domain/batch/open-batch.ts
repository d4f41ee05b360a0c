import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { parseInstant } from '../../values/calendar.ts'
import { announceDraw, drawInput } from '../draw/announce-draw.ts'
import { toIso } from '../iso-instant.ts'
import { instant } from '../programme/document-parts.ts'
import { countRevision, findBenefit, programmeEntity } from '../programme/programme-entity.ts'
import { maxSubsidyMinor } from '../voucher/subsidy.ts'
import type { BatchState } from './batch-entity.ts'
import { batchRef } from './batch-entity.ts'
import { batchView, viewBatch } from './batch-view.ts'
import { fundBatch, fundingTouches } from './fund-batch.ts'
import { needsTwo } from './needs-two.ts'
import { regionQuotas, sumOfRegions } from './region-stock.ts'

/**
 * Opens a batch: a limited number of vouchers of one benefit, with the money for all of them set aside. Where the
 * programme asks for a second person (the default on a durable store) it is a draft until `batch.approve`. With `draw` its vouchers
 * go to those who are drawn among all who entered: `opensAt` is then when entering begins, and claiming follows the draw. With
 * `regions` each takes of the stock of the smallest of them that they are registered in; the rest is kept back for
 * `batch.changeRegionQuota`.
 */
export const openBatch = defineOperation({
  name: 'batch.open',
  summary:
    'Opens a limited number of vouchers of one benefit and sets their money aside; a draft until a second person approves, where the programme asks for that.',
  kind: 'write',
  route: 'POST /v1/batches',
  input: z
    .strictObject({
      benefit: z.string().max(130),
      quota: z.int().min(1).max(100_000_000),
      opensAt: instant.optional(),
      closesAt: instant.optional(),
      draw: drawInput.optional(),
      regions: regionQuotas.optional(),
    })
    .refine(({ draw, regions }) => !draw || !regions, 'a batch that is drawn has no regions'),
  output: batchView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: [
    'benefit_unknown',
    'benefit_kind_wrong',
    'batch_window_invalid',
    'draw_window_invalid',
    'batch_regions_exceed',
    'budget_exceeded',
  ],
  prepare(input, ports) {
    const found = findBenefit(ports.reference, input.benefit)
    if (!found) return refused('benefit_unknown', { benefit: input.benefit })
    const { benefit, document, name } = found
    if (benefit.kind !== 'voucher') return refused('benefit_kind_wrong', { benefit: input.benefit, kind: benefit.kind })
    const period = { from: parseInstant(document.period.from) ?? 0, to: parseInstant(document.period.to) ?? 0 }
    const opensAt = input.opensAt === undefined ? period.from : (parseInstant(input.opensAt) ?? 0)
    const closesAt = input.closesAt === undefined ? period.to : (parseInstant(input.closesAt) ?? 0)
    if (opensAt >= closesAt || opensAt < period.from || closesAt > period.to) {
      return refused('batch_window_invalid', { from: toIso(period.from), to: toIso(period.to) })
    }
    const regions = sumOfRegions(input)
    if (regions > input.quota) return refused('batch_regions_exceed', { quota: input.quota, regions })
    const owner = ports.newOwner()
    const draw = input.draw && announceDraw(input.draw, { owner, opensAt, closesAt }, ports)
    if (draw && !draw.ok) return draw
    const batch: BatchState = {
      owner,
      programme: document.programme,
      benefit: name,
      quota: input.quota,
      unitMinor: maxSubsidyMinor(benefit.terms),
      currency: document.currency,
      opensAt,
      closesAt,
      state: needsTwo(document, ports) ? 'draft' : 'open',
      openedBy: ports.actor.id ?? '',
      openedUnder: ports.actor.credential,
      ...(draw ? { draw: draw.value } : {}),
      ...(input.regions ? { regions: input.regions } : {}),
    }
    return accepted({ batch, version: document.version })
  },
  touches: (_input, { batch }) => [batchRef(batch), ...fundingTouches(batch)],
  decide(loaded, _input, ctx) {
    const { batch, version } = ctx.prepared
    const row = batchRef(batch)
    if (loaded.get(row)) return again()
    const programme = loaded.get(referenceRef(programmeEntity, batch.programme))
    // A newer version may have come between: what one voucher can cost is set aside by the terms in force.
    if (!programme || programme.version !== version) return again()
    const events = [
      {
        type: 'batch.opened',
        data: { batch: batch.owner, quota: batch.quota, state: batch.state, draw: batch.draw, regions: batch.regions },
      },
    ]
    if (batch.state === 'draft')
      return accept(viewBatch(batch, ctx.ids), { writes: [write(row, batch), countRevision(programme)], events })
    const funding = fundBatch(loaded, batch)
    if ('leftMinor' in funding) return refuse('budget_exceeded', { ...funding })
    return accept(viewBatch(batch, ctx.ids), {
      writes: [write(row, batch), ...funding.writes],
      events,
      postings: funding.postings,
    })
  },
})
