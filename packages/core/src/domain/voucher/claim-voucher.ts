import { z } from 'zod'
import { stripeRef, takeFromStripe } from '../../kernel/allotment.ts'
import { accept, again, refuse, wait } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome, Refusal } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import { addDays, businessDay, dayNumber, endOfWholeDays, startOfDay } from '../../values/calendar.ts'
import { positionInput } from '../../values/position-schema.ts'
import type { BatchState } from '../batch/batch-entity.ts'
import { cohortRef, countIn, emptyCohort, findBatch, stockOf } from '../batch/batch-entity.ts'
import { batchId } from '../batch/batch-view.ts'
import { batchBehind } from '../batch/change-batch.ts'
import { committedAccount, returnedAccount, stockAccount } from '../batch/fund-batch.ts'
import { deviceRef } from '../device/device-entity.ts'
import type { ClaimCase } from '../facts/claim-counters.ts'
import { sharedOwner } from '../facts/claim-counters.ts'
import { countersFor, counterTouches, counterWrites } from '../facts/counter.ts'
import type { HolderState } from '../holder/holder-entity.ts'
import { holderRef, newHolder, ownerOf } from '../holder/holder-entity.ts'
import { sealFacts } from '../holder/seal-facts.ts'
import { toIso } from '../iso-instant.ts'
import { programmeRules, rulesOf } from '../programme/compiled-rules.ts'
import { capKnownReached, capReached, dailyCapOf } from '../programme/daily-cap.ts'
import type { ProgrammeDocument, VoucherBenefit } from '../programme/document-schema.ts'
import { periodEnd } from '../programme/period-end.ts'
import { findBenefit, findVersion } from '../programme/programme-entity.ts'
import { factsRead } from '../programme/record-decision.ts'
import { countersAtClaim, riskTouches, withOrigins } from '../risk/claim-risk.ts'
import { readsJourney } from '../risk/holder-counters.ts'
import { sealPlace } from '../risk/last-place.ts'
import { readWork, workInput } from '../risk/read-work.ts'
import type { Claim, JudgedClaim } from './judge-claim.ts'
import { claimRefusals, judgeClaim } from './judge-claim.ts'
import { maxSubsidyMinor } from './subsidy.ts'
import type { VoucherState } from './voucher-entity.ts'
import { MAX_VOUCHERS_A_HOLDER, voucherRef } from './voucher-entity.ts'
import { viewVoucher, voucherView } from './voucher-view.ts'

const ClaimInput = z.strictObject({ batchId, position: positionInput.optional(), work: workInput.optional() })

/** Works a day's validity out once: every claim of the day asks for it three times. */
const validities = new WeakMap<VoucherBenefit, Validity>()

interface Validity {
  readonly today: string
  /** The last moment a voucher claimed now is valid before, and the number of its last day. */
  readonly expiresAt: number
  readonly day: number
  /** The day this holds for, `[from, to)`. */
  readonly from: number
  readonly to: number
}

/** Last day and end of a voucher claimed at `now`: whole days, never beyond the programme's own end. */
export function validity(document: ProgrammeDocument, benefit: VoucherBenefit, now: number): Validity {
  const known = validities.get(benefit)
  if (known && now >= known.from && now < known.to) return known
  const { timeZone } = document
  const today = businessDay(now, timeZone)
  const expiresAt = Math.min(endOfWholeDays(now, benefit.usable.within, timeZone), periodEnd(document))
  const day = dayNumber(businessDay(expiresAt - 1, timeZone))
  const from = startOfDay(today, timeZone)
  const made = { today, expiresAt, day, from, to: startOfDay(addDays(today, 1), timeZone) }
  validities.set(benefit, made)
  return made
}

async function prepareClaim(
  { batchId: id, work }: z.output<typeof ClaimInput>,
  ports: Ports,
): Promise<Outcome<Claim, 'batch_unknown'>> {
  const behind = batchBehind(id, ports)
  if (!behind.ok) return behind
  const batch = behind.value
  const current = findBenefit(ports.reference, `${batch.programme}/${batch.benefit}`)
  if (batch.state === 'draft' || current?.benefit.kind !== 'voucher') return refused('batch_unknown')
  const { document, benefit } = current
  const valid = validity(document, benefit, ports.now)
  const reads = rulesOf(document, batch.benefit).countedAtClaim
  const { expiresAt, day } = valid
  const counters = countersFor(countersAtClaim, reads)
  const found = withOrigins(claimCase(batch, reads, valid.today, ports), reads, ports)
  const isAsked = programmeRules(document).risk.claim.some(({ rounds }) => rounds !== undefined)
  const done = work !== undefined && isAsked ? await readWork(work, ports) : undefined
  return accepted({ batch, document, benefit, expiresAt, day, reads, found, counters, work: done })
}

/** A keyed hash each: only where something is counted by it. */
export function claimCase(
  { programme, benefit }: Pick<BatchState, 'programme' | 'benefit'>,
  reads: ReadonlySet<string>,
  today: string,
  { actor, keys }: Pick<Ports, 'actor' | 'keys'>,
): ClaimCase {
  const shared = (kind: 'household' | 'device', fact: string) =>
    reads.has(`quota.${kind}`) || reads.has(`quota.${kind}Day`)
      ? sharedOwner(keys, actor.tenant, kind, actor.facts?.[fact])
      : undefined
  return {
    owner: ownerOf(actor),
    programme,
    benefit,
    today,
    household: shared('household', 'person.household'),
    device: shared('device', 'device.id'),
  }
}

type TimeRefusal = 'not_open' | 'claim_closed' | 'paused'

/** What the batch's state and the clock say; [opensAt, closesAt), and never past the programme's own end. */
function closedNow(batch: BatchState, now: number, document?: ProgrammeDocument): Refusal<TimeRefusal> | undefined {
  const end = Math.min(batch.closesAt, document ? periodEnd(document) : Number.MAX_SAFE_INTEGER)
  if (batch.state === 'closed' || now >= end)
    return refused('claim_closed', { time: toIso(Math.min(end, batch.closedAt ?? end)) })
  if (now < batch.opensAt) return refused('not_open', { time: toIso(batch.opensAt) }, { retryable: true })
  return batch.state === 'paused' ? refused('paused', {}, { retryable: true }) : undefined
}

/**
 * Claims one voucher of a batch for the holder: eligibility, quota, stock, money and journal in one commit. Never more
 * vouchers than the batch has, never more for one person than the benefit allows.
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
  refusals: ['batch_unknown', 'not_open', 'claim_closed', 'paused', 'sold_out', 'daily_cap', ...claimRefusals],
  early(input, ports) {
    const found = batchBehind(input.batchId, ports)
    if (!found.ok || found.value.state === 'draft') return refused('batch_unknown')
    const closed = closedNow(found.value, ports.now)
    if (closed) return closed
    if (ports.exhausted(stockOf(found.value))) return refused('sold_out')
    const version = findVersion(ports.reference, found.value.programme)
    return version && capKnownReached(version.document, ports.now, (cap) => ports.exhausted(cap))
  },
  prepare: prepareClaim,
  touches(_input, { batch, document, day, benefit, found, counters }, { actor }) {
    const owner = ownerOf(actor)
    const cap = dailyCapOf(document, found.today)
    return [
      holderRef(owner),
      stripeRef(stockOf(batch), owner),
      ...(cap ? [stripeRef(cap, owner)] : []),
      cohortRef(batch.owner, day, owner),
      // Claims are many: the device is looked at only where the programme asks for one.
      ...(benefit.safeguards.device === 'required' ? [deviceRef(owner)] : []),
      ...counterTouches(counters, found),
      ...riskTouches(owner, programmeRules(document).risk.claim),
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
    const judged = judgeClaim(loaded, input.position, ctx)
    if (judged.kind !== 'judged') return judged
    const cap = dailyCapOf(document, today)
    const ofToday = cap && takeFromStripe(loaded, cap, owner, 1)
    if (cap && !ofToday) {
      return ctx.exhausted(cap) ? { kind: 'refuse', refusal: capReached(document, today) } : wait(cap)
    }
    const taken = takeFromStripe(loaded, stockOf(batch), owner, 1)
    if (!taken) return ctx.exhausted(stockOf(batch)) ? refuse('sold_out') : wait(stockOf(batch))

    const holder = loaded.get(holderRef(owner)) ?? newHolder(ctx.now)
    const ordinal = holder.nextVoucher
    if (ordinal >= MAX_VOUCHERS_A_HOLDER) return refuse('already_claimed')
    const voucher = newVoucher(ctx.prepared, judged, ctx.now)
    const { committedMinor } = voucher
    const cohort = loaded.get(cohortRef(batch.owner, day, owner)) ?? emptyCohort
    const { currency } = document
    const rules = rulesOf(document, batch.benefit)
    const kept = keepFacts(holder, owner, rules.readAtClaim, input.position, ctx)
    const place = readsJourney(ctx.prepared.reads) ? sealPlace(input.position, kept.holder, owner, ctx) : undefined
    return accept(viewVoucher(owner, ordinal, voucher, 'outstanding', ctx), {
      writes: [
        taken,
        ...(ofToday ? [ofToday] : []),
        write(holderRef(owner), { ...kept.holder, nextVoucher: ordinal + 1 }),
        write(voucherRef(owner, ordinal), voucher),
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
    ...countedFor(found),
  }
}

/** Kept only where a share is counted by it. */
function countedFor({ household, device }: ClaimCase): Pick<VoucherState, 'countedFor'> {
  return household === undefined && device === undefined ? {} : { countedFor: { household, device } }
}
