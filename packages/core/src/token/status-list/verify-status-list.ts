import type { Outcome } from '../../kernel/outcome.ts'
import type { KeySet } from '../key-set/key-set.ts'
import { LIST_BYTES, statusListSubject } from './status-list.ts'
import { type StatusList, type StatusListRefusal, verifyBits } from './verify-bits.ts'

export interface VerifyStatusListOptions {
  readonly keys: KeySet
  /** Exactly the issuer's `iss`. */
  readonly issuer: string
  /** The number of the list that was asked for. */
  readonly list: number
  readonly now: Date
  readonly deniedKids?: readonly string[] | undefined
}

/**
 * Verifies a list of voided cards and that it is the one that was asked for, at most five minutes old.
 *
 * Not checked: whether a card was ever made or given out; a card that is not void is 0 here, and so is one that is not.
 *
 * @returns refusals: those of every token (see `verifyVoucherToken`), `token_wrong_issuer`, `token_wrong_subject` (another
 *   list), `token_lifetime_refused`, `token_not_yet_valid`, `token_expired` (older than its `ttl`), `status_list_malformed`
 *   (not one bit a card, or it does not inflate to exactly 125 bytes).
 * @see draft-ietf-oauth-status-list
 */
export function verifyStatusList(
  token: string,
  { list, ...options }: VerifyStatusListOptions,
): Promise<Outcome<StatusList, StatusListRefusal>> {
  return verifyBits(token, { ...options, subject: statusListSubject(options.issuer, list), bytes: LIST_BYTES })
}
