import type { VoucherBenefit } from './document-schema.ts'

type Quota = VoucherBenefit['quota']

/** Each member of `quota` as the fact that counts it. The person's own come first: theirs is the clearest refusal. */
export const quotaFacts = {
  perPerson: 'quota.person',
  perPersonPerDay: 'quota.personDay',
  perPersonInProgramme: 'quota.programme',
  perHousehold: 'quota.household',
  perDevice: 'quota.device',
} as const satisfies Record<keyof Quota, string>

/** A benefit's `quota` in the rule language: every count is still below its share. */
export function quotaConditions(quota: Quota): unknown {
  const members = Object.entries(quotaFacts) as [keyof Quota, string][]
  return {
    all: members.flatMap(([member, fact]) =>
      quota[member] === undefined ? [] : [{ fact, operator: 'quotaBelow', value: quota[member] }],
    ),
  }
}
