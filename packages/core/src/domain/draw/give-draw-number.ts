import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import { batchEntity, batchRef } from '../batch/batch-entity.ts'
import { batchId } from '../batch/batch-view.ts'
import { sharesKey } from '../batch/needs-two.ts'
import { drawBehind, lockedDraw } from './draw-behind.ts'
import { drawSecret, lastWinningTicket, listHashOf, seedOf } from './draw-order.ts'
import { notHeld } from './draw-right.ts'
import type { DrawnBatch } from './draw-view.ts'
import { drawState, drawView, viewDraw } from './draw-view.ts'
import { readEntries } from './read-entries.ts'

/** Printable ASCII, so that the same number is the same bytes whoever types it. */
const publicValue = z.string().regex(/^[!-~](?:[ -~]{0,198}[!-~])?$/)

export interface Giving {
  readonly batch: DrawnBatch
  readonly secret: string
  readonly seed: string
  readonly last: string
  readonly listHash: string
}

/**
 * Gives the public number of a draw, once it is public. Two people give it, each for themselves; with the second, when both say the
 * same, the order is drawn. Until then the first may correct what they typed. Nobody can choose the outcome: see docs/draw.md.
 *
 * Not checked: that it is the number that was published; the record names both, so that everybody can.
 */
export const giveDrawNumber = defineOperation({
  name: 'draw.give',
  summary: 'Gives the public number of a draw; when a second person gives the same, the winners are drawn.',
  kind: 'write',
  route: 'POST /v1/draws/{batchId}/numbers',
  input: z.strictObject({ batchId, value: publicValue }),
  output: drawView,
  permits: ['operator', 'reviewer'],
  scope: 'tenant',
  refusals: [
    'batch_unknown',
    'draw_unknown',
    'draw_state_wrong',
    'draw_not_held',
    'draw_value_differs',
    'draw_list_changed',
    'person_unnamed',
    'same_person',
    'approval_by_same_key',
  ],
  async prepare({ batchId, value }, ports): Promise<Outcome<Giving, 'batch_unknown' | 'draw_unknown'>> {
    const found = drawBehind(batchId, ports)
    if (!found.ok) return found
    const batch = found.value
    const { owner, quota, draw } = batch
    // Only the second of two draws: for the first, who may still correct what they typed, there is no order yet.
    if (draw.given === undefined || draw.given.by === ports.actor.id || draw.drawn) {
      return accepted({ batch, secret: '', seed: '', last: '', listHash: '' })
    }
    const list = await readEntries(owner, ports)
    const listHash = listHashOf(list)
    const secret = drawSecret(ports.keys, ports.actor.tenant, owner)
    const seed = seedOf({ batchId: ports.ids.encode(batchEntity, { owner, n: 0 }), secret, value, listHash })
    return accepted({ batch, secret, seed, listHash, last: await lastWinningTicket(list, seed, quota) })
  },
  touches: (_input, { batch }) => [batchRef(batch)],
  decide(loaded, { value }, ctx) {
    const batch = lockedDraw(loaded, ctx.prepared.batch)
    const { draw } = batch
    const by = ctx.actor.id ?? ''
    if (by === '') return refuse('person_unnamed')
    if (!draw.sealed || draw.drawn || batch.state === 'closed') {
      return refuse('draw_state_wrong', { state: drawState(draw), event: 'give' })
    }
    if (ctx.now < draw.publicAt) return { kind: 'refuse', refusal: notHeld(draw) }
    if (draw.given === undefined || draw.given.by === by) {
      if (draw.given?.value === value) return refuse('same_person')
      const next = { ...batch, draw: { ...draw, given: { value, by, under: ctx.actor.credential } } }
      const events = [{ type: 'draw.given', data: { batch: batch.owner, by } }]
      return accept(viewDraw(next, ctx.ids), { writes: [write(batchRef(batch), next)], events })
    }
    if (sharesKey(batch.programme, draw.given.under, ctx)) return refuse('approval_by_same_key')
    if (draw.given.value !== value) return refuse('draw_value_differs')
    return drawNow(batch, draw.sealed, [draw.given.by, by], value, ctx)
  },
})

function drawNow(
  batch: DrawnBatch,
  sealed: NonNullable<DrawnBatch['draw']['sealed']>,
  by: readonly [string, string],
  value: string,
  ctx: Context<Giving>,
) {
  const { secret, seed, last, listHash } = ctx.prepared
  // The first person's number had not reached this process when the order was worked out.
  if (seed === '') return again()
  if (listHash !== sealed.listHash) return refuse('draw_list_changed')
  const winners = Math.min(batch.quota, sealed.entries)
  const drawn = { value, secret, seed, winners, last, at: ctx.now, by }
  const next: DrawnBatch = { ...batch, draw: { ...batch.draw, given: undefined, drawn } }
  return accept(viewDraw(next, ctx.ids), {
    writes: [write(batchRef(batch), next)],
    events: [{ type: 'draw.drawn', data: { batch: batch.owner, value, secret, seed, listHash, winners, last, by } }],
  })
}
