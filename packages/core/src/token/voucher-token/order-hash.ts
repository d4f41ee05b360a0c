import { sha256 } from '@noble/hashes/sha2.js'
import { TallyError } from '../../kernel/error.ts'
import { encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'

const CHARACTERS_AT_MOST = 128

/**
 * What a voucher token says of the order it was made for: base64url of SHA-256 over `tally-order/v1`, a zero byte and
 * the order number in UTF-8. The shop's number itself is in no token.
 *
 * Not a secret: whoever guesses the number can compute it. It only binds a token to an order.
 *
 * @param orderNumber 1 to 128 characters, taken as they are: no trimming, no change of case.
 * @returns 43 characters.
 * @throws TallyError `order_number_malformed`.
 * @example orderHash('A-1')
 */
export function orderHash(orderNumber: string): string {
  const isWellFormed =
    typeof orderNumber === 'string' &&
    orderNumber.length > 0 &&
    orderNumber.length <= CHARACTERS_AT_MOST &&
    // A lone surrogate would be hashed as U+FFFD, the same as any other.
    !/\p{Surrogate}/u.test(orderNumber)
  if (!isWellFormed) throw new TallyError('order_number_malformed', 'An order number is text of 1 to 128 characters.')
  // Not the platform's digest: handing these few bytes to another thread and back takes ten times as long.
  return encodeBase64url(sha256(utf8(`tally-order/v1\0${orderNumber}`)))
}
