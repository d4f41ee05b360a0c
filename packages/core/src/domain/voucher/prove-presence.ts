import type { z } from 'zod'
import type { Change } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { write } from '../../kernel/entity.ts'
import type { Refusal } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import type { positionInput } from '../../values/position-schema.ts'
import { holderRef, newHolder } from '../holder/holder-entity.ts'
import { sealFacts } from '../holder/seal-facts.ts'
import { rulesOf } from '../programme/compiled-rules.ts'
import type { eligibilityRefusals } from '../programme/refuse-by-rules.ts'
import { refuseByRules } from '../programme/refuse-by-rules.ts'
import type { VoucherAddress } from './own-voucher.ts'
import type { VoucherState } from './voucher-entity.ts'
import { voucherRef } from './voucher-entity.ts'
import { termsOf } from './voucher-view.ts'

/** How long a position that was inside counts at the till. */
const PRESENCE_MS = 90_000

export type Presence =
  | { readonly ok: true; readonly voucher: VoucherState; readonly change: Change }
  | Refusal<(typeof eligibilityRefusals)[number]>

/**
 * Where the programme asks for presence at redemption, the position given must satisfy its rules, and counts for 90
 * seconds. The holder's row must have been touched.
 */
export function provePresence(
  loaded: Loaded,
  { owner, ordinal }: VoucherAddress,
  voucher: VoucherState,
  position: z.output<typeof positionInput> | undefined,
  ctx: Context<unknown>,
): Presence {
  const { benefit, document } = termsOf(voucher, ctx.reference)
  if (benefit.presence !== 'atRedemptionToo') return { ok: true, voucher, change: {} }
  const facts = { session: ctx.actor.facts, client: { position } }
  const decision = rulesOf(document, voucher.benefit).eligibility?.evaluate(facts, { now: ctx.now })
  const absent = decision && refuseByRules(decision)
  if (absent) return absent
  const kept = position
    ? sealFacts(loaded.get(holderRef(owner)) ?? newHolder(ctx.now), owner, { position }, ctx)
    : undefined
  const present = { ...voucher, presentUntil: ctx.now + PRESENCE_MS }
  return {
    ok: true,
    voucher: present,
    change: {
      writes: [write(voucherRef(owner, ordinal), present), ...(kept ? [write(holderRef(owner), kept.holder)] : [])],
      events: [
        {
          type: 'voucher.present',
          data: { holder: owner, voucher: ordinal },
          ...(kept ? { sealed: kept.sealed } : {}),
        },
      ],
    },
  }
}
