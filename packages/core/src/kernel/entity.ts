/** One kind of row. `kind` is stored and, for holders' rights, travels in codes: never reuse a number. */
export interface EntityKind<S> {
  readonly kind: number
  readonly name: string
  /** Version of the state's shape; rows of older versions pass through `upcast` when they are loaded. */
  readonly version: number
  readonly upcast?: (state: unknown, version: number) => S
  /** Three letters before ids of this kind that other parties see, e.g. `vch`. */
  readonly idPrefix?: string
  /** Reference data is also held in memory by name, see `engine/reference`. */
  nameOf?(state: S): string
}

/**
 * The address of one row: it lies with its owner, in the lane of `beside` when given (a batch's stripe lies beside
 * the holder that takes from it), else in the owner's own lane.
 */
export interface Ref<S> {
  readonly entity: EntityKind<S>
  readonly owner: number
  readonly n: number
  readonly beside?: number | undefined
}

/** All rows of one kind that one owner has, in order of `n`, `from ≤ n < to`. */
export interface Span<S> {
  readonly entity: EntityKind<S>
  readonly owner: number
  readonly from: number
  readonly to: number
  readonly limit: number
  readonly beside?: number | undefined
}

export type Touch = Ref<unknown> | Span<unknown>

/** Above every `n`; those of rows with an external id stay below 2^40, which is what an id cipher carries. */
export const MAX_N = Number.MAX_SAFE_INTEGER

export function defineEntity<S>(kind: EntityKind<S>): EntityKind<S> {
  return kind
}

export function ref<S>(entity: EntityKind<S>, owner: number, n = 0, beside?: number): Ref<S> {
  return beside === undefined ? { entity, owner, n } : { entity, owner, n, beside }
}

export function span<S>(
  entity: EntityKind<S>,
  owner: number,
  options: { from?: number; to?: number; limit?: number; beside?: number } = {},
): Span<S> {
  const { from = 0, to = MAX_N, limit = 200, beside } = options
  return { entity, owner, from, to, limit, ...(beside === undefined ? {} : { beside }) }
}

export function isSpan(touch: Touch): touch is Span<unknown> {
  return 'limit' in touch
}

/** What `decide` may see: the rows it named in `touches`, as they stand after the decisions before it in the group. */
export interface Loaded {
  /** The row's state, or undefined where there is none. Asking for a row that was not touched throws `entity_not_touched`. */
  get<S>(ref: Ref<S>): S | undefined
  /** Every row of a touched span, ascending by `n`. */
  all<S>(span: Span<S>): readonly { readonly n: number; readonly state: S }[]
}

export interface Write {
  readonly ref: Ref<unknown>
  readonly state: unknown
}

export function write<S>(target: Ref<S>, state: S): Write {
  return { ref: target as Ref<unknown>, state }
}
