import type { Change, Decision } from '../kernel/decision.ts'
import type { EntityKind, Touch } from '../kernel/entity.ts'
import { TallyError } from '../kernel/error.ts'
import type { AccountState } from '../kernel/ledger-account.ts'
import { accountEntity } from '../kernel/ledger-account.ts'
import type { Context } from '../kernel/ports.ts'
import { REFERENCE_OWNER } from '../kernel/reference-ref.ts'
import type { PlacedPosting } from './accounts.ts'
import { accountKey, placePostings } from './accounts.ts'
import type { JournalEntry } from './journal.ts'
import { chainGroup, journalEntry } from './journal.ts'
import type { CallResult, PendingCall } from './pending-call.ts'
import { keyOf, laneOf, shardOf } from './placement.ts'
import { replay } from './replies.ts'
import type { GroupTransaction, Lane, LaneHead, RowKey } from './store-port.ts'
import { laneName } from './store-port.ts'
import { decode, Workspace } from './workspace.ts'

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
  readonly #entries = new Map<string, JournalEntry[]>()
  readonly #postings: { lane: Lane; posting: PlacedPosting }[] = []
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
    await this.#workspace.load(
      calls.map(({ actor, touches, reply }) => ({
        tenant: actor.tenant,
        touches: reply ? [...touches, reply.ref] : touches,
      })),
      fetch,
    )
    const next = calls.flatMap((call) => {
      const touches = this.#touchedNext(call)
      return touches ? [{ tenant: call.actor.tenant, touches }] : []
    })
    if (next.length > 0) await this.#workspace.load(next, fetch)
  }

  /** A call whose second touches cannot be told fails alone, when its turn comes. */
  #touchedNext(call: PendingCall): readonly Touch[] | undefined {
    try {
      const view = this.#workspace.view(call.actor.tenant)
      const touches = call.operation.touchesNext?.(view, call.input, call.prepared, call.ports)
      for (const touch of touches ?? []) this.#mustHold(call, laneOf(call.actor.tenant, this.#shards, touch).shard)
      return touches
    } catch (error) {
      this.#failed.set(call, error)
      return undefined
    }
  }

  settle(call: PendingCall): Settled {
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
    const placed = placePostings(change.postings ?? [], primary.shard, this.#shards)
    for (const shard of placed.keys()) this.#mustHold(call, shard)
    const writes = (change.writes ?? []).map((write) => ({ ...write, key: this.#lockedKey(call, write.ref) }))
    const removes = (change.removes ?? []).map((ref) => this.#lockedKey(call, ref))
    const events = change.events ?? []
    const silent = writes.length + removes.length + placed.size + events.length === 0
    this.#changed ||= writes.length + removes.length > 0
    for (const { key, ref, state } of writes) this.#workspace.put(key, ref.entity, state)
    for (const key of removes) this.#workspace.remove(key)
    if (call.reply && reply) {
      const { ref, scope, bodyHash } = call.reply
      const kept = { scope, bodyHash, value: reply.value }
      this.#workspace.put(keyOf(tenant, this.#shards, ref), ref.entity as EntityKind<unknown>, kept)
    }
    if (silent) return
    const reference = writes.filter(({ ref }) => ref.owner === REFERENCE_OWNER && ref.entity.nameOf)
    for (const { ref, key, state } of reference) this.reference.push({ tenant, entity: ref.entity, n: key.n, state })
    this.#journal(
      call,
      events,
      placed,
      primary,
      reference.map(({ key }) => `${key.kind}/${key.n}`),
    )
  }

  #journal(
    call: PendingCall,
    events: Change['events'],
    placed: ReadonlyMap<number, readonly PlacedPosting[]>,
    primary: Lane,
    reference: readonly string[],
  ): void {
    const { operation, actor, requestId } = call
    const add = (
      lane: Lane,
      ownEvents: Change['events'],
      postings: readonly PlacedPosting[],
      names: readonly string[],
    ) => {
      const entry = journalEntry(operation.name, actor, requestId, ownEvents ?? [], postings, names)
      const entries = this.#entries.get(laneName(lane))
      if (entries) entries.push(entry)
      else this.#entries.set(laneName(lane), [entry])
      for (const posting of postings) this.#postings.push({ lane, posting })
    }
    // In the lane where reference data lies, whichever lane is the call's own: other processes follow only that one.
    const home = shardOf(REFERENCE_OWNER, this.#shards)
    const namesIn = (shard: number) => (shard === home ? reference : [])
    add(primary, events, placed.get(primary.shard) ?? [], namesIn(primary.shard))
    const others = new Set([...placed.keys(), ...(reference.length > 0 ? [home] : [])])
    others.delete(primary.shard)
    for (const shard of others) add({ tenant: primary.tenant, shard }, [], placed.get(shard) ?? [], namesIn(shard))
  }

  #lockedKey(call: PendingCall, ref: Parameters<typeof keyOf>[2]): RowKey {
    const key = keyOf(call.actor.tenant, this.#shards, ref)
    this.#mustHold(call, key.shard)
    return key
  }

  #mustHold(call: PendingCall, shard: number): void {
    if (call.lanes.some((lane) => lane.shard === shard)) return
    throw new TallyError('lane_not_locked', `${call.operation.name} asks for lane ${shard}, which it did not touch.`)
  }

  /** A group that only refused costs no commit: what it might have taken along waits, unless `flush` is what it is for. */
  async commit(extraEntries: ExtraEntries, flush: boolean): Promise<void> {
    await this.#foldPostings()
    const heads: LaneHead[] = []
    const { writes, removes } = this.#workspace.changes()
    if (!flush && writes.length + removes.length + this.#entries.size === 0) return this.#transaction.rollback()
    const touched = new Set([...writes, ...removes].map(laneName))
    const journal = this.#transaction.heads.flatMap((head) => {
      const entries = [...(this.#entries.get(laneName(head)) ?? []), ...extraEntries.take(head)]
      if (entries.length === 0) {
        // Rows without an entry of their own, such as a stripe that was filled from elsewhere: time goes on here too.
        if (touched.has(laneName(head))) heads.push({ ...head, lastNow: this.now })
        return []
      }
      const group = chainGroup(head, entries, this.now)
      heads.push(group.head)
      return group.rows
    })
    if (writes.length + removes.length + journal.length === 0) return this.#transaction.rollback()
    try {
      await this.#transaction.commit({ writes, removes, journal, heads })
    } catch (error) {
      for (const head of heads) extraEntries.lost(head)
      throw error
    }
  }

  async #foldPostings(): Promise<void> {
    const sums = new Map<string, { key: RowKey; posting: PlacedPosting; amountMinor: number }>()
    for (const { lane, posting } of this.#postings) {
      const key = accountKey(lane, posting.account, posting.currency)
      const name = `${laneName(lane)}\u0000${key.n}`
      const sum = sums.get(name)
      if (sum) sum.amountMinor += posting.amountMinor
      else sums.set(name, { key, posting, amountMinor: posting.amountMinor })
    }
    if (sums.size === 0) return
    const rows = await this.#transaction.load(
      [...sums.values()].map(({ key }) => key),
      [],
    )
    const before = new Map(rows.map((row) => [`${laneName(row)}\u0000${row.n}`, decode(row, accountEntity)]))
    for (const [name, { key, posting, amountMinor }] of sums) {
      const balanceMinor = (before.get(name)?.balanceMinor ?? 0) + amountMinor
      const state: AccountState = { account: posting.account, currency: posting.currency, balanceMinor }
      this.#workspace.put(key, accountEntity as EntityKind<unknown>, state)
    }
  }
}
