import { z } from 'zod'
import { accept, refuse } from '../../kernel/decision.ts'
import { write } from '../../kernel/entity.ts'
import { defineOperation } from '../../kernel/operation.ts'
import { referenceRef } from '../../kernel/reference-ref.ts'
import { isoInstant, toIso } from '../iso-instant.ts'
import { revocationEntity, subjectOf } from './revocation.ts'

/** Whose sessions a portal may end: those it mints. */
const portalRoles: readonly string[] = ['staff', 'terminal', 'merchant']

/**
 * Ends every session of one named person in a role: dismissed, or a device lost. Their next call answers
 * `session_invalid`; a session minted afterwards counts again, so the host must stop minting for those it dismissed. A
 * portal's key ends the sessions of counters; those of the sponsor's people are ended by the sponsor. For tills `id` may
 * also name a terminal, or a shop and so all its tills.
 */
export const revokeSessions = defineOperation({
  name: 'session.revoke',
  summary: 'Ends every session of one member of staff, cashier or sponsor’s person from now on.',
  kind: 'write',
  route: 'POST /v1/session-revocations',
  input: z.strictObject({
    role: z.enum(['staff', 'terminal', 'merchant', 'operator', 'reviewer', 'auditor']),
    id: z.string().min(1).max(64),
    reason: z.string().min(1).max(500),
  }),
  output: z.strictObject({ role: z.string(), id: z.string(), since: isoInstant }),
  permits: ['operator', 'host'],
  scope: 'tenant',
  refusals: ['permission_missing'],
  touches: ({ role, id }) => [referenceRef(revocationEntity, subjectOf(role, id))],
  decide(_loaded, { role, id, reason }, ctx) {
    if (ctx.actor.role === 'host' && !portalRoles.includes(role)) {
      return refuse('permission_missing', { operation: `session.revoke ${role}` })
    }
    const subject = subjectOf(role, id)
    return accept(
      { role, id, since: toIso(ctx.now) },
      {
        writes: [write(referenceRef(revocationEntity, subject), { subject, since: ctx.now })],
        events: [{ type: 'session.revoked', data: { role, id, reason } }],
      },
    )
  },
})
