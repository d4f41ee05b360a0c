import { TallyError } from '../../kernel/error.ts'
import type { KeyRing } from '../../kernel/key-ring.ts'
import { encodeCrockford } from '../crockford.ts'
import { signCompact } from '../jws/sign-compact.ts'
import type { RandomBytes } from '../random-bytes.ts'
import type { TerminalChallenge } from './terminal-challenge.ts'
import { CHALLENGE_AUDIENCE, CHALLENGE_SECONDS, NONCE, TERMINAL_CHALLENGE_TYPE } from './terminal-challenge.ts'

/** 128 random bits in 26 characters. */
export function newNonce(random: RandomBytes): string {
  return encodeCrockford(random(16))
}

interface MintOptions extends Omit<TerminalChallenge, 'issuedAt' | 'expiresAt'> {
  readonly keyRing: KeyRing
  readonly tenant: string
  readonly issuer: string
  readonly now: number
}

/**
 * Makes what a till shows for a customer to scan: JWS, `tally-terminal+jwt`, good for sixty seconds. It names the
 * shop and the amount, so that the customer's own phone shows what is agreed to: nobody else's screen has to be trusted.
 *
 * Not checked: that the till is the shop's; its session says so.
 *
 * @param options.nonce `newNonce(random)`.
 * @param options.amountMinor what the order comes to.
 * @param options.now epoch milliseconds.
 * @throws TallyError `token_claims_malformed`, `keys_no_active_epoch`, `tenant_malformed`.
 * @see RFC 7515, RFC 7519
 */
export async function mintTerminalChallenge(options: MintOptions): Promise<string> {
  const { keyRing, tenant, issuer, merchantId, shop, terminalId, nonce, amountMinor, currency, now } = options
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 1 || !NONCE.test(nonce) || merchantId === '') {
    throw new TallyError('token_claims_malformed', 'The shop, the nonce or the amount of a challenge is malformed.')
  }
  const iat = Math.floor(now / 1000)
  const claims = {
    iss: issuer,
    aud: CHALLENGE_AUDIENCE,
    mer: merchantId,
    ...(shop === undefined ? {} : { nam: shop }),
    ...(terminalId === undefined ? {} : { ter: terminalId }),
    non: nonce,
    amt: amountMinor,
    cur: currency,
    iat,
    exp: iat + CHALLENGE_SECONDS,
  }
  return signCompact(claims, TERMINAL_CHALLENGE_TYPE, keyRing.signingKey(tenant, keyRing.epochAt(now)))
}
