import type { Loaded } from '../../kernel/entity.ts'
import type { Context } from '../../kernel/ports.ts'
import { instantMs } from '../../rules/facts/instant-ms.ts'
import { holderRiskRef } from './holder-risk.ts'

/** How long the host's word that it identified the person anew counts. */
const CHECK_MS = 600_000

/** Whether the host vouches that the person has just been identified once more. */
export function isIdentifiedAnew({ actor, now }: Pick<Context<unknown>, 'actor' | 'now'>): boolean {
  const at = actor.facts?.['person.confirmedAt']
  const ms = typeof at === 'string' || typeof at === 'number' ? instantMs(at) : Number.NaN
  return ms <= now && ms > now - CHECK_MS
}

/** Whether the holder of a voucher that a till holds in its hands was identified anew and showed a code since. */
export function isIdentifiedForUse(loaded: Loaded, owner: number, now: number): boolean {
  return (loaded.get(holderRiskRef(owner))?.confirmedUntil ?? 0) > now
}
