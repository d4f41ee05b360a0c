import type { KeyUse, PublicJwk, SigningKey, Suite, SuiteName } from './suite.ts'

export interface Jwks {
  readonly keys: readonly PublicJwk[]
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
  /**
   * The algorithms of this tenant's keys of an epoch: codes, digits, tokens, marks. Without an epoch those of what lasts as
   * long as the installation: identity directory, ids, keyed numbers of rows, sealed facts.
   */
  suite(tenant: string, epoch?: number): Suite
  /** Every suite that a key of this ring may be of. */
  readonly suites: readonly Suite[]
  /** 32 bytes for the identity directory's HMAC. */
  pepper(tenant: string): Uint8Array
  /** 32 bytes that wrap the data keys of persons. */
  dataKey(tenant: string): Uint8Array
  /** 32 bytes that seal sessions, `p256` unless said; without a tenant, those of the host itself. Each suite has its own. */
  sessionKey(tenant?: string, suite?: SuiteName): Uint8Array
  /** The key pair of a tenant and epoch, for tokens unless `use` says card marks. */
  signingKey(tenant: string, epoch: number, use?: KeyUse): SigningKey
  /** What `/v1/{tenant}/keys` answers: published and not retired; mark keys until their marks are retired. */
  publicKeys(tenant: string, nowMs: number): Jwks
}
