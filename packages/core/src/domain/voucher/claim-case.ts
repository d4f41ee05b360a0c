import { z } from 'zod'
import type { Touch } from '../../kernel/entity.ts'
import type { Outcome, Refusal } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { addDays, businessDay, dayNumber, endOfWholeDays, startOfDay } from '../../values/calendar.ts'
import { positionInput } from '../../values/position-schema.ts'
import type { BatchState } from '../batch/batch-entity.ts'
import { batchId } from '../batch/batch-view.ts'
import { batchBehind } from '../batch/change-batch.ts'
import { deviceRef } from '../device/device-entity.ts'
import type { ClaimCase } from '../facts/claim-counters.ts'
import { sharedOwner } from '../facts/claim-counters.ts'
import { countersFor, counterTouches } from '../facts/counter.ts'
import { holderRef, ownerOf } from '../holder/holder-entity.ts'
import { toIso } from '../iso-instant.ts'
import { programmeRules, rulesOf } from '../programme/compiled-rules.ts'
import type { ProgrammeDocument, VoucherBenefit } from '../programme/document-schema.ts'
import { periodEnd } from '../programme/period-end.ts'
import { findBenefit } from '../programme/programme-entity.ts'
import { countersAtClaim, riskTouches, withOrigins } from '../risk/claim-risk.ts'
import { readWork, workInput } from '../risk/read-work.ts'
import type { Claim } from './judge-claim.ts'

/** What a person brings to a claim, or to an entry in a draw. */
export const ClaimInput = z.strictObject({ batchId, position: positionInput.optional(), work: workInput.optional() })

/** Works a day's validity out once: every claim of the day asks for it more than once. */
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

/** The claim that a person wants to make, as far as it can be known before the lock. */
export async function prepareClaim(
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
  const isAsked = () => programmeRules(document).risk.claim.some(({ rounds }) => rounds !== undefined)
  const done = work !== undefined && isAsked() ? await readWork(work, ports) : undefined
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

export type TimeRefusal = 'not_open' | 'claim_closed' | 'paused'

/** What the batch's state and the clock say; [opensAt, closesAt), and never past the programme's own end. */
export function closedNow(
  batch: BatchState,
  now: number,
  document?: ProgrammeDocument,
): Refusal<TimeRefusal> | undefined {
  const end = Math.min(batch.closesAt, document ? periodEnd(document) : Number.MAX_SAFE_INTEGER)
  if (batch.state === 'closed' || now >= end)
    return refused('claim_closed', { time: toIso(Math.min(end, batch.closedAt ?? end)) })
  if (now < batch.opensAt) return refused('not_open', { time: toIso(batch.opensAt) }, { retryable: true })
  return batch.state === 'paused' ? refused('paused', {}, { retryable: true }) : undefined
}

/** The rows that `judgeClaim` reads. Claims are many: the device is looked at only where the programme asks for one. */
export function judgeTouches({ document, benefit, found, counters }: Claim, owner: number): readonly Touch[] {
  return [
    holderRef(owner),
    ...(benefit.safeguards.device === 'none' ? [] : [deviceRef(owner)]),
    ...counterTouches(counters, found),
    ...riskTouches(owner, programmeRules(document).risk.claim),
  ]
}
