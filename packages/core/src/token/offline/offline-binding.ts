import { sha256 } from '@noble/hashes/sha2.js'
import { encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'
import type { TerminalChallenge } from '../terminal-challenge/terminal-challenge.ts'
import { BETWEEN } from './offline-challenge.ts'

/** RFC 9901 §4.3. */
export const BINDING_TYPE = 'kb+jwt'

/** For whom a sale is signed: one till. */
export function tillAudience({ merchantId, terminalId }: Pick<TerminalChallenge, 'merchantId' | 'terminalId'>): string {
  return `terminal:${merchantId}/${terminalId}`
}

/** RFC 9901 §4.3.1: of the credential as it is presented, nothing disclosed. */
export function credentialHash(credential: string): string {
  return encodeBase64url(sha256(utf8(`${credential}${BETWEEN}`)))
}

/**
 * What the holder's device signs for one sale, once the person has agreed to shop and amount: a JWS with `alg` ES256, the
 * device's `kid` and this `typ` in its header, and these claims. The till is then shown `presentOffline(credential, jws)`.
 *
 * Not checked: anything; verify the challenge before (`verifyOfflineChallenge`).
 *
 * @param signedAt what the phone's clock says; nobody judges it, for the till's nonce says when.
 * @see RFC 9901 §4.3
 */
export function offlineBinding(credential: string, challenge: TerminalChallenge, signedAt: Date) {
  return {
    type: BINDING_TYPE,
    claims: {
      aud: tillAudience(challenge),
      nonce: challenge.nonce,
      amt: challenge.amountMinor,
      cur: challenge.currency,
      sd_hash: credentialHash(credential),
      iat: Math.floor(signedAt.getTime() / 1000),
    },
  }
}

/**
 * The two parts as they travel together: an SD-JWT with key binding that discloses nothing (RFC 9901 §4).
 *
 * Not checked: that they belong together; the till does (`verifyOfflineSale`).
 */
export function presentOffline(credential: string, binding: string): string {
  return [credential, binding].join(BETWEEN)
}
