import type { Actor } from '../kernel/actor.ts'
import { carriesScope } from '../kernel/actor.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Outcome } from '../kernel/outcome.ts'
import { refused } from '../kernel/outcome.ts'

/** The refusal of an actor who may not make this call at all; undefined where role and scope permit it. */
export function authorise(operation: AnyOperation, actor: Actor): Outcome<never> | undefined {
  if (operation.permits.includes('public')) return undefined
  if (!operation.permits.includes(actor.role)) return refused('permission_missing', { operation: operation.name })
  if (!carriesScope(actor, operation.scope)) return refused('scope_missing')
  return undefined
}
