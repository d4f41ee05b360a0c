import { fakeClock } from '../../../engine/clock.ts'
import { unwrap } from '../../../unwrap.ts'
import type { County, Holder } from '../../testing/county.ts'
import { codeOf, OPENS, openCounty, order, till } from '../../testing/county.ts'

type When = Readonly<Record<string, unknown>>

export const rule = (name: string, at: 'claim' | 'redeem', when: When, outcome: string) => ({
  name,
  at,
  when,
  do: outcome,
})
export const atLeast = (fact: string, value: number) => ({ fact, operator: 'greaterThanInclusive', value })
export const facts = (more: Readonly<Record<string, unknown>> = {}) => ({ 'person.registration': '511525', ...more })

/** A county under risk rules, on a clock of its own, with vouchers for many uses by the same people. */
export function riskCounty(risk: readonly unknown[], shards = 1): Promise<County> {
  return openCounty({
    clock: fakeClock(OPENS),
    shards,
    document: { risk },
    benefit: { quota: { perPerson: 20 } },
    quota: 500,
  })
}

/** Claims a voucher and uses it at once. */
export async function sell(
  place: County,
  holder: Holder,
  { amount = 12_800, shop = 'noodles' }: { readonly amount?: number; readonly shop?: string } = {},
) {
  const { voucherId } = unwrap(await holder.api.voucher.claim({ batchId: place.batchId }))
  const sale = { code: await codeOf(holder, voucherId), ...order(amount) }
  return place.as(till(shop, { id: 'cashier' })).voucher.redeem(sale)
}
