import { TallyError } from '../../kernel/error.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { decodeBase64url } from '../base64url.ts'
import { SERIAL_NUMBER, signedBytes, writeCardMark } from './card-mark-text.ts'

/**
 * Makes the mark that is printed in a card's QR code: the serial number and a signature over it, in upper-case base32.
 * The same keys and serial number always give the same mark, so a batch can be printed again.
 *
 * A mark is signed by the mark key of the epoch that is in use at `now`. That key is not the epoch's voucher key, and it
 * stays in the key set when the epoch is retired: a card lies in a drawer for years. Only `retireKeys(…, { marks: true })`
 * ends it, and with it every card of that epoch.
 *
 * Not proven by a mark: that this is the first card with it. A copy carries the same mark; first-seen and count tell.
 *
 * @param options.serialNumber 1 to 32 of digits, capital letters and hyphens.
 * @param options.now epoch milliseconds.
 * @throws TallyError `card_serial_malformed`, `keys_no_active_epoch`, `tenant_malformed`.
 * @see FIPS 186-5, RFC 6979, GB/T 32918.2
 */
export function mintCardMark(options: {
  readonly keyRing: KeyRing
  readonly tenant: string
  readonly serialNumber: string
  readonly now: number
}): string {
  const { keyRing, tenant, serialNumber, now } = options
  if (!SERIAL_NUMBER.test(serialNumber)) {
    throw new TallyError('card_serial_malformed', 'A serial number is 1 to 32 digits, capital letters and hyphens.')
  }
  const key = keyRing.signingKey(tenant, keyRing.epochAt(now), 'tally-mark')
  const signature = key.suite.sign(key, signedBytes(serialNumber))
  return writeCardMark({ hint: decodeBase64url(key.kid) as Uint8Array, serialNumber, signature })
}

/**
 * The text of a card's QR code: `HTTPS://HOST/C/MARK`, all of it capital so that the denser alphanumeric mode applies.
 *
 * @param origin e.g. `https://cards.example`; a path before `/C/` must not depend on its case.
 * @throws TallyError `card_origin_malformed`.
 */
export function cardMarkUrl(origin: string, mark: string): string {
  if (!/^https:\/\/[\w.:-]{1,253}(?:\/[\w.-]{1,64}){0,4}$/i.test(origin)) {
    throw new TallyError('card_origin_malformed', 'The address on a card is https, a host and at most a plain path.')
  }
  return `${origin.toUpperCase()}/C/${mark}`
}
