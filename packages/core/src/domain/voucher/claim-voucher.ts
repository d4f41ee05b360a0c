import { z } from 'zod'
import { stripeRef, takeFromStripe } from '../../kernel/allotment.ts'
import { accept, again, refuse, wait } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome, Refusal } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Context, Ports } from '../../kernel/ports.ts'
import { addDays, businessDay, dayNumber, endOfWholeDays, parseInstant, startOfDay } from '../../values/calendar.ts'
import { positionInput } from '../../values/position-schema.ts'
import type { BatchState } from '../batch/batch-entity.ts'
import { cohortRef, countIn, emptyCohort, findBatch, stockOf } from '../batch/batch-entity.ts'
import { batchId } from '../batch/batch-view.ts'
import { batchBehind } from '../batch/change-batch.ts'
import { committedAccount, returnedAccount, stockAccount } from '../batch/fund-batch.ts'
import { deviceRef } from '../device/device-entity.ts'
import { holderRef, newHolder, ownerOf } from '../holder/holder-entity.ts'
import { sealFacts } from '../holder/seal-facts.ts'
import { toIso } from '../iso-instant.ts'
import { rulesOf } from '../programme/compiled-rules.ts'
import type { ProgrammeDocument, VoucherBenefit } from '../programme/document-schema.ts'
import { findBenefit } from '../programme/programme-entity.ts'
import { eligibilityRefusals, refuseByRules } from '../programme/refuse-by-rules.ts'
import { countClaim, quotaRef } from './quota-entity.ts'
import { maxSubsidyMinor } from './subsidy.ts'
import type { VoucherState } from './voucher-entity.ts'
import { MAX_VOUCHERS_A_HOLDER, voucherRef } from './voucher-entity.ts'
import { viewVoucher, voucherView } from './voucher-view.ts'

export interface Claim {
  readonly batch: BatchState
  readonly document: ProgrammeDocument
  readonly benefit: VoucherBenefit
  /** The last moment a voucher claimed now is valid before. */
  readonly expiresAt: number
  readonly day: number
}

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
  const { timeZone, period } = document
  const today = businessDay(now, timeZone)
  const expiresAt = Math.min(
    endOfWholeDays(now, benefit.usable.within, timeZone),
    parseInstant(period.to) ?? Number.MAX_SAFE_INTEGER,
  )
  const day = dayNumber(businessDay(expiresAt - 1, timeZone))
  const from = startOfDay(today, timeZone)
  const made = { today, expiresAt, day, from, to: startOfDay(addDays(today, 1), timeZone) }
  validities.set(benefit, made)
  return made
}

function prepareClaim(id: string, ports: Ports): Outcome<Claim, 'batch_unknown'> {
  const found = batchBehind(id, ports)
  if (!found.ok) return found
  const batch = found.value
  const current = findBenefit(ports.reference, `${batch.programme}/${batch.benefit}`)
  if (batch.state === 'draft' || current?.benefit.kind !== 'voucher') return refused('batch_unknown')
  const { document, benefit } = current
  return accepted({ batch, document, benefit, ...validity(document, benefit, ports.now) })
}

type TimeRefusal = 'not_open' | 'claim_closed' | 'paused'

/** What the batch's state and the clock say; [opensAt, closesAt), and never past the programme's own end. */
function closedNow(batch: BatchState, now: number, document?: ProgrammeDocument): Refusal<TimeRefusal> | undefined {
  const end = Math.min(batch.closesAt, (document && parseInstant(document.period.to)) ?? Number.MAX_SAFE_INTEGER)
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
  input: z.strictObject({ batchId, position: positionInput.optional() }),
  output: voucherView,
  permits: ['holder'],
  scope: 'ownRights',
  refusals: [
    'batch_unknown',
    'not_open',
    'claim_closed',
    'paused',
    'sold_out',
    'already_claimed',
    'quota_period',
    'device_needed',
    ...eligibilityRefusals,
  ],
  early(input, ports) {
    const found = batchBehind(input.batchId, ports)
    if (!found.ok || found.value.state === 'draft') return refused('batch_unknown')
    const closed = closedNow(found.value, ports.now)
    return closed ?? (ports.exhausted(stockOf(found.value)) ? refused('sold_out') : undefined)
  },
  prepare: (input, ports) => prepareClaim(input.batchId, ports),
  touches(_input, { batch, day, benefit }, { actor }) {
    const owner = ownerOf(actor)
    return [
      holderRef(owner),
      quotaRef(owner, batch.programme, batch.benefit),
      stripeRef(stockOf(batch), owner),
      cohortRef(batch.owner, day, owner),
      // Claims are many: the device is looked at only where the programme asks for one.
      ...(benefit.safeguards.device === 'required' ? [deviceRef(owner)] : []),
    ]
  },
  // The ordinal is known only once the holder's row is.
  touchesNext(loaded, _input, _claim, { actor }) {
    const owner = ownerOf(actor)
    return [voucherRef(owner, loaded.get(holderRef(owner))?.nextVoucher ?? 0)]
  },
  decide(loaded, input, ctx) {
    const { batch, document, benefit, day, expiresAt } = ctx.prepared
    const owner = ownerOf(ctx.actor)
    // Midnight or a newer state may have come between prepare and the lane.
    if (validity(document, benefit, ctx.now).expiresAt !== expiresAt) return again()
    const closed = closedNow(findBatch(ctx.reference, batch.owner) ?? batch, ctx.now, document)
    if (closed) return { kind: 'refuse', refusal: closed }
    const quota = loaded.get(quotaRef(owner, batch.programme, batch.benefit))
    const over = overQuota(quota, benefit, document, ctx)
    if (over) return over
    if (benefit.safeguards.device === 'required' && !loaded.get(deviceRef(owner)))
      return refuse('device_needed', {}, { needs: ['device'] })
    const decision = rulesOf(document, batch.benefit).eligibility?.evaluate(
      { session: ctx.actor.facts, client: { position: input.position } },
      { now: ctx.now },
    )
    const barred = decision && refuseByRules(decision)
    if (barred) return { kind: 'refuse', refusal: barred }
    const taken = takeFromStripe(loaded, stockOf(batch), owner, 1)
    if (!taken) return ctx.exhausted(stockOf(batch)) ? refuse('sold_out') : wait(stockOf(batch))

    const holder = loaded.get(holderRef(owner)) ?? newHolder(ctx.now)
    const ordinal = holder.nextVoucher
    if (ordinal >= MAX_VOUCHERS_A_HOLDER) return refuse('already_claimed')
    const committedMinor = maxSubsidyMinor(benefit.terms)
    const voucher: VoucherState = {
      batch: batch.owner,
      programme: document.programme,
      programmeVersion: document.version,
      benefit: batch.benefit,
      claimedAt: ctx.now,
      expiresAt,
      day,
      status: 'outstanding',
      committedMinor,
      version: 0,
      usedStep: 0,
      redemptions: 0,
      presentUntil: 0,
    }
    const cohort = loaded.get(cohortRef(batch.owner, day, owner)) ?? emptyCohort
    const { currency } = document
    const kept = input.position ? sealFacts(holder, owner, { position: input.position }, ctx) : { holder }
    return accept(viewVoucher(owner, ordinal, voucher, 'outstanding', ctx), {
      writes: [
        taken,
        write(holderRef(owner), { ...kept.holder, nextVoucher: ordinal + 1 }),
        write(voucherRef(owner, ordinal), voucher),
        write(
          quotaRef(owner, batch.programme, batch.benefit),
          countClaim(quota, validity(document, benefit, ctx.now).today),
        ),
        write(cohortRef(batch.owner, day, owner), countIn(cohort, { issued: 1, committedMinor })),
      ],
      events: [
        {
          type: 'voucher.claimed',
          data: { batch: batch.owner, holder: owner, voucher: ordinal, day, programmeVersion: document.version },
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

function overQuota(
  quota: { readonly total: number; readonly day: string; readonly onDay: number } | undefined,
  benefit: VoucherBenefit,
  document: ProgrammeDocument,
  ctx: Context<Claim>,
) {
  if (!quota) return undefined
  const { perPerson, perPersonPerDay } = benefit.quota
  if (quota.total >= perPerson) return refuse('already_claimed')
  const { today } = validity(document, benefit, ctx.now)
  if (perPersonPerDay === undefined || quota.day !== today || quota.onDay < perPersonPerDay) return undefined
  return refuse('quota_period', { time: toIso(startOfDay(addDays(today, 1), document.timeZone)) })
}
