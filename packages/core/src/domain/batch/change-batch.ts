import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import type { BatchState } from './batch-entity.ts'
import { batchEntity, batchRef, findBatch } from './batch-entity.ts'
import type { BatchEvent } from './batch-states.ts'
import { batchTransitions } from './batch-states.ts'
import { batchId, batchView, viewBatch } from './batch-view.ts'
import type { Funding } from './fund-batch.ts'
import { fundBatch, fundingTouches } from './fund-batch.ts'
import { sharesKey } from './needs-two.ts'

const reason = z.string().min(1).max(500)

/** The batch behind an id, for those who may know that it exists. */
export function batchBehind(id: string, ports: Ports): Outcome<BatchState, 'batch_unknown'> {
  const found = ports.ids.decode(batchEntity, id)
  const batch = found && findBatch(ports.reference, found.owner)
  return batch ? accepted(batch) : refused('batch_unknown')
}

function move(
  loaded: Loaded,
  event: BatchEvent,
  ctx: Context<BatchState>,
  { reason, funding }: { readonly reason?: string; readonly funding?: Funding } = {},
) {
  const batch = loaded.get(batchRef(ctx.prepared)) ?? ctx.prepared
  const state = batchTransitions[batch.state][event]
  if (!state) return refuse('batch_state_wrong', { state: batch.state, event })
  const next: BatchState = {
    ...batch,
    state,
    ...(event === 'approve' ? { approvedBy: ctx.actor.id ?? '' } : {}),
    ...(event === 'close' || event === 'void' ? { closedAt: batch.closedAt ?? ctx.now } : {}),
    ...(event === 'void' ? { withdrawnAt: batch.withdrawnAt ?? ctx.now } : {}),
  }
  return accept(viewBatch(next, ctx.ids), {
    writes: [write(batchRef(batch), next), ...(funding?.writes ?? [])],
    postings: funding?.postings,
    events: [
      {
        type: `batch.${event}`,
        data: { batch: batch.owner, from: batch.state, to: state, ...(reason ? { reason } : {}) },
      },
    ],
  })
}

/** A second person opens a draft batch; the money is set aside now. */
export const approveBatch = defineOperation({
  name: 'batch.approve',
  summary: 'A second person opens a draft batch; its money is set aside now.',
  kind: 'write',
  route: 'POST /v1/batches/{batchId}/approval',
  input: z.strictObject({ batchId }),
  output: batchView,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: [
    'batch_unknown',
    'batch_state_wrong',
    'approval_by_same_person',
    'approval_by_same_key',
    'budget_exceeded',
  ],
  prepare: ({ batchId }, ports) => batchBehind(batchId, ports),
  touches: (_input, batch) => [batchRef(batch), ...fundingTouches(batch)],
  decide(loaded, _input, ctx) {
    const batch = loaded.get(batchRef(ctx.prepared)) ?? ctx.prepared
    if (batch.state !== 'draft') return refuse('batch_state_wrong', { state: batch.state, event: 'approve' })
    if ((ctx.actor.id ?? '') === batch.openedBy) return refuse('approval_by_same_person')
    if (sharesKey(batch.programme, batch.openedUnder, ctx)) return refuse('approval_by_same_key')
    const funding = fundBatch(loaded, batch)
    if ('leftMinor' in funding) return refuse('budget_exceeded', { ...funding })
    return move(loaded, 'approve', ctx, { funding })
  },
})

/** Stops claiming for now; what was claimed stays valid. */
export const pauseBatch = defineOperation({
  name: 'batch.pause',
  summary: 'Stops claiming from a batch for now; vouchers already claimed stay valid.',
  kind: 'write',
  route: 'POST /v1/batches/{batchId}/pause',
  input: z.strictObject({ batchId, reason }),
  output: batchView,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: ['batch_unknown', 'batch_state_wrong'],
  prepare: ({ batchId }, ports) => batchBehind(batchId, ports),
  touches: (_input, batch) => [batchRef(batch)],
  decide: (loaded, input, ctx) => move(loaded, 'pause', ctx, input),
})

/** Lets claiming go on after a pause. */
export const resumeBatch = defineOperation({
  name: 'batch.resume',
  summary: 'Lets claiming from a paused batch go on.',
  kind: 'write',
  route: 'POST /v1/batches/{batchId}/resumption',
  input: z.strictObject({ batchId }),
  output: batchView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['batch_unknown', 'batch_state_wrong'],
  prepare: ({ batchId }, ports) => batchBehind(batchId, ports),
  touches: (_input, batch) => [batchRef(batch)],
  decide: (loaded, _input, ctx) => move(loaded, 'resume', ctx),
})

/** Ends claiming for good. Claimed vouchers stay valid; what nobody claimed returns to the sponsor at the next sweep. */
export const closeBatch = defineOperation({
  name: 'batch.close',
  summary: 'Ends claiming from a batch for good; vouchers already claimed stay valid, the rest of the money returns.',
  kind: 'write',
  route: 'POST /v1/batches/{batchId}/closing',
  input: z.strictObject({ batchId, reason }),
  output: batchView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['batch_unknown', 'batch_state_wrong'],
  prepare: ({ batchId }, ports) => batchBehind(batchId, ports),
  touches: (_input, batch) => [batchRef(batch)],
  decide: (loaded, input, ctx) => move(loaded, 'close', ctx, input),
})

/**
 * Withdraws a whole batch for good: claiming ends, and every voucher of it that is not used is void at once, also one that a till
 * holds. What was used stays used, and is not revived by a refund. It must have been paused or closed before, so that nobody
 * withdraws at one stroke what people are claiming.
 *
 * The vouchers themselves are not written: the sweep books them, cohort by cohort, and their money returns. The persons' shares are
 * not given back; a newer version of the programme can raise them.
 */
export const voidBatch = defineOperation({
  name: 'batch.void',
  summary:
    'Withdraws every voucher of a paused or closed batch that is not used, for good; the sweep returns the money.',
  kind: 'write',
  route: 'POST /v1/batches/{batchId}/void',
  input: z.strictObject({ batchId, reason }),
  output: batchView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['batch_unknown', 'batch_state_wrong'],
  prepare: ({ batchId }, ports) => batchBehind(batchId, ports),
  touches: (_input, batch) => [batchRef(batch)],
  decide: (loaded, input, ctx) => move(loaded, 'void', ctx, input),
})
