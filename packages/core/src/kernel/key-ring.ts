/** What a key may verify: a voucher token's key never verifies a card mark, nor the other way round. */
export type KeyUse = 'sig' | 'tally-mark'

export interface PublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly alg: 'ES256'
  /** `sig` for tokens (RFC 7517 §4.2), `tally-mark` for card marks. */
  readonly use: KeyUse
  /** RFC 7638 thumbprint, SHA-256. */
  readonly kid: string
}

export interface Jwks {
  readonly keys: readonly PublicJwk[]
}

export interface SigningKey {
  readonly kid: string
  readonly publicJwk: PublicJwk
  /** With the private scalar `d`: never leaves the issuer. */
  readonly privateJwk: PublicJwk & { readonly d: string }
  /** The private scalar, 32 bytes. */
  readonly secretKey: Uint8Array
}

/** An epoch without its secret; times in epoch milliseconds. */
export interface KeyEpoch {
  readonly epoch: number
  readonly publishedAt: number
  readonly activeFrom: number
  readonly retiredAt: number | undefined
  readonly marksRetiredAt: number | undefined
}

/** All keys of an installation, derived by tenant, purpose and epoch. Every method answers synchronously. */
export interface KeyRing {
  /**
   * 32 bytes for one purpose. With an epoch they rotate with it; without, they last as long as the installation
   * (external ids, anything that is stored).
   */
  derive(label: string, tenant: string, epoch?: number): Uint8Array
  /** The epoch that new codes, tokens and marks use: the newest that is active and not retired. */
  epochAt(nowMs: number): number
  epochs(): readonly KeyEpoch[]
  /** 32 bytes for the identity directory's HMAC. */
  pepper(tenant: string): Uint8Array
  /** 32 bytes that wrap the data keys of persons. */
  dataKey(tenant: string): Uint8Array
  /** 32 bytes that seal sessions; without a tenant, those of the host itself. */
  sessionKey(tenant?: string): Uint8Array
  /** The ES256 key of a tenant and epoch, for voucher tokens unless `use` says card marks. */
  signingKey(tenant: string, epoch: number, use?: KeyUse): SigningKey
  /** What `/v1/{tenant}/keys` answers: published and not retired; mark keys until their marks are retired. */
  publicKeys(tenant: string, nowMs: number): Jwks
}
