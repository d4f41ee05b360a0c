import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { Decision } from '../../rules/evaluate/decide.ts'
import { addDays, startOfDay } from '../../values/calendar.ts'
import { toIso } from '../iso-instant.ts'

export const quotaRefusals = ['already_claimed', 'quota_period', 'quota_reached', 'more_needed'] as const

type QuotaRefusal = (typeof quotaRefusals)[number]

/** Counts that nobody can bring stand for names that the host can. */
const vouchedFor: Readonly<Record<string, string>> = {
  'quota.household': 'person.household',
  'quota.householdDay': 'person.household',
  'quota.device': 'device.id',
  'quota.deviceDay': 'device.id',
}

/**
 * The refusal behind a decision of a benefit's quota that is not "eligible". What is counted by something the host did not name
 * is refused too: nothing fails open.
 */
export function refuseByQuota(
  { outcome, reasons, needs }: Decision,
  today: string,
  timeZone: string,
): Refusal<QuotaRefusal> | undefined {
  if (outcome === 'eligible') return undefined
  if (outcome === 'undecided') {
    return refused('more_needed', {}, { reasons, needs: needs.map((fact) => vouchedFor[fact] ?? fact) })
  }
  const about = (fact: string) => reasons.some((reason) => reason.fact === fact)
  if (about('quota.person')) return refused('already_claimed')
  if (about('quota.personDay')) return refused('quota_period', { time: toIso(startOfDay(addDays(today, 1), timeZone)) })
  return refused('quota_reached', {}, { reasons })
}
