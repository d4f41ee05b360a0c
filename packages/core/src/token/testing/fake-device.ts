import { p256 } from '@noble/curves/nist.js'
import { encodeBase64url } from '../base64url.ts'
import { deviceThumbprint } from '../holder-proof/device-thumbprint.ts'
import type { DeviceJwk } from '../holder-proof/holder-proof.ts'
import { HOLDER_PROOF_TYPE } from '../holder-proof/holder-proof.ts'
import { utf8 } from '../platform.ts'

export interface FakeDevice {
  readonly jwk: DeviceJwk
  readonly kid: string
  sign(claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): string
}

/** A phone with a key of its own; `seed` is 48 bytes. */
export function fakeDevice(seed: Uint8Array): FakeDevice {
  const secret = p256.utils.randomSecretKey(seed)
  const point = p256.getPublicKey(secret, false)
  const jwk: DeviceJwk = {
    kty: 'EC',
    crv: 'P-256',
    x: encodeBase64url(point.subarray(1, 33)),
    y: encodeBase64url(point.subarray(33, 65)),
  }
  const kid = deviceThumbprint(jwk)
  return {
    jwk,
    kid,
    sign(claims, header = {}) {
      const head = JSON.stringify({ alg: 'ES256', kid, typ: HOLDER_PROOF_TYPE, ...header })
      const input = `${encodeBase64url(utf8(head))}.${encodeBase64url(utf8(JSON.stringify(claims)))}`
      return `${input}.${encodeBase64url(p256.sign(utf8(input), secret, { lowS: true }))}`
    },
  }
}
