import { z } from 'zod'
import { accept, again, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import type { Ports, Reference } from '../../kernel/ports.ts'
import type { HolderProof } from '../../token/holder-proof/holder-proof.ts'
import { ownKeySet } from '../../token/key-set/own-key-set.ts'
import type { TerminalChallenge } from '../../token/terminal-challenge/terminal-challenge.ts'
import { verifyTerminalChallenge } from '../../token/terminal-challenge/verify-terminal-challenge.ts'
import { positionInput } from '../../values/position-schema.ts'
import { cohortRef, emptyCohort } from '../batch/batch-entity.ts'
import { deviceRef } from '../device/device-entity.ts'
import { proofInput, proofRefusals, readProof } from '../device/require-proof.ts'
import { counterTouches } from '../facts/counter.ts'
import { holderRef } from '../holder/holder-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { merchantEntity } from '../merchant/merchant-entity.ts'
import { eligibilityRefusals } from '../programme/refuse-by-rules.ts'
import { holdNumber, holdRef } from '../reservation/hold-entity.ts'
import type { Holding } from '../reservation/hold-voucher.ts'
import { holdVoucher } from '../reservation/hold-voucher.ts'
import type { ReservationState } from '../reservation/reservation-entity.ts'
import { reservationRef } from '../reservation/reservation-entity.ts'
import { judgeAgreedSale } from '../voucher/judge-agreed-sale.ts'
import type { RedemptionCounters } from '../voucher/judge-redemption.ts'
import { countersInForce, holderTouches } from '../voucher/judge-redemption.ts'
import { orderRefusals } from '../voucher/judge-sale.ts'
import { issuerOf } from '../voucher/mint-token.ts'
import type { VoucherAddress } from '../voucher/own-voucher.ts'
import { addressOf } from '../voucher/own-voucher.ts'
import { statusRefusals } from '../voucher/refuse-by-status.ts'
import type { OrderShares } from '../voucher/subsidy.ts'
import { customerPaysMinor, voucherRef } from '../voucher/voucher-entity.ts'
import { voucherId } from '../voucher/voucher-view.ts'
import type { ChallengeState } from './challenge-entity.ts'
import { challengesRef, findChallenge, withChallenge } from './challenge-entity.ts'

/** How long the till has to capture what was confirmed. */
const HOLD_MS = 120_000

const AnswerInput = z.strictObject({
  voucherId,
  /** The till's code, as scanned. */
  challenge: z.string().min(1).max(2048),
  position: positionInput.optional(),
  /** Its subject is the voucher’s id, a slash and the challenge’s nonce. */
  proof: proofInput.optional(),
})

export interface Answering extends VoucherAddress {
  readonly asked: TerminalChallenge
  /** Good for finding the stored answer of a retry, for nothing else. */
  readonly late: boolean
  readonly until: number
  readonly holdN: number
  readonly proof: HolderProof | undefined
  readonly counters: RedemptionCounters
}

async function prepareAnswer(
  input: z.output<typeof AnswerInput>,
  ports: Ports,
): Promise<Outcome<Answering, 'voucher_unknown' | 'challenge_refused'>> {
  const address = addressOf(input.voucherId, ports)
  if (!address.ok) return address
  const { tenant } = ports.actor
  const keys = ownKeySet(ports.keys, tenant, ports.now)
  const verifiedAt = (now: number) =>
    verifyTerminalChallenge(input.challenge, { keys, issuer: issuerOf(tenant), now: new Date(now) })
  const atOnce = await verifiedAt(ports.now)
  const late = !atOnce.ok && atOnce.code === 'token_expired'
  // Times are judged after the signature, so what it says of its minute is genuine.
  const checked = late ? await verifiedAt(Number(atOnce.detail.issuedAt)) : atOnce
  if (!checked.ok) return refused('challenge_refused', { reason: checked.code })
  const until = ports.now + HOLD_MS
  const proof = await readProof(input.proof, address.value.owner, ports)
  const counters = countersInForce(ports)
  const holdN = holdNumber(until, ports.random(3))
  return accepted({ ...address.value, asked: checked.value, late, until, holdN, proof, counters })
}

/**
 * The holder scans a till's code, reads it (`challenge.read`), sees shop and amount, and gives a voucher for it: the voucher is held for that till and
 * order, confirmed, until the till captures it. One answer a code.
 */
export const answerChallenge = defineOperation({
  name: 'challenge.answer',
  summary: 'The holder confirms shop and amount of a till’s code with a voucher, which is then held for that till.',
  kind: 'write',
  route: 'POST /v1/vouchers/{voucherId}/challenge-answers',
  input: AnswerInput,
  output: z.strictObject({
    voucherId: z.string(),
    merchantId: z.string(),
    shop: z.string().optional(),
    orderAmountMinor: z.int(),
    subsidyMinor: z.int(),
    customerPaysMinor: z.int(),
    currency: z.string(),
    until: isoInstant,
  }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: [
    'voucher_unknown',
    'challenge_refused',
    'challenge_unknown',
    'challenge_answered',
    ...proofRefusals,
    ...statusRefusals,
    ...new Set([...orderRefusals, ...eligibilityRefusals]),
  ],
  prepare: prepareAnswer,
  touches: (_input, { owner, ordinal, asked, counters }, { keys, actor, now }) => [
    voucherRef(owner, ordinal),
    holderRef(owner),
    deviceRef(owner),
    reservationRef(owner, ordinal),
    challengesRef(keys, actor.tenant, asked),
    ...counterTouches(counters.shop, { merchantId: asked.merchantId, now }),
  ],
  touchesNext(loaded, _input, { owner, ordinal, holdN, counters }) {
    const voucher = loaded.get(voucherRef(owner, ordinal))
    if (!voucher) return []
    return [
      cohortRef(voucher.batch, voucher.day, owner),
      holdRef(voucher.batch, owner, holdN),
      ...holderTouches(counters, owner, voucher),
    ]
  },
  decide(loaded, input, ctx) {
    const { owner, ordinal, asked, late, until, holdN } = ctx.prepared
    const found = loaded.get(voucherRef(owner, ordinal))
    if (!found) return refuse('voucher_unknown')
    const cohort = loaded.get(cohortRef(found.batch, found.day, owner)) ?? emptyCohort
    const row = challengesRef(ctx.keys, ctx.actor.tenant, asked)
    const challenges = loaded.get(row)
    const challenge = findChallenge(challenges, asked.nonce)
    if (!challenge) return refuse('challenge_unknown')
    if (challenge.answer) return refuse('challenge_answered')
    if (late || ctx.now >= challenge.expiresAt) return refuse('challenge_refused', { reason: 'token_expired' })
    const judged = judgeAgreedSale(
      loaded,
      {
        ...{ owner, ordinal, voucher: found, cohort, merchantId: asked.merchantId, order: challenge },
        ...{ event: 'reserve', position: input.position },
        ...{ act: 'challenge.answer', subject: `${input.voucherId}/${asked.nonce}` },
      },
      ctx,
    )
    if (judged.kind !== 'judged') return judged
    const { voucher, terms, priced, risked, present } = judged
    if (loaded.get(holdRef(voucher.batch, owner, holdN))) return again()
    const { document, name } = terms
    const { subsidyMinor, customerPaysMinor } = priced
    const held = holdVoucher(loaded, { owner, ordinal }, voucher, cohort, {
      sale: { ...saleOf(asked, challenge, priced), risk: risked.risk, decision: risked.record },
      now: ctx.now,
      until,
      holdN,
      status: 'confirmed',
      needsConfirmation: true,
    })
    const answer = {
      owner,
      ordinal,
      seq: held.reservation.seq,
      benefit: `${document.programme}/${name}`,
      subsidyMinor,
      customerPaysMinor,
      until: held.reservation.until,
    }
    return accept(viewAnswer(input.voucherId, held.reservation, document.currency, ctx.reference), {
      writes: [
        ...(present.writes ?? []),
        ...held.change.writes,
        ...risked.writes,
        write(row, withChallenge(challenges, asked, { ...challenge, answer }, ctx.now)),
      ],
      removes: held.change.removes,
      events: [...(present.events ?? []), ...held.change.events],
    })
  },
})

function viewAnswer(voucherId: string, reservation: ReservationState, currency: string, reference: Reference) {
  const { merchantId, orderAmountMinor, subsidyMinor, until } = reservation
  const shop = reference.find(merchantEntity, merchantId)?.title
  return {
    voucherId,
    merchantId,
    ...(shop === undefined ? {} : { shop }),
    orderAmountMinor,
    subsidyMinor,
    customerPaysMinor: customerPaysMinor(reservation),
    currency,
    until: toIso(until),
  }
}

/** The sale is that of whoever rang it up, not of the holder who confirms it. */
function saleOf(
  { merchantId, terminalId }: TerminalChallenge,
  { orderNumber, orderAmountMinor, excludedAmountMinor, item, by, byId }: ChallengeState,
  { subsidyMinor, merchantDiscountMinor }: OrderShares,
): Holding['sale'] {
  const amounts = { orderAmountMinor, excludedAmountMinor, subsidyMinor, merchantDiscountMinor }
  return { merchantId, terminalId, by, byId, orderNumber, ...amounts, item, online: false, channel: 'challenge' }
}
