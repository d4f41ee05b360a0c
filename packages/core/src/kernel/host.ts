import type { Actor } from './actor.ts'
import type { AnyOperation } from './operation.ts'
import type { Outcome } from './outcome.ts'

export interface CallOptions {
  /** One unchanging key for each act; a retry under the same key gets the stored answer. */
  readonly idempotencyKey?: string | undefined
  /**
   * The caller's word that this key was never sent before. Then what memory knows (sold out, closed) is answered without looking in the
   * store for an answer that may have been given under the key.
   */
  readonly firstTry?: boolean | undefined
  /** From a refusal `queue_waiting` of the same call, under the same key: the place it was given. */
  readonly ticket?: string | undefined
  /** Shown in problem documents and journal rows, so that a help desk can find the call. */
  readonly requestId?: string | undefined
}

export interface HealthReport {
  readonly ok: boolean
  readonly store: string
  /** Why not, when `ok` is false; a sentence an operator can act on. */
  readonly problem?: string | undefined
  /** The same as one word for machines: `unreachable`, `read_only`, `full`, `overloaded`, `store_closed` …; it names no place and no person. */
  readonly reason?: string | undefined
}

/** What the transports (HTTP, command line) need of a running system; `createTally` returns it. */
export interface TallyHost {
  readonly operations: readonly AnyOperation[]
  readonly timeZone: string
  now(): number
  /** Parse, authorise, decide, commit. Rejects only on misuse and broken invariants (`TallyError`). */
  call(operation: string, input: unknown, actor: Actor, options?: CallOptions): Promise<Outcome<unknown>>
  /** The actor behind a bearer value: a sealed session or a secret key. Refuses with `session_missing|session_invalid|session_expired|secret_key_invalid`. */
  authenticate(bearer: string | undefined): Outcome<Actor>
  /** Public keys of a tenant as a JSON Web Key Set. */
  publicKeys(tenant: string): { readonly keys: readonly Readonly<Record<string, unknown>>[] }
  health(): Promise<HealthReport>
  close(): Promise<void>
}
