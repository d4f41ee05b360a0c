import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import { encodeBase64url } from '../base64url.ts'
import type { KeySet } from '../key-set/key-set.ts'
import { signedBytes, splitCardMark } from './card-mark-text.ts'

export type CardMarkRefusal =
  | 'mark_malformed'
  | 'mark_key_unknown'
  | 'mark_key_denied'
  | 'mark_keys_unavailable'
  | 'mark_counterfeit'

export interface VerifiedCardMark {
  readonly serialNumber: string
  /** The key that signed it. */
  readonly kid: string
}

/**
 * Verifies that the issuer made this mark for this serial number; with pinned keys without any network.
 *
 * Not checked: whether the card was activated, voided, spent or copied (ask the issuer: first seen, how often), and
 * whether the host in the URL is the issuer's (open no address because a card says so).
 *
 * @param text the text of the card's QR code, or the mark alone; at most 400 characters.
 * @param options.keys of the issuer; only its mark keys are used.
 * @param options.deniedKids key ids the issuer has told you to refuse at once.
 * @returns refusals: `mark_malformed` (no mark, or not as printed), `mark_key_unknown`, `mark_key_denied`,
 *   `mark_keys_unavailable` (retryable), `mark_counterfeit` (the signature is not the issuer's for this number).
 * @example const mark = await verifyCardMark(scanned, { keys })
 */
export async function verifyCardMark(
  text: string,
  options: { readonly keys: KeySet; readonly deniedKids?: readonly string[] },
): Promise<Outcome<VerifiedCardMark, CardMarkRefusal>> {
  const parts = typeof text === 'string' ? splitCardMark(text) : undefined
  if (parts === undefined) return refused('mark_malformed')
  const found = await options.keys.find('tally-mark', encodeBase64url(parts.hint))
  if (found === 'unknown') return refused('mark_key_unknown')
  if (found === 'unavailable') return refused('mark_keys_unavailable', {}, { retryable: true })
  if (options.deniedKids?.includes(found.kid)) return refused('mark_key_denied')
  const { serialNumber, signature } = parts
  const isGenuine =
    found.suite.isOnlySpelling(signature) && (await found.suite.verify(found.key, signature, signedBytes(serialNumber)))
  return isGenuine ? accepted({ serialNumber, kid: found.kid }) : refused('mark_counterfeit')
}
