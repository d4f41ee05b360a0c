import type { KeySet } from '../key-set/key-set.ts'

/** Whose word counts, and when. */
export interface OfflineIssuer {
  readonly keys: KeySet
  /** Exactly the issuer's `iss`. */
  readonly issuer: string
  /** Key ids the issuer has told you to refuse at once. */
  readonly deniedKids?: readonly string[] | undefined
}
