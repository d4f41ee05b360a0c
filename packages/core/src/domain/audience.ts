import type { Actor } from '../kernel/actor.ts'

/**
 * For whom an external id is enciphered. Holders, sponsors and auditors share one; each merchant and partner has its own,
 * so that two shops cannot put their lists together.
 */
export function audienceOf(actor: Actor): string {
  if (actor.role === 'terminal' || actor.role === 'merchant') return `merchant:${actor.merchantId ?? ''}`
  if (actor.role === 'partner') return `partner:${actor.id ?? ''}`
  return 'own'
}
