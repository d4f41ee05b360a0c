import { createKeySet } from '../key-set/create-key-set.ts'
import type { KeySet } from '../key-set/key-set.ts'
import { deviceThumbprint } from './device-thumbprint.ts'
import type { DeviceJwk } from './holder-proof.ts'

/** The key set of one device: what it signs is verified with this key, never with one that the token names. */
export function deviceKeys(device: DeviceJwk): KeySet {
  const { x, y } = device
  return createKeySet({
    keys: [{ kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig', kid: deviceThumbprint(device) }],
  })
}
