import type { Refusal } from '../../kernel/outcome.ts'
import { refused } from '../../kernel/outcome.ts'
import type { VoucherBenefit } from '../programme/document-schema.ts'
import type { ShopCodeState } from './shop-code-entity.ts'
import { takenOn } from './shop-code-entity.ts'

export const printedCapRefusals = ['shop_code_not_allowed', 'shop_code_cap', 'shop_code_day_cap'] as const

/**
 * What the voucher's programme allows a printed code: nothing unless it says so, so much of the sponsor's money a voucher, and
 * so much a shop and business day, all programmes together.
 */
export function overPrintedCap(
  benefit: VoucherBenefit,
  state: ShopCodeState,
  day: string,
  subsidyMinor: number,
): Refusal<(typeof printedCapRefusals)[number]> | undefined {
  const { printedCode } = benefit.safeguards
  if (!printedCode) return refused('shop_code_not_allowed')
  const { perVoucherMinor, perDayMinor } = printedCode
  if (subsidyMinor > perVoucherMinor) return refused('shop_code_cap', { upToMinor: perVoucherMinor })
  if (takenOn(state, day) + subsidyMinor > perDayMinor) return refused('shop_code_day_cap', {}, { retryable: true })
  return undefined
}
