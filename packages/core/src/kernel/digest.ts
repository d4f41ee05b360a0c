import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as portableSha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** The one-shot hash of Node's crypto module, which Deno and Bun have too; ten times the speed of portable code on short texts. */
interface NativeHash {
  (algorithm: 'sha256', data: string | Uint8Array, encoding: 'hex' | 'latin1'): string
  (algorithm: 'sha256', data: Uint8Array, encoding: 'buffer'): Uint8Array
}

const BLOCK = 64
const HASH = 32
const SHORT = 2048
const native = nativeHash()
const utf8 = new TextEncoder()
// What the two hashes of an HMAC are taken of, used again for every one: an allocation of over 64 bytes costs as much as a hash.
const shortInner = new Uint8Array(BLOCK + SHORT)
const outer = new Uint8Array(BLOCK + HASH)

/** SHA-256 of a text's UTF-8, in hex. Synchronous in every runtime: by the platform where it has such a hash, else portable. */
export function sha256Hex(text: string): string {
  return native ? native('sha256', text, 'hex') : bytesToHex(portableSha256(utf8.encode(text)))
}

/** SHA-256, 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return native ? new Uint8Array(native('sha256', bytes, 'buffer')) : portableSha256(bytes)
}

/**
 * HMAC-SHA-256, 32 bytes.
 * @see RFC 2104
 */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  if (!native || key.length > BLOCK) return hmac(portableSha256, key, message)
  const inner = innerFor(message.length)
  inner.set(message, BLOCK)
  return new Uint8Array(native('sha256', outerBlock(native, key, inner, message.length), 'buffer'))
}

/**
 * The same of a text's UTF-8, in hex.
 * @param key at most 64 bytes, as every key that is derived here.
 */
export function hmacSha256Hex(key: Uint8Array, text: string): string {
  if (!native || key.length > BLOCK) return bytesToHex(hmac(portableSha256, key, utf8.encode(text)))
  // A character takes three bytes at most.
  const inner = innerFor(text.length * 3)
  const { written } = utf8.encodeInto(text, inner.subarray(BLOCK))
  return native('sha256', outerBlock(native, key, inner, written), 'hex')
}

function innerFor(length: number): Uint8Array {
  return length > SHORT ? new Uint8Array(BLOCK + length) : shortInner
}

/** What the outer hash is taken of; the message stands in `inner` after the first block. */
function outerBlock(hash: NativeHash, key: Uint8Array, inner: Uint8Array, length: number): Uint8Array {
  for (let index = 0; index < BLOCK; index += 1) {
    const byte = key[index] ?? 0
    inner[index] = byte ^ 0x36
    outer[index] = byte ^ 0x5c
  }
  const hashed = hash('sha256', inner.subarray(0, BLOCK + length), 'latin1')
  for (let index = 0; index < HASH; index += 1) outer[BLOCK + index] = hashed.charCodeAt(index)
  return outer
}

/** The first 48 bits of a hash in hex: as many as an owner number has, or the `n` of a row. */
export function number48(hex: string): number {
  return Number.parseInt(hex.slice(0, 12), 16)
}

/** Compares in a time that does not depend on where the texts differ. */
export function isSameText(ours: string, theirs: string): boolean {
  let difference = ours.length ^ theirs.length
  for (let at = 0; at < ours.length; at += 1) difference |= ours.charCodeAt(at) ^ theirs.charCodeAt(at)
  return difference === 0
}

/** Asked for by a name at run time, so that no bundler follows it and a browser simply has none. */
function nativeHash(): NativeHash | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => { hash?: NativeHash } | undefined }
  }
  return process?.getBuiltinModule?.('node:crypto')?.hash
}
