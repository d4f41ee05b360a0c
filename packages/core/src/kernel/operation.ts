import type { z } from 'zod'
import type { Role, Scope } from './actor.ts'
import type { Decision } from './decision.ts'
import type { Loaded, Touch } from './entity.ts'
import type { Outcome, Refusal } from './outcome.ts'
import type { Context, Ports } from './ports.ts'
import type { CommonRefusalCode, RefusalCode } from './refusals/catalogue.ts'

export type Route = `${'GET' | 'POST'} /v1/${string}`

type MaybePromise<T> = T | Promise<T>

/**
 * One change to (or view of) the world: data and one pure function. From the table of operations come route, OpenAPI
 * entry, client method, command-line verb, permission and mock; none is written a second time.
 */
export interface Operation<
  N extends string = string,
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  P = unknown,
  C extends RefusalCode = RefusalCode,
> {
  /** `noun.verb`: also the client method, the command-line verb, the audit verb and the permission. */
  readonly name: N
  /** One sentence for people: the promise. */
  readonly summary: string
  readonly kind: 'write' | 'read'
  /** Placeholders name input fields: `POST /v1/vouchers/{voucherId}/codes`. */
  readonly route: Route
  readonly input: I
  readonly output: O
  readonly permits: readonly Role[]
  readonly scope: Scope
  /** Every code this operation may answer, besides the common ones. */
  readonly refusals: readonly C[]
  /** `natural`: repeating the call does no harm and its answer is not kept (codes, sessions). Default `key`. */
  readonly idempotency?: 'key' | 'natural' | undefined
  /** Inputs that only prove something about the call: a retry under the same key may bring others, or none. */
  readonly proofs?: readonly string[] | undefined
  /**
   * People come for it all at once. Its calls wait behind all others and can never take every place in the queue, so that tills go on in
   * a storm; when too many wait, newcomers are given a place in the waiting room.
   */
  readonly crowd?: boolean | undefined
  /** Refuses without the store what memory already knows: not open yet, sold out, stopped. */
  readonly early?: ((input: z.output<I>, ports: Ports) => Refusal<C> | undefined) | undefined
  /** Outside the transaction: decode codes and ids, check signatures, look up identities. */
  readonly prepare?: ((input: z.output<I>, ports: Ports) => MaybePromise<Outcome<P, C>>) | undefined
  /** The rows it will lock and load; the first one is where its idempotency key lives. At most eight lanes. */
  readonly touches: (input: z.output<I>, prepared: P, ports: Ports) => readonly Touch[]
  /** More rows of the same lanes that only the loaded ones can name. */
  readonly touchesNext?:
    | ((loaded: Loaded, input: z.output<I>, prepared: P, ports: Ports) => readonly Touch[])
    | undefined
  readonly decide: (loaded: Loaded, input: z.output<I>, ctx: Context<P>) => Decision<z.output<O>, C>
}

// biome-ignore lint/suspicious/noExplicitAny: the one place where operations of all types stand together
export type AnyOperation = Operation<string, any, any, any, any>

export type InputOf<T> = T extends { readonly input: infer I extends z.ZodType } ? z.input<I> : never
export type OutputOf<T> = T extends { readonly output: infer O extends z.ZodType } ? z.output<O> : never
export type RefusalCodesOf<T> = T extends { readonly refusals: readonly (infer C extends string)[] }
  ? C | CommonRefusalCode
  : never

export function defineOperation<
  const N extends string,
  I extends z.ZodType,
  O extends z.ZodType,
  const C extends RefusalCode,
  P = undefined,
>(operation: Operation<N, I, O, P, C>): Operation<N, I, O, P, C> {
  return operation
}
