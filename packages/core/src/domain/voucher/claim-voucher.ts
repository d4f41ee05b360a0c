import type { z } from 'zod'
import { stripeRef, takeFromStripe } from '../../kernel/allotment.ts'
import { accept, again, refuse, wait } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import type { positionInput } from '../../values/position-schema.ts'
import { cohortRef, countIn, emptyCohort, findBatch } from '../batch/batch-entity.ts'
import { batchBehind } from '../batch/change-batch.ts'
import { committedAccount, returnedAccount, stockAccount } from '../batch/fund-batch.ts'
import { regionOfPerson, soldOut, stockOfRegion } from '../batch/region-stock.ts'
import { drawEntryRef } from '../draw/draw-entity.ts'
import { drawRightRefusals, notHeld, refuseByDraw } from '../draw/draw-right.ts'
import type { ClaimCase } from '../facts/claim-counters.ts'
import { counterWrites } from '../facts/counter.ts'
import type { HolderState } from '../holder/holder-entity.ts'
import { holderRef, newHolder, ownerOf } from '../holder/holder-entity.ts'
import { sealFacts } from '../holder/seal-facts.ts'
import { rulesOf } from '../programme/compiled-rules.ts'
import { capKnownReached, capReached, dailyCapOf } from '../programme/daily-cap.ts'
import { findVersion } from '../programme/programme-entity.ts'
import { factsRead } from '../programme/record-decision.ts'
import { readsJourney } from '../risk/holder-counters.ts'
import { sealPlace } from '../risk/last-place.ts'
import { ClaimInput, closedNow, judgeTouches, prepareClaim, validity } from './claim-case.ts'
import type { Claim, JudgedClaim } from './judge-claim.ts'
import { claimRefusals, judgeClaim } from './judge-claim.ts'
import { maxSubsidyMinor } from './subsidy.ts'
import type { VoucherState } from './voucher-entity.ts'
import { MAX_VOUCHERS_A_HOLDER, voucherRef } from './voucher-entity.ts'
import { viewVoucher, voucherView } from './voucher-view.ts'

/**
 * Claims one voucher of a batch for the holder: eligibility, quota, stock, money and journal in one commit. Never more
 * vouchers than the batch has, never more for one person than the benefit allows.
 * Of a batch that is drawn, only winners, once each, after the draw.
 * Not checked: that a position is true; it decides here, and signs of forgery belong to risk rules.
 */
export const claimVoucher = defineOperation({
  name: 'voucher.claim',
  summary: 'A person claims a voucher out of a batch, if eligible and while there are any.',
  kind: 'write',
  crowd: true,
  route: 'POST /v1/vouchers',
  input: ClaimInput,
  proofs: ['work'],
  output: voucherView,
  permits: ['holder'],
  scope: 'ownRights',
  refusals: [
    'batch_unknown',
    'not_open',
    'claim_closed',
    'paused',
    'sold_out',
    'daily_cap',
    'region_sold_out',
    'region_without_stock',
    ...drawRightRefusals.filter((code) => code !== 'already_claimed'),
    ...claimRefusals,
  ],
  early(input, ports) {
    const found = batchBehind(input.batchId, ports)
    if (!found.ok || found.value.state === 'draft') return refused('batch_unknown')
    const closed = closedNow(found.value, ports.now)
    if (closed) return closed
    const { draw } = found.value
    if (draw && !draw.drawn) return notHeld(draw)
    const region = regionOfPerson(found.value, ports.actor)
    if (!region.ok) return region
    if (ports.exhausted(stockOfRegion(found.value, region.value))) return soldOut(region.value)
    const version = findVersion(ports.reference, found.value.programme)
    return version && capKnownReached(version.document, ports.now, (cap) => ports.exhausted(cap))
  },
  prepare: prepareClaim,
  touches(_input, claim, { actor }) {
    const { batch, document, day, found } = claim
    const owner = ownerOf(actor)
    const cap = dailyCapOf(document, found.today)
    const region = regionOfPerson(batch, actor)
    return [
      ...judgeTouches(claim, owner),
      ...(region.ok ? [stripeRef(stockOfRegion(batch, region.value), owner)] : []),
      ...(cap ? [stripeRef(cap, owner)] : []),
      ...(batch.draw ? [drawEntryRef(batch.owner, owner)] : []),
      cohortRef(batch.owner, day, owner),
    ]
  },
  // The ordinal is known only once the holder's row is.
  touchesNext(loaded, _input, _claim, { actor }) {
    const owner = ownerOf(actor)
    return [voucherRef(owner, loaded.get(holderRef(owner))?.nextVoucher ?? 0)]
  },
  decide(loaded, input, ctx) {
    const { batch, document, benefit, day, expiresAt, counters } = ctx.prepared
    const owner = ownerOf(ctx.actor)
    // Midnight may have come between prepare and the lane, and the day's rows been named before it.
    const valid = validity(document, benefit, ctx.now)
    const { today } = ctx.prepared.found
    if (valid.expiresAt !== expiresAt || valid.today !== today) return again()
    const closed = closedNow(findBatch(ctx.reference, batch.owner) ?? batch, ctx.now, document)
    if (closed) return { kind: 'refuse', refusal: closed }
    const entry = batch.draw && loaded.get(drawEntryRef(batch.owner, owner))
    const barred = batch.draw && refuseByDraw({ owner: batch.owner, draw: batch.draw }, entry, owner, ctx.ids)
    if (barred) return { kind: 'refuse', refusal: barred }
    const region = regionOfPerson(batch, ctx.actor)
    if (!region.ok) return { kind: 'refuse', refusal: region }
    const judged = judgeClaim(loaded, input.position, ctx)
    if (judged.kind !== 'judged') return judged
    const cap = dailyCapOf(document, today)
    const stock = stockOfRegion(batch, region.value)
    const taken = takeFromStripe(loaded, stock, owner, 1)
    const ofToday = cap && takeFromStripe(loaded, cap, owner, 1)
    if (!taken && ctx.exhausted(stock)) return { kind: 'refuse', refusal: soldOut(region.value) }
    if (cap && !ofToday && ctx.exhausted(cap)) return { kind: 'refuse', refusal: capReached(document, today) }
    if (!taken || (cap && !ofToday)) return wait(cap ? [cap, stock] : stock)

    const holder = loaded.get(holderRef(owner)) ?? newHolder(ctx.now)
    const ordinal = holder.nextVoucher
    if (ordinal >= MAX_VOUCHERS_A_HOLDER) return refuse('already_claimed')
    const voucher = newVoucher(ctx.prepared, judged, region.value, ctx.now)
    const { committedMinor } = voucher
    const cohort = loaded.get(cohortRef(batch.owner, day, owner)) ?? emptyCohort
    const { currency } = document
    const rules = rulesOf(document, batch.benefit)
    const kept = keepFacts(holder, owner, rules.readAtClaim, input.position, ctx)
    const place = readsJourney(ctx.prepared.reads) ? sealPlace(input.position, kept.holder, owner, ctx) : undefined
    return accept(viewVoucher(owner, ordinal, voucher, 'outstanding', loaded, ctx), {
      writes: [
        taken,
        ...(ofToday ? [ofToday] : []),
        write(holderRef(owner), { ...kept.holder, nextVoucher: ordinal + 1 }),
        write(voucherRef(owner, ordinal), voucher),
        ...(entry ? [write(drawEntryRef(batch.owner, owner), { ...entry, voucher: ordinal })] : []),
        ...counterWrites(counters, loaded, { ...judged.found, place }),
        write(cohortRef(batch.owner, day, owner), countIn(cohort, { issued: 1, committedMinor })),
      ],
      events: [
        {
          type: 'voucher.claimed',
          data: {
            batch: batch.owner,
            holder: owner,
            voucher: ordinal,
            day,
            programmeVersion: document.version,
            risk: judged.risk,
            decision: judged.record,
          },
          ...('sealed' in kept ? { sealed: kept.sealed } : {}),
        },
      ],
      postings: [
        { account: stockAccount(batch), amountMinor: -batch.unitMinor, currency },
        { account: committedAccount(batch), amountMinor: committedMinor, currency },
        // A newer version may promise less than was set aside.
        { account: returnedAccount(batch), amountMinor: batch.unitMinor - committedMinor, currency },
      ],
    })
  },
})

/** What the host and the person said that the rules read, sealed for whoever must look at the decision again. */
function keepFacts(
  holder: HolderState,
  owner: number,
  reads: ReadonlySet<string>,
  position: z.output<typeof positionInput> | undefined,
  ctx: Context<unknown>,
) {
  const session = factsRead(ctx.actor.facts, reads)
  const isSaid = position !== undefined || Object.keys(session).length > 0
  return isSaid ? sealFacts(holder, owner, { session, position }, ctx) : { holder }
}

function newVoucher(
  { batch, document, benefit, day, expiresAt }: Claim,
  { found, risk }: JudgedClaim,
  region: string | undefined,
  now: number,
): VoucherState {
  return {
    batch: batch.owner,
    programme: document.programme,
    programmeVersion: document.version,
    benefit: batch.benefit,
    claimedAt: now,
    expiresAt,
    day,
    status: 'outstanding',
    committedMinor: maxSubsidyMinor(benefit.terms),
    version: 0,
    usedStep: 0,
    redemptions: 0,
    presentUntil: 0,
    ...(risk?.do === 'hold' ? { watched: true } : {}),
    ...(region === undefined ? {} : { region }),
    ...countedFor(found),
  }
}

/** Kept only where a share is counted by it. */
function countedFor({ household, device }: ClaimCase): Pick<VoucherState, 'countedFor'> {
  return household === undefined && device === undefined ? {} : { countedFor: { household, device } }
}
