import type { Suite } from '../../kernel/suite.ts'

interface SessionBearer {
  /** `holder`, `staff`, `terminal`, `merchant`, … */
  readonly role: string
  /** Who, within the role: a staff member's or operator's id. */
  readonly id?: string
  /** A holder's 48-bit owner number. */
  readonly owner?: number
  /** Facts the host has verified, by name. */
  readonly facts?: Readonly<Record<string, unknown>>
  readonly stationId?: string
  readonly merchantId?: string
  readonly terminalId?: string
  readonly permissions?: readonly string[]
  /** Anything else that is JSON. */
  readonly [claim: string]: unknown
}

/** What a session says of its bearer. The times are seconds since the Unix epoch. */
export interface SessionClaims extends SessionBearer {
  readonly tenant: string
  /** The session's own number, for a revocation list. */
  readonly jti: string
  readonly iat: number
  readonly exp: number
}

/** What is put into a session; tenant, number and times are set when it is sealed. */
export interface NewSession extends SessionBearer {
  readonly tenant?: never
  readonly jti?: never
  readonly iat?: never
  readonly exp?: never
}

export const SESSION_SECONDS_AT_MOST = 86_400
export const SESSION_CHARACTERS_AT_MOST = 8192
export const NONCE_BYTES = 12
export const TAG_BYTES = 16

/** The only protected header a session of this tenant and suite may have, to the byte. */
export function sessionHeader(tenant: string, { enc }: Pick<Suite, 'enc'>): string {
  return JSON.stringify({ alg: 'dir', enc, typ: 'tally-session+jwt', ten: tenant })
}
