import type { Actor } from '../kernel/actor.ts'
import type { Allotment } from '../kernel/allotment.ts'
import type { EntityKind, Touch } from '../kernel/entity.ts'
import { TallyError } from '../kernel/error.ts'
import type { CallOptions } from '../kernel/host.ts'
import { inputInvalid } from '../kernel/input-invalid.ts'
import type { KeyRing } from '../kernel/key-ring.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Outcome, Refusal } from '../kernel/outcome.ts'
import { accepted, refused } from '../kernel/outcome.ts'
import type { Ids, Ports, Reference } from '../kernel/ports.ts'
import { Allotments } from './allotments.ts'
import { AttemptBuffer } from './attempts.ts'
import { authorise } from './authorise.ts'
import type { Clock } from './clock.ts'
import { GroupRunner } from './group-runner.ts'
import { lanesOf, lanesOfBoth } from './lanes-of.ts'
import { orOverloaded } from './or-overloaded.ts'
import type { CallResult, PendingCall, ReplySlot } from './pending-call.ts'
import { LaneTable } from './placement.ts'
import type { PortsOptions } from './ports.ts'
import { callPorts } from './ports.ts'
import type { RandomSource } from './random.ts'
import { ReferenceCache } from './reference-cache.ts'
import type { Refill, Refilled } from './refill-allotment.ts'
import { refillAllotment } from './refill-allotment.ts'
import { replySlot } from './replies.ts'
import { runGroup } from './run-group.ts'
import type { Scheduler } from './scheduler.ts'
import type { Lane, Store } from './store-port.ts'
import { StoredReplies } from './stored-replies.ts'
import { WaitingRoom } from './waiting-room.ts'

const MAX_ATTEMPTS = 256
const ATTEMPT_FLUSH_MS = 1000
/** So long after a call was turned away the system says that it is overloaded. */
const OVERLOADED_MS = 1000
/** Refusals for want of room: journalled they would be the load that they are to keep away. */
const UNTOLD: ReadonlySet<string> = new Set(['overloaded', 'queue_waiting', 'queue_ticket_expired'])

/** A call that has been let in once is not sent to the waiting room when it has to be decided again. */
interface TryOptions extends CallOptions {
  readonly isLetIn?: boolean
  /** What is to be brought in the same transaction, before the call is decided. */
  readonly refill?: Refill
}

export interface EngineOptions {
  readonly store: Store
  readonly operations: readonly AnyOperation[]
  readonly referenceKinds: readonly EntityKind<unknown>[]
  /** Whether an actor's session was ended before its time; asked at every call, so it must answer from memory. */
  readonly isRevoked?: (actor: Actor, reference: Reference) => boolean
  readonly keys: KeyRing
  readonly ids: (tenant: string) => Ids
  readonly clock: Clock
  readonly random: RandomSource
  readonly scheduler: Scheduler
}

/** Runs operations: parse → authorise → early → prepare → gather → decide → commit → answer. */
export class Engine {
  readonly #options: EngineOptions
  readonly #operations: ReadonlyMap<string, AnyOperation>
  readonly #runner: GroupRunner
  readonly #allotments: Allotments
  readonly #reference: ReferenceCache
  readonly #attempts = new AttemptBuffer()
  readonly #replies: StoredReplies
  readonly #room: WaitingRoom
  readonly #lanes = new LaneTable()
  readonly #ports: PortsOptions
  #cancelFlush: (() => void) | undefined
  #notBefore = 0

  constructor(options: EngineOptions) {
    this.#options = options
    this.#operations = new Map(options.operations.map((operation) => [operation.name, operation]))
    this.#reference = new ReferenceCache(options.store, options.referenceKinds, options.scheduler)
    this.#runner = new GroupRunner({
      store: options.store,
      // What was prepared for this process's time must not be decided in a lane that is still behind it.
      clock: { now: () => this.now() },
      scheduler: options.scheduler,
      random: options.random,
      extraEntries: this.#attempts,
      onCommitted: ({ reference, now }) => {
        this.#reference.apply(reference)
        this.#notBefore = Math.max(this.#notBefore, now)
      },
    })
    this.#replies = new StoredReplies(options.store)
    this.#room = new WaitingRoom(options.keys, this.#runner)
    this.#allotments = new Allotments(
      options.store,
      (input, tenant) => this.#runRefill(input, tenant),
      () => this.now(),
    )
    this.#ports = { ...options, allotments: this.#allotments }
  }

  /** The clock, but never before what this process has committed: a clock that is set back must not reopen the past. */
  now(): number {
    return Math.max(this.#options.clock.now(), this.#notBefore)
  }

  /** Whether calls were turned away just now because too many waited. */
  get isOverloaded(): boolean {
    return this.now() - this.#runner.turnedAwayAt < OVERLOADED_MS
  }

  get statistics(): { readonly groups: number; readonly calls: number } {
    return this.#runner.statistics
  }

  /**
   * One call, from parsed input to durable answer.
   * @throws TallyError `operation_unknown` for a name that is not in the table; what a broken invariant throws.
   */
  async call(name: string, input: unknown, actor: Actor, options: CallOptions = {}): Promise<Outcome<unknown>> {
    const operation = this.#operations.get(name)
    if (!operation) throw new TallyError('operation_unknown', `There is no operation ${name}.`)
    const barred = authorise(operation, actor)
    const outcome = barred ?? (await this.#parsed(operation, input, actor, options))
    // Refusals of the public are nobody's: they would tell nothing, and let anybody fill the disk, under any tenant's name.
    const isTold = operation.kind === 'write' && actor.role !== 'public'
    if (!outcome.ok && isTold && !UNTOLD.has(outcome.code)) this.#recordAttempt(operation, outcome, actor)
    return outcome
  }

  async #parsed(operation: AnyOperation, raw: unknown, actor: Actor, options: CallOptions): Promise<Outcome<unknown>> {
    const parsed = operation.input.safeParse(raw)
    if (!parsed.success) return inputInvalid(parsed.error.issues, raw)
    // Only `again` asks for another owner number: a retry under the same key must meet the same collisions, no others.
    let ownerTry = 0
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const attemptWith = (more: TryOptions) =>
        this.#attempt(operation, parsed.data, actor, { ...options, ...more }, ownerTry)
      const first = await attemptWith({ isLetIn: attempt > 0 })
      const result = first.kind === 'wait' ? await this.#supply(actor.tenant, first, attemptWith) : first
      if (!result) continue
      if (result.kind === 'accepted') return accepted(result.value)
      if (result.kind === 'refused') return result.refusal
      if (result.kind === 'again') ownerTry += 1
    }
    return refused('overloaded', { retryAfterSeconds: 1 }, { retryable: true })
  }

  #supply(
    tenant: string,
    { allotments, amount, lane }: CallResult & { kind: 'wait'; lane?: Lane },
    attemptWith: (more: TryOptions) => Promise<CallResult>,
  ): Promise<CallResult | undefined> {
    // A lane's number is an owner that lies in it.
    const wanted = { allotments, amount, taker: lane?.shard ?? 0 }
    return this.#allotments.request(tenant, wanted, (refill) => attemptWith({ isLetIn: true, refill }))
  }

  async #attempt(
    operation: AnyOperation,
    input: unknown,
    actor: Actor,
    options: TryOptions,
    ownerTry: number,
  ): Promise<CallResult & { lane?: Lane }> {
    const { store } = this.#options
    const reference = await this.#reference.of(actor.tenant)
    if (this.#options.isRevoked?.(actor, reference)) return { kind: 'refused', refusal: refused('session_invalid') }
    const scope = { operation: operation.name, idempotencyKey: options.idempotencyKey, ownerTry }
    const ports = callPorts(this.#ports, actor, reference, this.now(), scope)
    const early = operation.early?.(input, ports)
    const isNew = options.firstTry === true || options.idempotencyKey === undefined
    if (early && isNew) return { kind: 'refused', refusal: early }
    const prepared: Outcome<unknown> = operation.prepare ? await operation.prepare(input, ports) : accepted(undefined)
    if (!prepared.ok) return { kind: 'refused', refusal: prepared }
    const touches: readonly Touch[] = operation.touches(input, prepared.value, ports)
    const reply = replySlot(operation, input, actor, touches, options.idempotencyKey, ports.keys)
    const isAtDoor = early === undefined && operation.crowd && !options.isLetIn
    const place = isAtDoor ? this.#room.placeOf(operation.name, actor, options, this.now()) : undefined
    const gone = early ?? (place?.code === 'queue_waiting' ? await this.#isGoneFor(operation, input, ports) : undefined)
    // Neither what memory knows today nor the line must hide an answer that was given under this key before. Whoever brings a
    // ticket still waits, or goes in and is told there.
    const mayHaveGot = gone !== undefined || (place !== undefined && options.ticket === undefined)
    const stored = reply && !isNew && mayHaveGot ? await this.#stored(actor.tenant, reply) : undefined
    if (stored) return stored
    const away = gone ?? place
    if (away) return { kind: 'refused', refusal: away }
    const first = options.refill && this.#pendingRefill(options.refill, actor.tenant, reference)
    const lanes = lanesOf(operation, actor.tenant, store.shards, touches, this.#lanes)
    const call: PendingCall = {
      operation,
      input,
      actor,
      prepared: prepared.value,
      ports,
      touches,
      lanes: first ? lanesOfBoth(lanes, first.lanes) : lanes,
      reply,
      requestId: options.requestId ?? '',
      first,
    }
    if (operation.kind === 'read') return this.#read(call)
    const result = await this.#submit(call)
    return { ...result, ...(call.lanes[0] ? { lane: call.lanes[0] } : {}) }
  }

  /** What a call that is to wait would hear at its turn: that nothing is left of what it comes for. Undefined while there is. */
  async #isGoneFor(operation: AnyOperation, input: unknown, ports: Ports): Promise<Refusal | undefined> {
    const wanted: Allotment[] = []
    const exhausted = (allotment: Allotment) => {
      wanted.push(allotment)
      return ports.exhausted(allotment)
    }
    operation.early?.(input, { ...ports, exhausted })
    const { tenant } = ports.actor
    const looks = await Promise.all(wanted.map((allotment) => this.#allotments.isGone(tenant, allotment)))
    return looks.includes(true) ? operation.early?.(input, ports) : undefined
  }

  async #stored(tenant: string, slot: ReplySlot): Promise<CallResult | undefined> {
    return orOverloaded(() => this.#replies.find(tenant, slot))
  }

  async #submit(call: PendingCall): Promise<CallResult> {
    return orOverloaded(() => this.#runner.submit(call))
  }

  /** A view needs no lane: it decides on rows as last committed and may change nothing. */
  async #read(call: PendingCall): Promise<CallResult> {
    const { operation, input, ports } = call
    const first = await ports.read(call.touches)
    const next = operation.touchesNext?.(first, input, call.prepared, ports)
    const loaded = next ? await ports.read([...call.touches, ...next]) : first
    const decision = operation.decide(loaded, input, { ...ports, prepared: call.prepared })
    if (decision.kind !== 'accept' && decision.kind !== 'refuse') {
      throw new TallyError('view_waits', `${operation.name} is a view and must answer.`)
    }
    if ((decision.change?.writes?.length ?? 0) + (decision.change?.events?.length ?? 0) > 0) {
      throw new TallyError('view_writes', `${operation.name} is a view and must not change anything.`)
    }
    if (decision.kind === 'refuse') return { kind: 'refused', refusal: decision.refusal }
    return { kind: 'accepted', value: operation.output.parse(decision.value), replayed: false }
  }

  async #runRefill(input: Refill, tenant: string): Promise<Refilled> {
    const result = await this.#attempt(refillAllotment, input, ofItself(tenant), {}, 0)
    if (result.kind !== 'accepted') throw new TallyError('refill_failed', 'The allotment could not be refilled.')
    return result.value as Refilled
  }

  #pendingRefill(input: Refill, tenant: string, reference: Reference): PendingCall {
    const actor = ofItself(tenant)
    const scope = { operation: refillAllotment.name, idempotencyKey: undefined, ownerTry: 0 }
    const ports = callPorts(this.#ports, actor, reference, this.now(), scope)
    const touches = refillAllotment.touches(input, undefined, ports)
    const lanes = lanesOf(refillAllotment, tenant, this.#options.store.shards, touches, this.#lanes)
    const call = { operation: refillAllotment, input, actor, prepared: undefined, ports, touches, lanes }
    return { ...call, reply: undefined, requestId: '' }
  }

  #recordAttempt(operation: AnyOperation, refusal: Refusal, actor: Actor): void {
    const { store, scheduler } = this.#options
    const lane = { tenant: actor.tenant, shard: (actor.owner ?? 0) % store.shards }
    this.#attempts.record(lane, operation.name, refusal, actor, this.now())
    this.#cancelFlush ??= scheduler.later(ATTEMPT_FLUSH_MS, () => {
      this.#cancelFlush = undefined
      void this.flushAttempts().catch(() => undefined) // counted as dropped; the next refusal schedules again
    })
  }

  /** Journals refused attempts that no group has taken along. */
  async flushAttempts(): Promise<void> {
    const { store } = this.#options
    const flush = async (lanes: readonly Lane[], mode: 'free' | 'wait') => {
      const transaction = await store.begin(lanes, mode)
      if (transaction) await runGroup(transaction, [], store.shards, this.now(), this.#attempts)
    }
    const lanes = this.#attempts.lanes()
    // A crowd is refused in all lanes at once: one commit for those that are free.
    if (lanes.length > 1 && !store.servesOneShard) await flush(lanes, 'free')
    for (const lane of this.#attempts.lanes()) await flush([lane], 'wait')
  }

  async close(): Promise<void> {
    this.#cancelFlush?.()
    this.#reference.close()
    await this.#runner.drain()
    await this.flushAttempts()
  }
}

function ofItself(tenant: string): Actor {
  return { role: 'system', tenant, id: 'engine' }
}
