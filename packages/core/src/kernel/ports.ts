import type { Actor } from './actor.ts'
import type { Allotment } from './allotment.ts'
import type { EntityKind, Loaded, Touch } from './entity.ts'
import type { KeyRing } from './key-ring.ts'

/** Programme, merchant, station, batch …: small, read by every call, held in memory and refreshed by cursor. */
export interface Reference {
  find<S>(entity: EntityKind<S>, name: string): S | undefined
  list<S>(entity: EntityKind<S>): readonly S[]
}

export interface ExternalId {
  readonly owner: number
  readonly n: number
}

/** Ids as other parties see them: enciphered per audience, so two shops cannot compare what they hold. */
export interface Ids {
  encode(entity: EntityKind<unknown>, id: ExternalId, audience?: string): string
  decode(entity: EntityKind<unknown>, text: string, audience?: string): ExternalId | undefined
}

export interface JournalLine {
  readonly seq: number
  readonly at: number
  readonly body: string
  readonly link: string | null
}

export type IdentityOutcome =
  | { readonly found: true; readonly owner: number; readonly created: boolean }
  | { readonly found: false; readonly conflict: true }

/** What may be known before and beside the transaction; handed to `early`, `prepare` and `touches`. */
export interface Ports {
  readonly now: number
  readonly actor: Actor
  readonly keys: KeyRing
  readonly reference: Reference
  readonly ids: Ids
  /** Whether the store outlives the process; then opening a batch needs a second person unless the programme says otherwise. */
  readonly durable: boolean
  /** How many lanes the store has; lane numbers serve as owners that lie in them. */
  readonly lanes: number
  /** True while the engine has proof, at most one second old, that nothing is left. */
  exhausted(allotment: Allotment): boolean
  random(bytes: number): Uint8Array
  /** A number for an owner this call creates: the same for every retry under one idempotency key; another after `again()`. */
  newOwner(): number
  /** Rows as last committed, without a lock; a decision must not rest on them alone. */
  read(touches: readonly Touch[]): Promise<Loaded>
  /**
   * Journal rows of one lane after `after`, in order and without gaps; `body` is the entry's JSON. Lanes count round the store's own,
   * those of earlier stores have numbers of their own (`journalLane`).
   */
  readJournal(lane: number, after: number, limit: number): Promise<readonly JournalLine[]>
  /** Finds or makes the owner behind HMACs of identifiers; several of one person point to one owner. */
  identify(identifiers: readonly Uint8Array[]): Promise<IdentityOutcome>
}

/** What `decide` may know besides its entities: no clock, no network, nothing asynchronous. */
export interface Context<P> {
  readonly durable: boolean
  readonly lanes: number
  /** Epoch milliseconds; never before any commit of the lanes that are held. */
  readonly now: number
  readonly actor: Actor
  readonly prepared: P
  readonly keys: KeyRing
  readonly reference: Reference
  readonly ids: Ids
  exhausted(allotment: Allotment): boolean
  random(bytes: number): Uint8Array
  newOwner(): number
}
