import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import type { Loaded } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted } from '../../kernel/outcome.ts'
import type { Context } from '../../kernel/ports.ts'
import type { TillCode } from '../../token/terminal-challenge/till-code.ts'
import { readTillCode } from '../../token/terminal-challenge/till-code.ts'
import { countGuess, refuseGuess } from '../guess/guess-lock.ts'
import type { Origin } from '../guess/guess-origins.ts'
import { originsOf } from '../guess/guess-origins.ts'
import { ownerOf } from '../holder/holder-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { challengesBehind, findChallenge } from './challenge-entity.ts'

export interface Prepared {
  readonly code: TillCode
  readonly origins: readonly Origin[]
}

/**
 * Gives a holder the signed challenge behind the code that a till shows, to verify, to see shop and amount, and to answer
 * (`challenge.answer`). A code is good as long as its challenge. Once answered it is read by whoever answered it alone: their
 * phone may not have heard so.
 *
 * A code that no till of this organisation shows is unknown, and counts as a guess: after ten of a person or device, or thirty
 * of an address, each further one has to wait (`guess_locked`). A genuine code waits for the person's own guesses alone: nobody
 * keeps a neighbour from paying. A slip that the check symbol finds is no guess.
 *
 * Not checked: whether the holder has a voucher that the till would take; the answer is.
 */
export const readChallenge = defineOperation({
  name: 'challenge.read',
  summary: 'Gives a holder the signed challenge behind the code that a till shows, with shop and amount to confirm.',
  kind: 'write',
  // In the body: what stands in an address is written into logs.
  route: 'POST /v1/challenge-readings',
  idempotency: 'natural',
  input: z.strictObject({ code: z.string().min(1).max(80) }),
  output: z.strictObject({ challenge: z.string(), expiresAt: isoInstant }),
  permits: ['holder'],
  scope: 'ownRights',
  refusals: ['challenge_mistyped', 'challenge_unknown', 'challenge_answered', 'challenge_refused', 'guess_locked'],
  prepare(input, ports): Outcome<Prepared, 'challenge_mistyped'> {
    const code = readTillCode(input.code)
    return code.ok ? accepted({ code: code.value, origins: originsOf('challenge', ports) }) : code
  },
  touches: (_input, { code, origins }) => [challengesBehind(code), ...origins.map(({ row }) => row)],
  decide(loaded, _input, ctx) {
    const { code, origins } = ctx.prepared
    const found = findChallenge(loaded.get(challengesBehind(code)), code.nonce)
    const waiting = refuseGuess(found ? origins.filter(({ of }) => of === 'person') : origins, loaded, ctx)
    if (waiting) return { kind: 'refuse', refusal: waiting }
    if (!found) return countUnknown(loaded, ctx)
    const { answer, signed, expiresAt } = found
    if (answer && answer.owner !== ownerOf(ctx.actor)) return refuse('challenge_answered')
    if (!signed || ctx.now >= expiresAt) return refuse('challenge_refused', { reason: 'token_expired' })
    return accept({ challenge: signed, expiresAt: toIso(expiresAt) })
  },
})

function countUnknown(loaded: Loaded, ctx: Context<Prepared>) {
  const { origins } = ctx.prepared
  const { left, locked, writes } = countGuess(origins, origins, loaded, ctx)
  if (locked) return { kind: 'refuse', refusal: locked, change: { writes } } as const
  return refuse('challenge_unknown', { left }, {}, { writes })
}
