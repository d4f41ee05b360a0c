import { z } from 'zod'
import { accept, again } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Ports } from '../../kernel/ports.ts'
import { audienceOf } from '../audience.ts'
import type { PreparedRedemption } from '../voucher/judge-redemption.ts'
import { prepareRedemption } from '../voucher/judge-redemption.ts'
import { judgeSale, needsConfirmation, saleRefusals, saleTouches, saleTouchesNext } from '../voucher/judge-sale.ts'
import type { presentedRefusals } from '../voucher/presented.ts'
import { eitherCodeOrToken, saleInput } from '../voucher/sale-input.ts'
import { holdNumber, holdRef } from './hold-entity.ts'
import { holdVoucher } from './hold-voucher.ts'
import { reservationRef } from './reservation-entity.ts'
import { reservationView, viewReservation } from './reservation-view.ts'

const HOLD_SECONDS = 120

const { payment: _payment, ...heldInput } = saleInput

const ReserveInput = z
  .strictObject({
    ...heldInput,
    /** How long the voucher is kept for this order; it is free again by itself. */
    holdSeconds: z.int().min(10).max(300).default(HOLD_SECONDS),
    /** Whether the holder is to confirm shop and amount, also where the programme does not ask for it. */
    confirm: z.boolean().default(false),
  })
  .refine(...eitherCodeOrToken)

type Reserving = PreparedRedemption & { readonly holdN: number; readonly until: number }

async function prepareReservation(
  input: z.output<typeof ReserveInput>,
  ports: Ports,
): Promise<Outcome<Reserving, (typeof presentedRefusals)[number]>> {
  const presented = await prepareRedemption(input, ports)
  if (!presented.ok) return presented
  const until = ports.now + input.holdSeconds * 1000
  return accepted({ ...presented.value, until, holdN: holdNumber(until, ports.random(3)) })
}

/**
 * Keeps a voucher for one order while the till finishes: nobody else can use it until it is captured, released, or its
 * time is over. Shop, order and amount are fixed here; capturing takes them as they are.
 */
export const reserveVoucher = defineOperation({
  name: 'voucher.reserve',
  summary: 'A shop holds a customer’s voucher for one order, for a few minutes, until it is captured or let go.',
  kind: 'write',
  route: 'POST /v1/reservations',
  input: ReserveInput,
  output: reservationView,
  permits: ['terminal', 'merchant', 'partner'],
  scope: 'sameMerchant',
  refusals: saleRefusals,
  prepare: prepareReservation,
  touches: (_input, prepared, ports) => saleTouches(prepared, ports),
  touchesNext: (loaded, _input, prepared) =>
    saleTouchesNext(loaded, prepared, ({ owner, ordinal }, { batch }) => [
      reservationRef(owner, ordinal),
      holdRef(batch, owner, prepared.holdN),
    ]),
  decide(loaded, input, ctx) {
    const judged = judgeSale(loaded, input, 'reserve', ctx)
    if (judged.kind !== 'judged') return judged
    const { address, voucher, cohort, sale } = judged
    const { holdN, until } = ctx.prepared
    // Somebody else's hold ends in the same second and drew the same slot.
    if (loaded.get(holdRef(voucher.batch, address.owner, holdN))) return again()
    const { reservation, change } = holdVoucher(loaded, address, voucher, cohort, {
      sale,
      now: ctx.now,
      until,
      holdN,
      status: 'held',
      needsConfirmation: input.confirm || needsConfirmation(judged),
    })
    return accept(viewReservation(address, reservation, voucher, audienceOf(ctx.actor), ctx), {
      ...change,
      writes: [...change.writes, ...judged.writes],
    })
  },
})
