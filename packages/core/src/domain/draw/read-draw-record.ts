import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { sealText } from '../../token/seal/seal-text.ts'
import { batchId } from '../batch/batch-view.ts'
import { laneField } from '../lane-field.ts'
import { drawBehind } from './draw-behind.ts'
import { drawEntriesOf, entryId, holderBehind } from './draw-entity.ts'
import { DRAW_FORMAT } from './draw-order.ts'
import type { DrawnBatch } from './draw-view.ts'
import { viewDraw } from './draw-view.ts'

export interface Reading {
  readonly batch: DrawnBatch
  readonly lane: number
  /** Owner number of the first entry of the page. */
  readonly from: number
}

/**
 * The record of a draw, by which anybody can draw it again: what is public of it, sealed with the issuer's key (purpose `draw`), and the
 * list of entries, lane by lane; sorted, it must have the hash that was sealed. From sealing on. In it stand pairwise names, nothing of a
 * person: only who entered knows which is theirs (`draw.entry`).
 */
export const readDrawRecord = defineOperation({
  name: 'draw.record',
  summary: 'Reads the sealed record of a draw and its entries, by which anybody can draw it again.',
  kind: 'read',
  route: 'GET /v1/draws/{batchId}/record',
  input: z.strictObject({
    batchId,
    lane: laneField,
    /** The last entry of the page before. */
    after: z.string().min(1).max(64).optional(),
    limit: z.int().min(1).max(1000).default(1000),
  }),
  output: z.strictObject({
    /** JSON, exactly as sealed. */
    document: z.string(),
    seal: z.string(),
    /** The issuer's keys (RFC 7517) as they are now; compare them with what it publishes. */
    keys: z.strictObject({ keys: z.array(z.record(z.string(), z.string())) }),
    entries: z.array(z.string()),
    /** Where the lane goes on. */
    next: z.string().optional(),
    lanes: z.int(),
  }),
  permits: ['public', 'holder', 'host', 'operator', 'reviewer', 'auditor'],
  scope: 'public',
  refusals: ['batch_unknown', 'draw_unknown', 'draw_state_wrong', 'cursor_invalid'],
  prepare(
    { batchId, lane, after },
    ports,
  ): Outcome<Reading, 'batch_unknown' | 'draw_unknown' | 'draw_state_wrong' | 'cursor_invalid'> {
    const found = drawBehind(batchId, ports)
    if (!found.ok) return found
    const batch = found.value
    if (!batch.draw.sealed) return refused('draw_state_wrong', { state: 'entering', event: 'record' })
    const last = after === undefined ? -1 : holderBehind(batch.owner, after, ports.ids)
    if (last === undefined) return refused('cursor_invalid')
    return accepted({ batch, lane: lane % ports.lanes, from: last + 1 })
  },
  touches: ({ limit }, { batch, lane, from }) => [drawEntriesOf(batch.owner, lane, from, limit)],
  decide(loaded, { limit }, ctx) {
    const { batch, lane, from } = ctx.prepared
    const { tenant } = ctx.actor
    const rows = loaded.all(drawEntriesOf(batch.owner, lane, from, limit))
    const entries = rows.map(({ n }) => entryId(batch.owner, n, ctx.ids))
    const document = JSON.stringify({ format: DRAW_FORMAT, tenant, ...viewDraw(batch, ctx.ids) })
    const seal = sealText({ keyRing: ctx.keys, tenant, purpose: 'draw', text: document, now: ctx.now })
    const next = rows.length === limit ? entries.at(-1) : undefined
    const keys = { keys: ctx.keys.publicKeys(tenant, ctx.now).keys.map((key) => ({ ...key })) }
    return accept({ document, seal, keys, entries, ...(next ? { next } : {}), lanes: ctx.lanes })
  },
})
