import type { Change, Decision } from '../kernel/decision.ts'
import type { EntityKind, Ref, Touch } from '../kernel/entity.ts'
import { TallyError } from '../kernel/error.ts'
import type { AccountState } from '../kernel/ledger-account.ts'
import type { Context } from '../kernel/ports.ts'
import { REFERENCE_OWNER } from '../kernel/reference-ref.ts'
import type { PlacedPosting } from './accounts.ts'
import { placePostings } from './accounts.ts'
import type { JournalEntry } from './journal.ts'
import { chainGroup, journalEntry } from './journal.ts'
import { LaneWork } from './lane-work.ts'
import type { CallResult, PendingCall } from './pending-call.ts'
import { shardOf } from './placement.ts'
import { replay } from './replies.ts'
import type { GroupTransaction, Lane, LaneHead } from './store-port.ts'
import { laneName } from './store-port.ts'
import { Workspace } from './workspace.ts'

export type Settled =
  | { readonly call: PendingCall; readonly result: CallResult }
  | { readonly call: PendingCall; readonly error: unknown }

/** A piece of reference data as this group left it; the cache takes it over after the commit. */
export interface ReferenceChange {
  readonly tenant: string
  readonly entity: EntityKind<unknown>
  readonly n: number
  readonly state: unknown
}

export interface GroupOutcome {
  readonly settled: readonly Settled[]
  readonly reference: readonly ReferenceChange[]
  /** The group's time. */
  readonly now: number
}

/** What a lane journals besides the group's own calls: buffered refused attempts. */
export interface ExtraEntries {
  take(lane: Lane): readonly JournalEntry[]
  /** The commit that was to carry what was taken has failed. */
  lost(lane: Lane): void
}

/**
 * One group: load every row its calls touch, decide one after another in memory, write all of it in one commit.
 * A decision that throws fails its own call; its changes are dropped before they reach the group's.
 */
export async function runGroup(
  transaction: GroupTransaction,
  calls: readonly PendingCall[],
  shards: number,
  clockNow: number,
  extraEntries: ExtraEntries,
): Promise<GroupOutcome> {
  const group = new Group(transaction, shards, clockNow)
  await group.load(calls)
  const settled = calls.map((call) => group.settle(call))
  await group.commit(extraEntries, calls.length === 0)
  return { settled, reference: group.reference, now: group.now }
}

class Group {
  readonly #transaction: GroupTransaction
  readonly #shards: number
  readonly now: number
  readonly #workspace: Workspace
  readonly #failed = new Map<PendingCall, unknown>()
  readonly #work = new Map<string, LaneWork>()
  readonly reference: ReferenceChange[] = []
  /** Whether a decision of this group has changed rows since they were loaded. */
  #changed = false

  constructor(transaction: GroupTransaction, shards: number, clockNow: number) {
    this.#transaction = transaction
    this.#shards = shards
    this.now = Math.max(clockNow, ...transaction.heads.map((head) => head.lastNow))
    this.#workspace = new Workspace(shards)
  }

  async load(calls: readonly PendingCall[]): Promise<void> {
    const fetch = this.#transaction.load.bind(this.#transaction)
    const all = calls.flatMap((call) => (call.first ? [call.first, call] : [call]))
    await this.#workspace.load(
      all.map(({ actor, touches, reply }) => ({
        tenant: actor.tenant,
        touches: reply ? [...touches, reply.ref] : touches,
      })),
      fetch,
    )
    const next: { tenant: string; touches: readonly Touch[] }[] = []
    for (const call of calls) {
      const touches = call.operation.touchesNext && this.#touchedNext(call)
      if (touches && touches.length > 0) next.push({ tenant: call.actor.tenant, touches })
    }
    if (next.length > 0) await this.#workspace.load(next, fetch)
  }

  /** A call whose second touches cannot be told fails alone, when its turn comes. */
  #touchedNext(call: PendingCall): readonly Touch[] | undefined {
    try {
      const view = this.#workspace.view(call.actor.tenant)
      const touches = call.operation.touchesNext?.(view, call.input, call.prepared, call.ports)
      for (const touch of touches ?? []) this.#mustHold(call, shardOf(touch.beside ?? touch.owner, this.#shards))
      return touches
    } catch (error) {
      this.#failed.set(call, error)
      return undefined
    }
  }

  settle(call: PendingCall): Settled {
    const first = call.first && this.settle(call.first)
    if (first && 'error' in first) return { call, error: first.error }
    if (this.#failed.has(call)) return { call, error: this.#failed.get(call) }
    try {
      const view = this.#workspace.view(call.actor.tenant)
      const stored = call.reply && replay(view, call.reply)
      if (stored) return { call, result: stored }
      const decision: Decision<unknown, string> = call.operation.decide(view, call.input, this.#context(call))
      if (decision.kind === 'refuse') {
        if (decision.change) this.#apply(call, decision.change)
        return { call, result: { kind: 'refused', refusal: decision.refusal } }
      }
      if (decision.kind === 'again') return { call, result: { kind: 'again', now: this.now } }
      if (decision.kind === 'wait') return { call, result: decision }
      const value = call.operation.output.parse(decision.value)
      this.#apply(call, decision.change, { value })
      return { call, result: { kind: 'accepted', value, replayed: false } }
    } catch (error) {
      if (this.#changed && error instanceof TallyError && error.code === 'entity_not_touched') {
        return { call, result: { kind: 'requeue' } }
      }
      return { call, error }
    }
  }

  #context(call: PendingCall): Context<unknown> {
    const { actor, keys, reference, ids, durable, lanes } = call.ports
    return {
      now: this.now,
      actor,
      prepared: call.prepared,
      keys,
      reference,
      ids,
      durable,
      lanes,
      exhausted: (allotment) => call.ports.exhausted(allotment),
      random: (bytes) => call.ports.random(bytes),
      newOwner: () => call.ports.newOwner(),
    }
  }

  /** Everything that can fail is checked before the first row changes. A refusal has a change at most, and no reply to keep. */
  #apply(call: PendingCall, change: Change, reply?: { readonly value: unknown }): void {
    const { tenant } = call.actor
    const primary = call.lanes[0]
    if (!primary) throw new TallyError('entity_not_touched', `${call.operation.name} touches nothing.`)
    const { writes = [], removes = [], events = [], postings = [] } = change
    const placed = placePostings(postings, primary.shard, this.#shards)
    for (const shard of placed.keys()) this.#mustHold(call, shard)
    for (const { ref } of writes) this.#mustHoldRow(call, ref)
    for (const ref of removes) this.#mustHoldRow(call, ref)
    this.#changed ||= writes.length + removes.length > 0
    const reference: string[] = []
    for (const { ref, state } of writes) {
      this.#workspace.put(tenant, ref, state)
      if (ref.owner !== REFERENCE_OWNER || !ref.entity.nameOf) continue
      this.reference.push({ tenant, entity: ref.entity, n: ref.n, state })
      reference.push(`${ref.entity.kind}/${ref.n}`)
    }
    for (const ref of removes) this.#workspace.remove(tenant, ref)
    if (call.reply && reply) {
      const { ref, scope, bodyHash } = call.reply
      this.#workspace.put(tenant, ref as Ref<unknown>, { beside: ref.beside, scope, bodyHash, value: reply.value })
    }
    if (writes.length + removes.length + placed.size + events.length === 0) return
    this.#journal(call, events, placed, primary, reference)
  }

  #journal(
    call: PendingCall,
    events: NonNullable<Change['events']>,
    placed: ReadonlyMap<number, readonly PlacedPosting[]>,
    primary: Lane,
    reference: readonly string[],
  ): void {
    const { operation, actor, requestId } = call
    // In the lane where reference data lies, whichever lane is the call's own: other processes follow only that one.
    const home = shardOf(REFERENCE_OWNER, this.#shards)
    const add = (lane: Lane, ownEvents: NonNullable<Change['events']>) => {
      const postings = placed.get(lane.shard) ?? []
      const names = lane.shard === home ? reference : []
      this.#workIn(lane).add(journalEntry(operation.name, actor, requestId, ownEvents, postings, names))
    }
    add(primary, events)
    if (placed.size > 1 || reference.length > 0 || !placed.has(primary.shard)) {
      const others = new Set([...placed.keys(), ...(reference.length > 0 ? [home] : [])])
      others.delete(primary.shard)
      for (const shard of others) add({ tenant: primary.tenant, shard }, [])
    }
  }

  #workIn(lane: Lane): LaneWork {
    const name = laneName(lane)
    const known = this.#work.get(name)
    if (known) return known
    const made = new LaneWork(lane)
    this.#work.set(name, made)
    return made
  }

  #mustHoldRow(call: PendingCall, ref: Ref<unknown>): void {
    this.#mustHold(call, shardOf(ref.beside ?? ref.owner, this.#shards))
  }

  #mustHold(call: PendingCall, shard: number): void {
    for (const lane of call.lanes) if (lane.shard === shard) return
    throw new TallyError('lane_not_locked', `${call.operation.name} asks for lane ${shard}, which it did not touch.`)
  }

  /** A group that only refused costs no commit: what it might have taken along waits, unless `flush` is what it is for. */
  async commit(extraEntries: ExtraEntries, flush: boolean): Promise<void> {
    await this.#foldPostings()
    const heads: LaneHead[] = []
    const { adds, writes, removes } = this.#workspace.changes()
    const rows = adds.length + writes.length + removes.length
    if (!flush && rows + this.#work.size === 0) return this.#transaction.rollback()
    const touched = lanesTouched([adds, writes, removes])
    const journal = this.#transaction.heads.flatMap((head) => {
      const name = laneName(head)
      const entries = [...(this.#work.get(name)?.entries ?? []), ...extraEntries.take(head)]
      if (entries.length === 0) {
        // Rows without an entry of their own, such as a stripe that was filled from elsewhere: time goes on here too.
        if (touched.has(name)) heads.push({ ...head, lastNow: this.now })
        return []
      }
      const group = chainGroup(head, entries, this.now)
      heads.push(group.head)
      return group.rows
    })
    if (rows + journal.length === 0) return this.#transaction.rollback()
    try {
      await this.#transaction.commit({ adds, writes, removes, journal, heads })
    } catch (error) {
      for (const head of heads) extraEntries.lost(head)
      throw error
    }
  }

  /** Brings the accounts of every lane up to date; their rows are loaded only now that it is known which ones move. */
  async #foldPostings(): Promise<void> {
    const moved = [...this.#work.values()].map((work) => ({ tenant: work.lane.tenant, sums: [...work.sums] }))
    const touches = moved.flatMap(({ tenant, sums }) =>
      sums.length > 0 ? [{ tenant, touches: sums.map((sum) => sum.ref as Ref<unknown>) }] : [],
    )
    if (touches.length === 0) return
    await this.#workspace.load(touches, this.#transaction.load.bind(this.#transaction))
    for (const { tenant, sums } of moved) {
      for (const { ref, account, currency, amountMinor } of sums) {
        const balanceMinor = (this.#workspace.view(tenant).get(ref)?.balanceMinor ?? 0) + amountMinor
        const state: AccountState = { account, currency, balanceMinor }
        this.#workspace.put(tenant, ref as Ref<unknown>, state)
      }
    }
  }
}

function lanesTouched(rows: readonly (readonly Lane[])[]): ReadonlySet<string> {
  const names = new Set<string>()
  let last: Lane | undefined
  for (const row of rows.flat()) {
    // Most rows of a group lie in the lane of the row before.
    if (last && last.shard === row.shard && last.tenant === row.tenant) continue
    names.add(laneName(row))
    last = row
  }
  return names
}
