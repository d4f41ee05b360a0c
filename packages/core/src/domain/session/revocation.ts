import type { Actor, Role } from '../../kernel/actor.ts'
import { defineEntity } from '../../kernel/entity.ts'
import type { Reference } from '../../kernel/ports.ts'

/** Since when the sessions of one person count no more; those minted later do. */
export interface RevocationState {
  readonly subject: string
  readonly since: number
}

/** Reference data, so that every call is checked in memory, without a look-up. */
export const revocationEntity = defineEntity<RevocationState>({
  kind: 19,
  name: 'revocation',
  version: 1,
  nameOf: (state) => state.subject,
})

/** Who is revoked: a named person in a role, wherever they work; of tills also a device or a whole shop. */
export function subjectOf(role: Role, id: string): string {
  return `${role}/${id}`
}

/** True for a session that was minted before its bearer was revoked. Sessions count in whole seconds. */
export function isRevoked(actor: Actor, reference: Reference): boolean {
  const { role, id, terminalId, merchantId, sessionIssuedAt } = actor
  if (sessionIssuedAt === undefined) return false
  // A till's session need not name a person, and must be possible to end all the same.
  return [id, terminalId, merchantId].some((name) => {
    const revocation = name === undefined ? undefined : reference.find(revocationEntity, subjectOf(role, name))
    return revocation !== undefined && sessionIssuedAt <= Math.floor(revocation.since / 1000) * 1000
  })
}
