import { expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from './audit.ts'
import { codeOf, OPENS, openCounty, order, till } from './county.ts'

const QUOTA = 20_000
const REDEEMED = 17_460
const CROWD = 100

/** The season of the county, one voucher for every `share` there were: exact, since all its figures divide by twenty. */
export function seasonTest(share: number): void {
  it(`the season's figures come out to the fen (one voucher for ${share})`, { timeout: 3_600_000 }, async () => {
    const quota = QUOTA / share
    const redeemed = REDEEMED / share
    const clock = fakeClock(OPENS)
    const county = await openCounty({ quota, clock, document: { budget: { amountMinor: quota * 2_000 } } })
    const inCrowds = async (count: number, each: (n: number) => Promise<unknown>) => {
      for (let from = 0; from < count; from += CROWD) {
        await Promise.all(Array.from({ length: Math.min(CROWD, count - from) }, (_, n) => each(from + n)))
      }
    }
    const holders = new Map<number, Awaited<ReturnType<typeof county.holder>>>()
    const vouchers = new Map<number, string>()
    await inCrowds(quota, async (n) => {
      const holder = await county.holder(n)
      holders.set(n, holder)
      vouchers.set(n, unwrap(await holder.api.voucher.claim({ batchId: county.batchId })).voucherId)
    })
    const late = await county.holder(quota)
    expect(await late.api.voucher.claim({ batchId: county.batchId })).toMatchObject({ code: 'sold_out' })
    clock.advance({ days: 1 })
    await inCrowds(redeemed, async (n) => {
      const code = await codeOf(holders.get(n) as never, vouchers.get(n) as string)
      unwrap(await county.as(till(n % 2 ? 'noodles' : 'dumplings')).voucher.redeem({ code, ...order(12_500) }))
    })
    clock.advance({ days: 7 })
    const swept = unwrap(await county.sponsor.batch.sweep({ batchId: county.batchId }))
    expect(swept).toMatchObject({ expired: quota - redeemed, expiredMinor: 5_080_000 / share })
    const figures = unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))
    expect(figures).toMatchObject({
      issued: quota,
      redeemed,
      expired: 2_540 / share,
      left: 0,
      outstanding: 0,
      subsidyMinor: 34_920_000 / share,
      salesMinor: 218_250_000 / share,
      committedMinor: 0,
    })
    expect(figures.redeemed / figures.issued).toBeCloseTo(0.873, 10)
    expect(figures.salesMinor / figures.subsidyMinor).toBe(6.25)
    const { accounts } = unwrap(await county.sponsor.ledger.balances({}))
    const sumOf = (prefix: string) =>
      accounts
        .filter(({ account }) => account.startsWith(prefix))
        .reduce((sum, { balanceMinor }) => sum + balanceMinor, 0)
    expect(sumOf('payable/')).toBe(34_920_000 / share)
    expect(sumOf('returned/')).toBe(5_080_000 / share)
    await audit(county)
  })
}
