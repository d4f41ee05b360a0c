import { TallyError } from '../../kernel/error.ts'
import type { VerifyingSuite } from '../../kernel/suite.ts'
import { encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'
import { p256Verifying } from '../suite-p256/verify-p256.ts'

const CHARACTERS_AT_MOST = 128

/** @throws TallyError `order_number_malformed`. */
export function checkOrderNumber(orderNumber: string): void {
  const isWellFormed =
    typeof orderNumber === 'string' &&
    orderNumber.length > 0 &&
    orderNumber.length <= CHARACTERS_AT_MOST &&
    // A lone surrogate would be hashed as U+FFFD, the same as any other.
    !/\p{Surrogate}/u.test(orderNumber)
  if (!isWellFormed) throw new TallyError('order_number_malformed', 'An order number is text of 1 to 128 characters.')
}

/**
 * What a voucher token says of the order it was made for: base64url of the hash of `tally-order/v1`, a zero byte and
 * the order number in UTF-8. The shop's number itself is in no token.
 *
 * Not a secret: whoever guesses the number can compute it. It only binds a token to an order.
 *
 * @param orderNumber 1 to 128 characters, taken as they are: no trimming, no change of case.
 * @param suite of the key that signs the token: SHA-256 for P-256, which is meant unless another is said, SM3 for SM2.
 * @returns 43 characters.
 * @throws TallyError `order_number_malformed`.
 * @example orderHash('A-1')
 */
export function orderHash(orderNumber: string, suite: Pick<VerifyingSuite, 'hash'> = p256Verifying): string {
  checkOrderNumber(orderNumber)
  // Not the platform's digest: handing these few bytes to another thread and back takes ten times as long.
  return encodeBase64url(suite.hash(utf8(`tally-order/v1\0${orderNumber}`)))
}
