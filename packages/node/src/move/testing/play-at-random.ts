import type { Store } from '@tallystick/core'
import { fakeClock, unwrap } from '@tallystick/core'
import { codeOf, OPENS, openCounty, order, till } from '../../../../core/src/domain/testing/county.ts'

export const deeds = ['claim', 'redeem', 'refund', 'reserve', 'void', 'wait'] as const

/** Something that somebody tries, and whose turn it is. */
export interface Deed {
  readonly what: (typeof deeds)[number]
  readonly person: number
}

/** What people do in a county on a real store, one after another; refusals are part of it. In the end every lane is swept. */
export async function playAtRandom(store: Store, played: readonly Deed[]): Promise<void> {
  const clock = fakeClock(OPENS)
  const benefit = { usable: { within: 'P2D' }, quota: { perPerson: 2 }, returnsToStock: true }
  const county = await openCounty({ store, clock, quota: 8, benefit, document: { approval: 'one' } })
  const people = await Promise.all(Array.from({ length: 4 }, (_, n) => county.holder(n)))
  const vouchers: (string | undefined)[] = []
  const used: (string | undefined)[] = []
  const [cashier, manager] = [county.as(till()), county.as(till('noodles', { id: 'manager' }))]
  const sweep = async () => {
    for (let lane = 0; lane < store.shards; lane += 1) {
      unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId, lane }))
    }
  }
  for (const { what, person } of played) {
    const who = people[person % people.length] as (typeof people)[number]
    const voucherId = vouchers[person]
    if (what === 'wait') {
      clock.advance({ hours: 13 })
      await sweep()
    } else if (what === 'claim') {
      const claimed = await who.api.voucher.claim({ batchId: county.batchId }, { idempotencyKey: `c${person}` })
      if (claimed.ok) vouchers[person] = claimed.value.voucherId
    } else if (voucherId !== undefined && what === 'void') {
      await county.sponsor.voucher.void({ voucherId, reason: 'made up' })
    } else if (voucherId !== undefined && what === 'refund') {
      if (used[person]) await manager.voucher.refund({ redemptionId: used[person], reason: 'made up' })
    } else if (voucherId !== undefined) {
      const shown = await who.api.voucher.codes({ voucherId })
      if (!shown.ok) continue
      const sale = { code: await codeOf(who, voucherId), ...order(10_000 + person) }
      if (what === 'reserve') await cashier.voucher.reserve(sale)
      else
        used[person] = await cashier.voucher
          .redeem(sale)
          .then((sold) => (sold.ok ? sold.value.redemptionId : used[person]))
      // A code works once; the next one comes half a minute later.
      clock.advance({ seconds: 60 })
    }
  }
  await sweep()
}
