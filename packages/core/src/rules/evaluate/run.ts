import type { FactSource, Viewer } from '../facts/define-fact.ts'
import type { FactGroups } from '../facts/fact-groups.ts'

type Group = Readonly<Record<string, unknown>>

const none: Group = Object.freeze(Object.create(null) as Group)

/** Where a source's group stands in `Run.groups`. */
export const sourceIndex = { session: 0, client: 1, store: 2, provider: 3 } as const

/** One evaluation. Nodes write what they found under their number, so that reasons need no second look at the facts. */
export interface Run {
  /** By `sourceIndex`. */
  readonly groups: [session: Group, client: Group, store: Group, provider: Group]
  /** True when the groups inherit from nothing but an untouched Object.prototype: then a plain read sees own properties only. */
  plain: boolean
  /** Epoch milliseconds. */
  now: number
  viewer: Viewer | undefined
  readonly truths: Uint8Array
  /** Why a condition is unknown, by number. */
  readonly problems: (string | undefined)[]
}

export function createRun(nodes: number): Run {
  return {
    groups: [none, none, none, none],
    plain: true,
    now: 0,
    viewer: undefined,
    truths: new Uint8Array(nodes),
    problems: new Array<string | undefined>(nodes).fill(undefined),
  }
}

/** Lays facts out for one evaluation. What is no object counts as an empty group. */
export function beginRun(run: Run, facts: FactGroups, now: number, viewer: Viewer | undefined): void {
  run.now = now
  run.viewer = viewer
  const { session, client, store, provider } = typeof facts === 'object' && facts !== null ? facts : nothing
  run.plain = isUntouched()
  const { groups } = run
  groups[0] = session === undefined ? none : groupOf(session, 'session', facts, run)
  groups[1] = client === undefined ? none : groupOf(client, 'client', facts, run)
  groups[2] = store === undefined ? none : groupOf(store, 'store', facts, run)
  groups[3] = provider === undefined ? none : groupOf(provider, 'provider', facts, run)
}

/** Facts are not kept between evaluations: they may be about a person. */
export function endRun(run: Run): void {
  const { groups } = run
  groups[0] = none
  groups[1] = none
  groups[2] = none
  groups[3] = none
}

const nothing: FactGroups = Object.freeze({})
const objectPrototype: unknown = Object.prototype

/** Read as a property, because engines fold that to a constant for objects of one shape; an own key of that name is no prototype. */
type Inheriting = { readonly __proto__?: unknown }

function groupOf(group: unknown, source: FactSource, facts: FactGroups, run: Run): Group {
  if (typeof group !== 'object' || group === null) return none
  // biome-ignore lint/suspicious/noProto: Object.getPrototypeOf costs a tenth of a decision here
  if ((group as Inheriting).__proto__ !== objectPrototype) run.plain = false
  // Once somebody has assigned to Object.prototype, a whole group may be inherited.
  return run.plain || Object.hasOwn(facts, source) ? (group as Group) : none
}

/** False once somebody has assigned to Object.prototype: an inherited value is nobody's fact. */
function isUntouched(): boolean {
  for (const _ in Object.prototype) return false
  return true
}
