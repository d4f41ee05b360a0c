import type { Ref } from '../../kernel/entity.ts'
import { defineEntity, ref } from '../../kernel/entity.ts'
import { nameNumber } from '../../kernel/reference-ref.ts'

/** What one person has had of one benefit. */
export interface QuotaState {
  readonly total: number
  readonly day: string
  readonly onDay: number
}

export const quotaEntity = defineEntity<QuotaState>({ kind: 4, name: 'quota', version: 1 })

export function quotaRef(owner: number, programme: string, benefit: string): Ref<QuotaState> {
  return ref(quotaEntity, owner, nameNumber(`${programme}/${benefit}`))
}

/** What one person has had of all benefits of a programme together; no benefit has an empty name. */
export function programmeQuotaRef(owner: number, programme: string): Ref<QuotaState> {
  return quotaRef(owner, programme, '')
}

export function countClaim(quota: QuotaState | undefined, day: string): QuotaState {
  const onDay = quota?.day === day ? quota.onDay : 0
  return { total: (quota?.total ?? 0) + 1, day, onDay: onDay + 1 }
}

/** Gives one share back: the sponsor withdrew it. The day's count goes back only on that day. */
export function giveBack(quota: QuotaState | undefined, claimDay: string): QuotaState {
  const { total = 0, day = claimDay, onDay = 0 } = quota ?? {}
  return { total: Math.max(0, total - 1), day, onDay: day === claimDay ? Math.max(0, onDay - 1) : onDay }
}
