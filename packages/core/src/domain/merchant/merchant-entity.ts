import { defineEntity } from '../../kernel/entity.ts'
import type { Position } from '../../values/position.ts'

/** A shop as far as scope checks need it; review and contracts come with their own requirements. */
export interface MerchantState {
  readonly merchantId: string
  readonly title?: string | undefined
  readonly region: string
  /** GB/T 4754, e.g. H62 catering. */
  readonly industry?: string | undefined
  readonly format?: string | undefined
  readonly online: boolean
  readonly position?: Position | undefined
  readonly status: 'active' | 'suspended'
  readonly since: number
}

export const merchantEntity = defineEntity<MerchantState>({
  kind: 13,
  name: 'merchant',
  version: 1,
  nameOf: (state) => state.merchantId,
})
