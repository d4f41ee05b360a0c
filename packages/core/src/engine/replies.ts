import type { Actor } from '../kernel/actor.ts'
import { principalOf } from '../kernel/actor.ts'
import { canonicalJson } from '../kernel/canonical-json.ts'
import { number48, sha256Hex } from '../kernel/digest.ts'
import type { Loaded, Touch } from '../kernel/entity.ts'
import { defineEntity, isSpan, ref } from '../kernel/entity.ts'
import type { KeyRing } from '../kernel/key-ring.ts'
import { keyedHex } from '../kernel/keyed-hash.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import { refused } from '../kernel/outcome.ts'
import type { CallResult, ReplySlot, StoredReply } from './pending-call.ts'

/** Answers of accepted calls by idempotency key, written in the same commit as their effect and beside the first entity. */
export const storedReply = defineEntity<StoredReply>({ kind: 5, name: 'storedReply', version: 1 })

/**
 * The slot for a call's answer: scoped to tenant (by the row's key), principal, operation and first entity, so that one
 * caller's key never finds another's answer. Undefined where the operation keeps no answers or no key was given.
 *
 * The body is kept as a keyed hash: it may hold a card's secret, a donation or a place, which a thief of the database
 * would find by trying them all under a plain one (threat P2).
 */
export function replySlot(
  operation: AnyOperation,
  input: unknown,
  actor: Actor,
  touches: readonly Touch[],
  idempotencyKey: string | undefined,
  keys: KeyRing,
): ReplySlot | undefined {
  const first = touches[0]
  if (idempotencyKey === undefined || operation.idempotency === 'natural' || operation.kind === 'read' || !first) {
    return undefined
  }
  const entity = isSpan(first)
    ? `${first.owner}/${first.entity.kind}`
    : `${first.owner}/${first.entity.kind}/${first.n}`
  const scope = sha256Hex(JSON.stringify([principalOf(actor), operation.name, entity, idempotencyKey]))
  return {
    // The scope is a digest already: its first 48 bits are as good a number as a second digest's.
    ref: ref(storedReply, first.owner, number48(scope), first.beside),
    scope,
    bodyHash: keyedHex(keys, 'reply-body', actor.tenant, canonicalJson(asked(operation, input))),
  }
}

/** What is asked for, without what only proves something. */
function asked({ proofs }: AnyOperation, input: unknown): unknown {
  if (!proofs) return input
  return Object.fromEntries(Object.entries(input as object).filter(([name]) => !proofs.includes(name)))
}

/** The stored answer, or the refusal for a key that was used with another body; undefined when the call is new. */
export function replay(loaded: Loaded, slot: ReplySlot): CallResult | undefined {
  const stored = loaded.get(slot.ref)
  if (!stored || stored.scope !== slot.scope) return undefined
  if (stored.bodyHash !== slot.bodyHash) return { kind: 'refused', refusal: refused('idempotency_key_reused') }
  return { kind: 'accepted', value: stored.value, replayed: true }
}
