import { accepted, type Outcome, refused } from '../kernel/outcome.ts'

/** A sealed session with its facts; more than that is nobody's session. */
const MAX_CHARACTERS = 8192
const BEARER = /^bearer +([A-Za-z0-9._~+/=-]+) *$/i

/** The value behind `Authorization: Bearer …` (RFC 6750 §2.1); undefined when there is no such header. Refuses with `session_invalid`. */
export function bearerOf(header: string | undefined): Outcome<string | undefined> {
  if (header === undefined || header === '') return accepted(undefined)
  const value = header.length <= MAX_CHARACTERS ? BEARER.exec(header)?.[1] : undefined
  return value === undefined ? refused('session_invalid') : accepted(value)
}
