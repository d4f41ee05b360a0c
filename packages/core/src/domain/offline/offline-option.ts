import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Reference } from '../../kernel/ports.ts'
import type { OfflineTerms } from '../../token/offline/offline-terms.ts'
import type { VoucherBenefit } from '../programme/document-schema.ts'
import { findBenefit } from '../programme/programme-entity.ts'
import type { Terms } from '../programme/terms-schema.ts'

export type OfflineOption = NonNullable<VoucherBenefit['safeguards']['offline']>

export const optionRefusals = ['benefit_unknown', 'offline_not_allowed'] as const

/** A benefit as its newest version stands, if that lets tills take it without a network. */
export function offlineBenefit(path: string, reference: Reference) {
  const found = findBenefit(reference, path)
  if (found?.benefit.kind !== 'voucher') return refused('benefit_unknown', { benefit: path })
  const { offline } = found.benefit.safeguards
  if (!offline) return notAllowed()
  return { ok: true as const, value: { ...found, benefit: found.benefit, offline } }
}

export function notAllowed(): Refusal<'offline_not_allowed'> {
  return refused('offline_not_allowed')
}

/** Terms as a credential carries them; undefined for an exchange, which no programme takes offline. */
export function offlineTermsOf(terms: Terms): OfflineTerms | undefined {
  if ('exchange' in terms) return undefined
  if ('fixedMinor' in terms) return { thresholdMinor: 0, offMinor: terms.fixedMinor }
  const { thresholdMinor } = terms
  if ('offMinor' in terms) return { thresholdMinor, offMinor: terms.offMinor }
  return { thresholdMinor, percent: terms.percent, capMinor: terms.capMinor }
}
