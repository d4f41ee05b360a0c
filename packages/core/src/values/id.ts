import { ecb } from '@noble/ciphers/aes.js'
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { TallyError } from '../kernel/error.ts'
import { bigIntFromBytes, bytesFromBigInt, fromBase32, toBase32 } from './crockford.ts'

/** What stands behind an external id: the row `(owner, kind, n)`. */
export interface EntityNumbers {
  /** 48 bits. */
  readonly owner: number
  /** 8 bits. */
  readonly kind: number
  /** 40 bits. */
  readonly n: number
}

export interface IdCipher {
  /**
   * The id one audience sees for a row: the same for ever, unlike every other audience's.
   * @throws TallyError `id_out_of_range`, `id_prefix_invalid`
   */
  encode(prefix: string, entity: EntityNumbers, audience: string): string
  /** The row behind an id, or undefined when the text is forged, mistyped, or made for another prefix or audience. */
  decode(prefix: string, text: string, audience: string): EntityNumbers | undefined
}

/** 128 bits in 26 characters of five; the first holds only three. */
const ID_CHARACTERS = 26
const CANONICAL_ID = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/
const PREFIX = /^[a-z][a-z0-9]{1,7}$/
const MAX_CACHED_KEYS = 1_024

/**
 * Makes the cipher behind ids that merchants, partners and holders see: `rdm_` and one AES-128 block of owner 48 · kind 8
 * · n 40 · 32 zero bits. The zeros authenticate: a made-up text passes once in four thousand million tries, and then only
 * names a row that the caller's scope check still guards. Keys are HMAC-SHA-256 of prefix and audience, so two audiences
 * cannot compare their lists.
 *
 * Not checked: that the row exists, or that the reader may see it.
 * @param key16 sixteen secret bytes; ids change when it does, so it is not rotated with the code keys.
 * @throws TallyError `id_key_invalid`
 */
export function createIdCipher(key16: Uint8Array): IdCipher {
  if (key16.length !== 16) throw new TallyError('id_key_invalid', 'The id key has sixteen bytes')
  const masterKey = Uint8Array.from(key16)
  const keys = new Map<string, Uint8Array>()

  function cipherFor(prefix: string, audience: string) {
    if (!PREFIX.test(prefix)) throw new TallyError('id_prefix_invalid', 'An id prefix is 2 to 8 lower-case characters')
    // A prefix has no underscore, so two pairs never give one label.
    const label = `${prefix}_${audience}`
    let key = keys.get(label)
    if (!key) {
      key = hmac(sha256, masterKey, new TextEncoder().encode(label)).subarray(0, 16)
      // Oldest out: audiences come from outside and must not grow the memory.
      if (keys.size >= MAX_CACHED_KEYS) for (const oldest of keys.keys()) if (keys.delete(oldest)) break
      keys.set(label, key)
    }
    return ecb(key, { disablePadding: true })
  }

  return {
    encode(prefix, entity, audience) {
      const block = cipherFor(prefix, audience).encrypt(bytesFromBigInt(pack(entity), 16))
      return `${prefix}_${toBase32(block, ID_CHARACTERS).toLowerCase()}`
    },
    decode(prefix, text, audience) {
      const body = text.slice(prefix.length + 1)
      // Exactly one spelling is an id: nothing may be stored or counted under two.
      if (text.length !== prefix.length + 1 + ID_CHARACTERS || !text.startsWith(`${prefix}_`)) return undefined
      const value = CANONICAL_ID.test(body) ? fromBase32(body) : undefined
      if (value === undefined) return undefined
      return unpack(bigIntFromBytes(cipherFor(prefix, audience).decrypt(bytesFromBigInt(value, 16))))
    },
  }
}

function pack({ owner, kind, n }: EntityNumbers): bigint {
  return ((bits(owner, 48) << 48n) | (bits(kind, 8) << 40n) | bits(n, 40)) << 32n
}

function unpack(block: bigint): EntityNumbers | undefined {
  if ((block & 0xffff_ffffn) !== 0n) return undefined
  const n = (block >> 32n) & 0xff_ffff_ffffn
  return { owner: Number(block >> 80n), kind: Number((block >> 72n) & 0xffn), n: Number(n) }
}

function bits(value: number, width: number): bigint {
  if (Number.isSafeInteger(value) && value >= 0 && value < 2 ** width) return BigInt(value)
  throw new TallyError('id_out_of_range', 'A number does not fit its place in an id', { detail: { width } })
}

/**
 * The owner number in the first 48 bits of a keyed hash. On a collision hash again with the next try.
 * @throws TallyError `owner_bytes_invalid` when fewer than six bytes are given.
 */
export function ownerFrom(hmacBytes: Uint8Array): number {
  if (hmacBytes.length < 6) throw new TallyError('owner_bytes_invalid', 'An owner number needs six bytes')
  return Number(bigIntFromBytes(hmacBytes.subarray(0, 6)))
}

/**
 * An id for what has no row (requests, events): 48 bits of time and 80 of chance, so ids sort by the millisecond.
 *
 * @param randomBytes ten or more from a cryptographic source; the first ten are used.
 * @param nowMs epoch milliseconds.
 * @throws TallyError `id_prefix_invalid`, `id_out_of_range`
 */
export function randomId(prefix: string, randomBytes: Uint8Array, nowMs: number): string {
  if (!PREFIX.test(prefix)) throw new TallyError('id_prefix_invalid', 'An id prefix is 2 to 8 lower-case characters')
  if (randomBytes.length < 10) throw new TallyError('id_out_of_range', 'A random id needs ten random bytes')
  const value = (bits(nowMs, 48) << 80n) | bigIntFromBytes(randomBytes.subarray(0, 10))
  return `${prefix}_${toBase32(value, ID_CHARACTERS).toLowerCase()}`
}
