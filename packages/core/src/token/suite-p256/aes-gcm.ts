import { gcm } from '@noble/ciphers/aes.js'

const TAG_BYTES = 16

interface NativeCipher {
  setAAD(bytes: Uint8Array): void
  update(bytes: Uint8Array): Uint8Array
  final(): Uint8Array
}

type NativeKey = { readonly type: string }

interface NativeCiphers {
  createSecretKey(bytes: Uint8Array): NativeKey
  createCipheriv(
    algorithm: 'aes-256-gcm',
    key: NativeKey,
    nonce: Uint8Array,
  ): NativeCipher & { getAuthTag(): Uint8Array }
  createDecipheriv(
    algorithm: 'aes-256-gcm',
    key: NativeKey,
    nonce: Uint8Array,
    options: { readonly authTagLength: 16 },
  ): NativeCipher & { setAuthTag(tag: Uint8Array): void }
}

const native = nativeCiphers()

/**
 * AES-256-GCM, ciphertext and 16-byte tag in one. Synchronous in every runtime: by the platform where it has such a cipher, else
 * portable code, several times as slow. Both give the same bytes.
 *
 * @param key 32 bytes
 * @param nonce 12 bytes, never twice under one key
 * @see NIST SP 800-38D
 */
export function sealAesGcm(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad: Uint8Array): Uint8Array {
  if (!native) return gcm(key, nonce, aad).encrypt(plain)
  // Given bytes instead of a key object, Node 24 takes four times as long: it finds out by a failed read that they are none.
  const cipher = native.createCipheriv('aes-256-gcm', native.createSecretKey(key), nonce)
  cipher.setAAD(aad)
  const sealed = new Uint8Array(plain.length + TAG_BYTES)
  sealed.set(cipher.update(plain))
  cipher.final()
  sealed.set(cipher.getAuthTag(), plain.length)
  return sealed
}

/** @throws an error of the platform's when key, nonce, bytes or `aad` are not those it was sealed with. */
export function openAesGcm(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array {
  if (!native) return gcm(key, nonce, aad).decrypt(sealed)
  const decipher = native.createDecipheriv('aes-256-gcm', native.createSecretKey(key), nonce, {
    authTagLength: TAG_BYTES,
  })
  decipher.setAAD(aad)
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES))
  decipher.final()
  return new Uint8Array(plain)
}

/** Asked for by a name at run time, so that no bundler follows it and a browser simply has none. */
function nativeCiphers(): NativeCiphers | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => Partial<NativeCiphers> | undefined }
  }
  const crypto = process?.getBuiltinModule?.('node:crypto')
  return crypto?.createSecretKey && crypto.createCipheriv && crypto.createDecipheriv
    ? (crypto as NativeCiphers)
    : undefined
}
