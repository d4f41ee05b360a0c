/** `p256`: P-256, AES and SHA-256. `sm`: SM2, SM4 and SM3, the national algorithms (商用密码). */
export type SuiteName = 'p256' | 'sm'

/** What a key may verify: a voucher token's key never verifies a card mark, nor the other way round. */
export type KeyUse = 'sig' | 'tally-mark'

export interface PublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256' | 'SM2'
  readonly x: string
  readonly y: string
  readonly alg: 'ES256' | 'SM2'
  /** `sig` for tokens (RFC 7517 §4.2), `tally-mark` for card marks. */
  readonly use: KeyUse
  /** RFC 7638 thumbprint: SHA-256, of SM2 keys SM3. */
  readonly kid: string
}

export interface SigningKey {
  /** What it signs with. */
  readonly suite: Suite
  readonly kid: string
  readonly publicJwk: PublicJwk
  /** With the private scalar `d`: never leaves the issuer. */
  readonly privateJwk: PublicJwk & { readonly d: string }
  /** The private scalar, 32 bytes. */
  readonly secretKey: Uint8Array
}

/** A public key in the form its own suite verifies with; opaque. */
export type VerificationKey = object

/** The half of a suite that a partner needs: to verify what an issuer signed. */
export interface VerifyingSuite {
  readonly name: SuiteName
  /** `alg` of its tokens and keys. One suite has one: what a token claims never chooses. */
  readonly alg: 'ES256' | 'SM2'
  /** `crv` of its keys. */
  readonly crv: 'P-256' | 'SM2'
  /** 32 bytes. */
  hash(bytes: Uint8Array): Uint8Array
  /** Whether these are 64 bytes r ‖ s in the only spelling that is taken: one token must not have two texts (threat T2). */
  isOnlySpelling(signature: Uint8Array): boolean
  /** A key from its two coordinates, base64url of 32 bytes each; undefined for a point that is not on the curve. */
  importKey(point: { readonly x: string; readonly y: string }): Promise<VerificationKey | undefined>
  /** @param signature one that `isOnlySpelling` lets pass. */
  verify(key: VerificationKey, signature: Uint8Array, bytes: Uint8Array): Promise<boolean>
}

/** AES-128 or SM4 on single blocks, with the key schedules kept. */
export interface BlockCipher {
  /** Enciphers 16 bytes in place. */
  encipher(block: Uint8Array): void
  /** Deciphers 16 bytes in place. */
  decipher(block: Uint8Array): void
}

/**
 * The suite port: every algorithm that a key of this system may be used with, and nothing else of cryptography is reached
 * around it. Which suite is used follows from the key alone (`KeyRing.suite`); all methods but `verify` and `signJws` answer at
 * once, since decisions are synchronous. A second implementation gives the same bytes for the same input.
 */
export interface Suite extends VerifyingSuite {
  /** `enc` of its sealed sessions. */
  readonly enc: 'A256GCM' | 'SM4GCM'
  /** HMAC (RFC 2104) with the suite's hash: 32 bytes. */
  mac(key: Uint8Array, message: Uint8Array): Uint8Array
  /** The same of a text's UTF-8, in hex. */
  macHex(key: Uint8Array, text: string): string
  /** HKDF (RFC 5869) with the suite's hash. */
  deriveKey(root: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array
  /** @param key 16 bytes. */
  blockCipher(key: Uint8Array): BlockCipher
  /** GCM: ciphertext and 16-byte tag in one. @param key 32 bytes. @param nonce 12 bytes, never twice under one key. */
  seal(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, aad: Uint8Array): Uint8Array
  /** @throws any error when key, nonce, bytes or `aad` are not those it was sealed with. */
  open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Uint8Array
  /** The key pair that 48 derived bytes stand for: reduced to a scalar with 128 bits to spare (FIPS 186-5 A.2.1). */
  signingKey(seed: Uint8Array, use: KeyUse): SigningKey
  /** r ‖ s in the only spelling; the same key and bytes give the same signature, so that a card can be printed again. */
  sign(key: SigningKey, bytes: Uint8Array): Uint8Array
  /** A compact JWS with exactly this header. */
  signJws(
    key: SigningKey,
    header: { readonly alg: string; readonly kid: string; readonly typ: string },
    claims: Readonly<Record<string, unknown>>,
  ): Promise<string>
}
