import { accept, again } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome, Refusal } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { findBatch } from '../batch/batch-entity.ts'
import { countersFor, counterWrites } from '../facts/counter.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { toIso } from '../iso-instant.ts'
import { originCounters } from '../risk/origin-counters.ts'
import { ClaimInput, closedNow, judgeTouches, prepareClaim, validity } from '../voucher/claim-case.ts'
import type { Claim } from '../voucher/judge-claim.ts'
import { claimRefusals, judgeClaim } from '../voucher/judge-claim.ts'
import { drawBehind, isEntryOver } from './draw-behind.ts'
import type { DrawEntryState } from './draw-entity.ts'
import { drawEntryRef, drawLaneRef, emptyDrawLane } from './draw-entity.ts'
import type { DrawnBatch } from './draw-view.ts'
import { entryView, viewEntry } from './entry-view.ts'

export interface Entering {
  readonly batch: DrawnBatch
  readonly claim: Claim
}

/**
 * Enters a person in the draw of a batch: once, however often it is called, and under the same rules as a claim (share, device,
 * eligibility, risk), which are asked again when a winner claims. Entering first or last makes no difference.
 * Not checked: that the person wants the voucher still when it is drawn.
 */
export const enterDraw = defineOperation({
  name: 'draw.enter',
  summary: 'Enters a person, once, in the draw of a batch, under the same rules as a claim.',
  kind: 'write',
  crowd: true,
  route: 'POST /v1/draws/{batchId}/entries',
  input: ClaimInput,
  proofs: ['work'],
  output: entryView,
  permits: ['holder'],
  scope: 'ownRights',
  refusals: [
    'batch_unknown',
    'draw_unknown',
    'not_open',
    'claim_closed',
    'paused',
    'draw_entries_closed',
    ...claimRefusals,
  ],
  early(input, ports) {
    const found = drawBehind(input.batchId, ports)
    if (!found.ok) return found
    return (
      closedNow(found.value, ports.now) ?? (isEntryOver(found.value, ports) ? entriesClosed(found.value) : undefined)
    )
  },
  async prepare(input, ports): Promise<Outcome<Entering, 'batch_unknown' | 'draw_unknown'>> {
    const found = drawBehind(input.batchId, ports)
    if (!found.ok) return found
    const claim = await prepareClaim(input, ports)
    return claim.ok ? accepted({ batch: found.value, claim: claim.value }) : claim
  },
  touches(_input, { batch, claim }, { actor }) {
    const owner = ownerOf(actor)
    return [...judgeTouches(claim, owner), drawEntryRef(batch.owner, owner), drawLaneRef(batch.owner, owner)]
  },
  decide(loaded, input, ctx) {
    const { batch, claim } = ctx.prepared
    const { document, benefit, found, reads } = claim
    const owner = ownerOf(ctx.actor)
    const entered = loaded.get(drawEntryRef(batch.owner, owner))
    if (entered) return accept(viewEntry(batch, owner, entered, ctx.ids))
    const closed = closedNow(findBatch(ctx.reference, batch.owner) ?? batch, ctx.now, document)
    if (closed) return { kind: 'refuse', refusal: closed }
    const lane = loaded.get(drawLaneRef(batch.owner, owner)) ?? emptyDrawLane
    if (isEntryOver(batch, ctx) || lane.closed) {
      return { kind: 'refuse', refusal: entriesClosed(batch) }
    }
    // Midnight may have come since the day's rows were named.
    if (validity(document, benefit, ctx.now).today !== found.today) return again()
    const judged = judgeClaim(loaded, input.position, { ...ctx, prepared: claim })
    if (judged.kind !== 'judged') return judged
    const entry: DrawEntryState = { at: ctx.now }
    return accept(viewEntry(batch, owner, entry, ctx.ids), {
      writes: [
        write(drawEntryRef(batch.owner, owner), entry),
        write(drawLaneRef(batch.owner, owner), { ...lane, entries: lane.entries + 1 }),
        // A try like any other for devices and addresses; shares are counted when something is claimed.
        ...counterWrites(countersFor(originCounters, reads), loaded, judged.found),
      ],
      events: [
        {
          type: 'draw.entered',
          data: { batch: batch.owner, holder: owner, risk: judged.risk, decision: judged.record },
        },
      ],
    })
  },
})

function entriesClosed({ draw }: DrawnBatch): Refusal<'draw_entries_closed'> {
  return refused('draw_entries_closed', { time: toIso(draw.entriesUntil) })
}
