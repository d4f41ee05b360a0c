import { TallyError } from '../../kernel/error.ts'
import type { Suite } from '../../kernel/suite.ts'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { utf8 } from '../platform.ts'
import type { RandomBytes } from '../random-bytes.ts'

/** By what an envelope is sealed; another suite's is not opened. */
const VERSION: Readonly<Record<Suite['enc'], number>> = { A256GCM: 1, SM4GCM: 2 }
const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** Keeps one kind of content from being opened as another. */
export type EnvelopeKind = 'personal' | 'key'

function checkedKey(key: Uint8Array): Uint8Array {
  if (key.length !== KEY_BYTES) throw new TallyError('envelope_key_malformed', 'An envelope key is 32 bytes.')
  return key
}

function additional(kind: EnvelopeKind, aad: string): Uint8Array {
  return utf8(`tally-envelope/v1/${kind}\0${aad}`)
}

/** version 1 byte · nonce 12 · ciphertext and tag of the suite's GCM, in base64url. */
export function sealEnvelope(
  suite: Suite,
  key: Uint8Array,
  kind: EnvelopeKind,
  plain: Uint8Array,
  aad: string,
  random: RandomBytes,
): string {
  const nonce = random(NONCE_BYTES)
  const sealed = suite.seal(checkedKey(key), nonce, plain, additional(kind, aad))
  const whole = new Uint8Array(1 + NONCE_BYTES + sealed.length)
  whole[0] = VERSION[suite.enc]
  whole.set(nonce, 1)
  whole.set(sealed, 1 + NONCE_BYTES)
  return encodeBase64url(whole)
}

/** @throws TallyError `envelope_unreadable`, `envelope_key_malformed`. */
export function openEnvelope(suite: Suite, key: Uint8Array, kind: EnvelopeKind, text: string, aad: string): Uint8Array {
  const whole = decodeBase64url(text)
  if (whole === undefined || whole[0] !== VERSION[suite.enc] || whole.length < 1 + NONCE_BYTES + TAG_BYTES) {
    throw new TallyError('envelope_unreadable', 'This is not an envelope of a version that is understood.')
  }
  const nonce = whole.subarray(1, 1 + NONCE_BYTES)
  checkedKey(key)
  try {
    return suite.open(key, nonce, whole.subarray(1 + NONCE_BYTES), additional(kind, aad))
  } catch (cause) {
    throw new TallyError('envelope_unreadable', 'The envelope was altered, moved, or sealed with another key.', {
      cause,
    })
  }
}
