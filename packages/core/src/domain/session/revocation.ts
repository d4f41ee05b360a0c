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

/** Who is revoked: a named person in a role, wherever they work. */
export function subjectOf(role: Role, id: string): string {
  return `${role}/${id}`
}

/** True for a session that was minted before its bearer was revoked. Sessions count in whole seconds. */
export function isRevoked(actor: Actor, reference: Reference): boolean {
  if (actor.id === undefined || actor.sessionIssuedAt === undefined) return false
  const revocation = reference.find(revocationEntity, subjectOf(actor.role, actor.id))
  return revocation !== undefined && actor.sessionIssuedAt <= Math.floor(revocation.since / 1000) * 1000
}
