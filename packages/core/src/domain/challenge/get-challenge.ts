import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { audienceOf } from '../audience.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { reservationIdOf } from '../reservation/reservation-entity.ts'
import { tillOf } from '../till.ts'
import { challengesRef, findChallenge } from './challenge-entity.ts'

/** What became of a code that a till shows; a till asks every second or two, then captures the reservation. */
export const getChallenge = defineOperation({
  name: 'challenge.get',
  summary: 'Shows a till whether the customer has confirmed its code, and the reservation to capture then.',
  kind: 'read',
  route: 'GET /v1/challenges/{challengeId}',
  input: z.strictObject({ challengeId: z.string().min(1).max(64) }),
  output: z.strictObject({
    challengeId: z.string(),
    state: z.enum(['waiting', 'confirmed', 'expired']),
    orderNumber: z.string(),
    orderAmountMinor: z.int(),
    expiresAt: isoInstant,
    reservation: z
      .strictObject({
        reservationId: z.string(),
        benefit: z.string(),
        subsidyMinor: z.int(),
        customerPaysMinor: z.int(),
        until: isoInstant,
      })
      .optional(),
  }),
  permits: ['terminal', 'merchant'],
  scope: 'sameMerchant',
  refusals: ['challenge_unknown'],
  touches: (_input, _prepared, ports) => [challengesRef(ports.keys, ports.actor.tenant, tillOf(ports))],
  decide(loaded, { challengeId }, ctx) {
    const challenge = findChallenge(loaded.get(challengesRef(ctx.keys, ctx.actor.tenant, tillOf(ctx))), challengeId)
    if (!challenge) return refuse('challenge_unknown')
    const { answer, orderNumber, orderAmountMinor, expiresAt } = challenge
    const state = answer ? 'confirmed' : ctx.now < expiresAt ? 'waiting' : 'expired'
    const view = { challengeId, state, orderNumber, orderAmountMinor, expiresAt: toIso(expiresAt) } as const
    if (!answer) return accept(view)
    const { owner, ordinal, seq, benefit, subsidyMinor, customerPaysMinor, until } = answer
    return accept({
      ...view,
      reservation: {
        reservationId: reservationIdOf(ctx.ids, owner, ordinal, seq, audienceOf(ctx.actor)),
        benefit,
        subsidyMinor,
        customerPaysMinor,
        until: toIso(until),
      },
    })
  },
})
