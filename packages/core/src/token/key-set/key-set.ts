import type { KeyUse, VerificationKey, VerifyingSuite } from '../../kernel/suite.ts'

/** A key that may verify, and its id. */
export interface VerifyingKey {
  readonly kid: string
  readonly key: VerificationKey
  /** What it verifies with, and nothing else does. */
  readonly suite: VerifyingSuite
}

/**
 * Where verification takes its public keys from: made by `createKeySet` (pinned) or `createRemoteKeySet` (from an
 * address that you, never a token, named).
 */
export interface KeySet {
  /** The suites that its keys may be of. */
  readonly suites: readonly VerifyingSuite[]
  /**
   * The key with this id and use. `unknown`: the set has none. `unavailable`: the set could not be read, nothing is known.
   *
   * @param id a whole `kid`, or for card marks its first eight characters.
   */
  find(use: KeyUse, id: string): Promise<VerifyingKey | 'unknown' | 'unavailable'>
}

/** How much of a `kid` a card mark carries: 48 bits, in eight characters. */
export const MARK_HINT_CHARACTERS = 8
