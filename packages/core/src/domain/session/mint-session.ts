import { z } from 'zod'
import { accept } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import type { Outcome } from '../../kernel/outcome.ts'
import { accepted, refused } from '../../kernel/outcome.ts'
import { sealSession } from '../../token/session/seal-session.ts'
import type { NewSession } from '../../token/session/session-claims.ts'
import { identityDocumentInput } from '../../values/identity-document/schema.ts'
import { holderRef, newHolder } from '../holder/holder-entity.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { identifyPerson, personRefusals } from './identify-person.ts'

const id = z.string().min(1).max(64)

export const personInput = z.strictObject({
  /** Resident ID (18 or 15 digits), residence permit or permanent-residence card. */
  idNumber: z.string().min(1).max(64).optional(),
  documents: z.array(identityDocumentInput).max(8).optional(),
  /** A pseudonym of the host or the network-identity service, for people who may not be asked for a document. */
  alias: z.string().min(1).max(128).optional(),
})

/** A session travels with every call and has 8192 characters; this many bytes of facts fit into it. */
const FACTS_BYTES = 5000

const facts = z
  .record(z.string().max(64), z.unknown())
  .refine((all) => Object.keys(all).length <= 32, 'at most 32 facts')
  .refine(
    (all) => new TextEncoder().encode(JSON.stringify(all)).length <= FACTS_BYTES,
    `at most ${FACTS_BYTES} bytes of facts`,
  )

const sponsorRoles = ['operator', 'reviewer', 'auditor'] as const

const MintInput = z.discriminatedUnion('role', [
  z.strictObject({
    role: z.literal('holder'),
    person: personInput,
    facts: facts.optional(),
    ttlSeconds: z.int().min(1).max(3600),
  }),
  z.strictObject({ role: z.literal('staff'), id, stationId: id, ttlSeconds: z.int().min(1).max(43_200) }),
  z.strictObject({
    role: z.enum(['terminal', 'merchant']),
    merchantId: id,
    terminalId: id.optional(),
    id: id.optional(),
    ttlSeconds: z.int().min(1).max(43_200),
  }),
  z.strictObject({ role: z.enum(sponsorRoles), id, ttlSeconds: z.int().min(1).max(43_200) }),
])

function isSponsorRole(role: string): boolean {
  return sponsorRoles.some((known) => known === role)
}

/** Owner zero stands for "no holder": it is the reference owner, which no person ever gets. */
const NOBODY = 0

/**
 * Seals what the host has verified about its signed-in user, so that later calls need no look-up. A holder's session
 * carries the person's owner number and facts, never a document number. Sessions of the sponsor's own people are minted
 * with a sponsor's key only, and no session mints another.
 */
export const mintSession = defineOperation({
  name: 'session.mint',
  summary: 'The host’s backend turns its signed-in user into a short session for the widget, a till or a desk.',
  kind: 'write',
  route: 'POST /v1/sessions',
  idempotency: 'natural',
  input: MintInput,
  output: z.strictObject({ session: z.string(), expiresAt: isoInstant }),
  permits: ['host', 'operator'],
  scope: 'tenant',
  refusals: [...personRefusals, 'permission_missing'],
  async prepare(input, ports): Promise<Outcome<number, (typeof personRefusals)[number] | 'permission_missing'>> {
    // A portal's key must not be able to make itself a sponsor, nor a sponsor a citizen.
    const mayMint = isSponsorRole(input.role) ? 'operator' : 'host'
    // Only keys mint: a person's session could name a second person to approve its own acts, or outlive its revocation.
    const isSession = ports.actor.sessionIssuedAt !== undefined
    if (isSession || ports.actor.role !== mayMint)
      return refused('permission_missing', { operation: `session.mint ${input.role}` })
    return input.role === 'holder' ? identifyPerson(input.person, ports) : accepted(NOBODY)
  },
  touches: (_input, owner) => [holderRef(owner)],
  decide(loaded, input, ctx) {
    const owner = ctx.prepared
    const { ttlSeconds, ...bearer } = input
    const session = sealSession(claimsOf(bearer, owner, ctx.actor.credential), {
      keyRing: ctx.keys,
      tenant: ctx.actor.tenant,
      now: ctx.now,
      ttlSeconds,
      random: (length) => ctx.random(length),
    })
    const expiresAt = toIso((Math.floor(ctx.now / 1000) + ttlSeconds) * 1000)
    if (input.role !== 'holder' || loaded.get(holderRef(owner))) return accept({ session, expiresAt })
    return accept(
      { session, expiresAt },
      {
        writes: [write(holderRef(owner), newHolder(ctx.now))],
        events: [{ type: 'holder.opened', data: { holder: owner } }],
      },
    )
  },
})

/** Only what the role needs; a person's documents stay behind. A sponsor's person carries the key that vouched for them. */
function claimsOf(
  bearer: Omit<z.output<typeof MintInput>, 'ttlSeconds'>,
  owner: number,
  credential: string | undefined,
): NewSession {
  if (bearer.role === 'holder') {
    const facts = 'facts' in bearer ? (bearer.facts as NewSession['facts']) : undefined
    return { role: 'holder', owner, facts: facts ?? {} }
  }
  const given = Object.entries(bearer).filter(([, value]) => value !== undefined)
  const under = isSponsorRole(bearer.role) && credential !== undefined ? { under: credential } : {}
  return { ...Object.fromEntries(given), ...under, role: bearer.role }
}
