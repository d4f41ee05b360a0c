import { accepted, type Outcome, refused } from '../kernel/outcome.ts'

/** 1 to 128 visible ASCII characters; a space or a control character would not survive every proxy. */
const VISIBLE = /^[\x21-\x7e]{1,128}$/

/** The `Idempotency-Key` of a write. Refuses with `idempotency_key_missing` (where one is needed) or `idempotency_key_invalid`. */
export function idempotencyKeyOf(header: string | undefined, isNeeded: boolean): Outcome<string | undefined> {
  if (header === undefined) return isNeeded ? refused('idempotency_key_missing') : accepted(undefined)
  return VISIBLE.test(header) ? accepted(header) : refused('idempotency_key_invalid')
}
