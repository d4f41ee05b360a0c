/** Who may call. Roles carry no authority by themselves: each operation lists the roles it permits and the scope it demands. */
export const roles = [
  'operator',
  'reviewer',
  'auditor',
  'host',
  'holder',
  'staff',
  'terminal',
  'merchant',
  'partner',
  'system',
  'public',
] as const
export type Role = (typeof roles)[number]

/**
 * What an operation demands of the actor besides the role. The engine checks that the actor carries the claim;
 * `decide` checks it against the row, and answers "unknown" (404) for rows of somebody else.
 */
export type Scope = 'public' | 'tenant' | 'ownRights' | 'sameMerchant' | 'sameStation'

export interface PersonInput {
  readonly idNumber?: string | undefined
  readonly documents?: readonly { readonly kind: string; readonly number: string }[] | undefined
  /** A pseudonym issued by the host or the national network-identity service (网号), for people who may not be asked for a document. */
  readonly alias?: string | undefined
}

export interface Actor {
  readonly role: Role
  readonly tenant: string
  /** Staff number, operator account, API key id, partner name: the person or system that answers for the act. */
  readonly id?: string | undefined
  /** The holder's owner number, from the sealed session; never from the client. */
  readonly owner?: number | undefined
  /** Local use only: resolved to `owner` through the identity directory before the first call. */
  readonly person?: PersonInput | undefined
  /** Facts the host has verified, e.g. `person.registration`. */
  readonly facts?: Readonly<Record<string, unknown>> | undefined
  /**
   * Which secret key answers for the call: the one it was made with, or the one that minted the session of a sponsor's person.
   * Undefined for local actors, and for sessions of everybody else.
   */
  readonly credential?: string | undefined
  /** When the sealed session was minted, epoch milliseconds; undefined for keys and local actors, which are revoked otherwise. */
  readonly sessionIssuedAt?: number | undefined
  /** The network address the call came from, as the transport saw it; only a keyed hash of it is ever stored. */
  readonly address?: string | undefined
  readonly stationId?: string | undefined
  readonly merchantId?: string | undefined
  readonly terminalId?: string | undefined
}

/** The name under which this actor's idempotency keys and journal rows stand. */
export function principalOf(actor: Actor): string {
  if (actor.role === 'holder') return `holder:${actor.owner ?? ''}`
  if (actor.role === 'terminal' || actor.role === 'merchant') {
    return `${actor.role}:${actor.merchantId ?? ''}/${actor.terminalId ?? ''}/${actor.id ?? ''}`
  }
  if (actor.role === 'staff') return `staff:${actor.stationId ?? ''}/${actor.id ?? ''}`
  return `${actor.role}:${actor.id ?? ''}`
}

/** True when the actor carries the claim that the scope compares rows with. */
export function carriesScope(actor: Actor, scope: Scope): boolean {
  switch (scope) {
    case 'public':
    case 'tenant':
      return true
    case 'ownRights':
      return actor.role !== 'holder' || actor.owner !== undefined
    case 'sameMerchant':
      return (actor.role !== 'terminal' && actor.role !== 'merchant') || actor.merchantId !== undefined
    case 'sameStation':
      return actor.role !== 'staff' || actor.stationId !== undefined
  }
}
