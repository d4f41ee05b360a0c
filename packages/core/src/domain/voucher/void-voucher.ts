import { z } from 'zod'
import { returnToStripe, stripeRef } from '../../kernel/allotment.ts'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Ports, Reference } from '../../kernel/ports.ts'
import { businessDay } from '../../values/calendar.ts'
import { cohortRef, countIn, emptyCohort, findBatch } from '../batch/batch-entity.ts'
import { committedAccount, returnedAccount, stockAccount } from '../batch/fund-batch.ts'
import { stockOfRegion } from '../batch/region-stock.ts'
import type { ClaimCase } from '../facts/claim-counters.ts'
import { claimCounters, personQuota, programmeQuota, sharedCounters } from '../facts/claim-counters.ts'
import { counterReturns, counterTouches } from '../facts/counter.ts'
import { programmeRules } from '../programme/compiled-rules.ts'
import { findVersion, programmeEntity } from '../programme/programme-entity.ts'
import { takeFromHold } from '../reservation/hold-entity.ts'
import { addressOf } from './own-voucher.ts'
import { refuseByStatus, statusRefusals } from './refuse-by-status.ts'
import type { VoucherState } from './voucher-entity.ts'
import { effectiveStatus, voucherRef } from './voucher-entity.ts'
import { termsOf, viewVoucher, voucherId, voucherView } from './voucher-view.ts'

/**
 * Withdraws an outstanding voucher for good. Its money returns to the sponsor and the person's share is given back once;
 * its place is claimed again only where the programme says so, and while claiming has not ended.
 */
export const voidVoucher = defineOperation({
  name: 'voucher.void',
  summary: 'The sponsor withdraws a voucher for good; its money returns and the person’s share is given back.',
  kind: 'write',
  route: 'POST /v1/vouchers/{voucherId}/void',
  input: z.strictObject({ voucherId, reason: z.string().min(1).max(500) }),
  output: voucherView,
  permits: ['operator'],
  scope: 'tenant',
  refusals: ['voucher_unknown', ...statusRefusals],
  prepare: (input, ports) => readCounted(input.voucherId, ports),
  touches: (_input, { owner, ordinal, shared }) => [
    voucherRef(owner, ordinal),
    ...(shared ? counterTouches(sharedCounters, shared) : []),
  ],
  touchesNext(loaded, _input, { owner, ordinal }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return []
    return [
      cohortRef(voucher.batch, voucher.day, owner),
      ...counterTouches([personQuota, programmeQuota], claimOf(owner, voucher, '')),
      stripeRef(stockOfRegion({ owner: voucher.batch }, voucher.region), owner),
    ]
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal, shared } = ctx.prepared
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return refuse('voucher_unknown')
    const found = loaded.get(cohortRef(voucher.batch, voucher.day, owner)) ?? emptyCohort
    const barred = refuseByStatus(voucher, effectiveStatus(voucher, found, ctx), 'void')
    if (barred) return { kind: 'refuse', refusal: barred }
    // Also out of a till's hands: what is held there can no longer be captured.
    const { cohort, removes } = takeFromHold(owner, voucher, found)
    const { benefit, document } = termsOf(voucher, ctx.reference)
    const { currency } = document
    const batch = { owner: voucher.batch }
    const state = findBatch(ctx.reference, voucher.batch)
    const reopens =
      benefit.returnsToStock && state !== undefined && state.state !== 'closed' && ctx.now < state.closesAt
    const voided = { ...voucher, status: 'void' as const, version: voucher.version + 1, hold: undefined }
    const stock = stockOfRegion(batch, voucher.region)
    const { committedMinor } = voucher
    const claim = claimOf(owner, voucher, businessDay(voucher.claimedAt, document.timeZone))
    const counted = shared ? claimCounters : [personQuota, programmeQuota]
    // A place in stock is worth what was set aside for it, also where a newer version had promised less.
    const restockedMinor = reopens ? state.unitMinor : 0
    // Back in stock it has never been issued; else it stays counted as voided.
    const counts = reopens
      ? { issued: -1, committedMinor: -committedMinor }
      : { voided: 1, committedMinor: -committedMinor }
    return accept(viewVoucher(owner, ordinal, voided, 'void', loaded, ctx), {
      writes: [
        write(voucherRef(owner, ordinal), reopens ? { ...voided, region: undefined } : voided),
        write(cohortRef(voucher.batch, voucher.day, owner), countIn(cohort, counts)),
        ...counterReturns(counted, loaded, claim),
        ...(reopens ? [returnToStripe(loaded, stock, owner, 1)] : []),
      ],
      removes,
      events: [
        {
          type: 'voucher.voided',
          data: { batch: voucher.batch, holder: owner, voucher: ordinal, reason: input.reason },
        },
      ],
      postings: [
        { account: committedAccount(batch), amountMinor: -committedMinor, currency },
        { account: stockAccount(batch), amountMinor: restockedMinor, currency },
        { account: returnedAccount(batch), amountMinor: committedMinor - restockedMinor, currency },
      ],
    })
  },
})

export interface CountedVoucher {
  readonly owner: number
  readonly ordinal: number
  /** The claim, where some programme in force counts by household or device. */
  readonly shared: ClaimCase | undefined
}

type Counted = Outcome<CountedVoucher, 'voucher_unknown'>

/** Households and devices lie in lanes of their own, so who they are is read before; a voucher never changes it. */
function readCounted(id: string, ports: Ports): Counted | Promise<Counted> {
  const address = addressOf(id, ports)
  if (!address.ok) return address
  const { owner, ordinal } = address.value
  if (!countsShared(ports.reference)) return accepted({ owner, ordinal, shared: undefined })
  const row = voucherRef(owner, ordinal)
  return ports.read([row]).then((loaded) => {
    const voucher = loaded.get(row)
    return accepted({ owner, ordinal, shared: voucher && claimOf(owner, voucher, '') })
  })
}

const sharedFacts: readonly string[] = sharedCounters.flatMap(({ facts }) => facts)

function countsShared(reference: Reference): boolean {
  return reference.list(programmeEntity).some(({ programme }) => {
    const version = findVersion(reference, programme)
    const benefits = version ? [...programmeRules(version.document).benefits.values()] : []
    return benefits.some(({ readAtClaim }) => sharedFacts.some((fact) => readAtClaim.has(fact)))
  })
}

function claimOf(owner: number, { programme, benefit, countedFor }: VoucherState, today: string): ClaimCase {
  return { owner, programme, benefit, today, household: countedFor?.household, device: countedFor?.device }
}
