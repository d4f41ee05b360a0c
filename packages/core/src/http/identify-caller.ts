import type { Actor } from '../kernel/actor.ts'
import type { TallyHost } from '../kernel/host.ts'
import { accepted, type Outcome, refused } from '../kernel/outcome.ts'
import { bearerOf } from './bearer.ts'
import type { HttpCall } from './http-call.ts'

/**
 * Who calls: the actor behind the bearer value, or undefined where a public call brings none. A bearer that is brought
 * must be good, also for public calls, and must belong to the tenant that the call names.
 * Refuses with `session_missing`, `session_invalid`, `session_expired`, `secret_key_invalid`, `tenant_wrong`.
 */
export function identifyCaller(host: TallyHost, call: HttpCall, isPublic: boolean): Outcome<Actor | undefined> {
  const bearer = bearerOf(call.header('authorization'))
  if (!bearer.ok) return bearer
  if (bearer.value === undefined && isPublic) return accepted(undefined)
  const found = host.authenticate(bearer.value)
  if (!found.ok) return found
  const tenant = call.header('tally-tenant')
  return tenant !== undefined && tenant !== found.value.tenant ? refused('tenant_wrong') : found
}
