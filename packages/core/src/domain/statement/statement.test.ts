import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { memoryStore } from '../../engine/memory-store.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { County, CountyOptions } from '../testing/county.ts'
import { codeOf, OPENS, openCounty, openOffice, operator, order, reviewer, till } from '../testing/county.ts'
import { closeStatements, statementOf } from '../testing/statements.ts'
import { statementEntity } from './statement-entity.ts'
import { addLines, emptyLine, payableMinor } from './statement-line.ts'

const cashier = till('noodles', { id: 'cashier' })
const [first, second, third] = ['2025-01-20', '2025-01-21', '2025-01-22'] as const

async function opened(options: CountyOptions = {}) {
  const county = await openCounty({ clock: fakeClock(OPENS), shards: 3, ...options })
  let people = 0
  const sell = async (actor = cashier, orderAmountMinor = 12_800) => {
    people += 1
    const holder = await county.holder(people)
    const { voucherId } = unwrap(await holder.api.voucher.claim({ batchId: county.batchId }))
    const code = await codeOf(holder, voucherId)
    return unwrap(await county.as(actor).voucher.redeem({ code, ...order(orderAmountMinor) })).redemptionId
  }
  const refund = async (redemptionId: string, amountMinor?: number, shop = 'noodles') => {
    const part = amountMinor === undefined ? {} : { amountMinor }
    return unwrap(
      await county.as(till(shop, { id: 'manager' })).voucher.refund({ redemptionId, reason: 'returned', ...part }),
    )
  }
  const close = (limit?: number) => closeStatements(county, limit)
  const statement = (day: string) => county.sponsor.statement.get({ programme: 'spring', day })
  const bytes = (day: string) => statementOf(county, day)
  return { county, sell, refund, close, statement, bytes, clock: county.clock }
}

/** What the ledger owes shops, by account without its batch. */
async function owed(county: County): Promise<number> {
  const { accounts } = unwrap(await county.sponsor.ledger.balances({}))
  return accounts.reduce((sum, each) => (each.account.startsWith('payable/') ? sum + each.balanceMinor : sum), 0)
}

describe('the statement of a day', () => {
  it('says by batch and shop what the day came to, once the day is over and closed in every lane', async () => {
    const { county, sell, refund, close, statement, clock } = await opened()
    const redemptionId = await sell()
    for (let n = 0; n < 4; n += 1) await sell()
    await sell(till('dumplings'))
    await refund(redemptionId, 6_400)
    await close()
    expect(await statement(first)).toMatchObject({ code: 'statement_not_closed', retryable: true })
    clock.set('2025-01-21T00:00:00+08:00')
    expect(await statement(first)).toMatchObject({ code: 'statement_not_closed' })
    unwrap(await county.sponsor.statement.close({ programme: 'spring', lane: 0 }))
    expect(await statement(first)).toMatchObject({ code: 'statement_not_closed' })
    await close()
    const none = { adjustments: [], releasedMinor: 0, keptBackMinor: 0, carriedMinor: 0 }
    const { batchId } = county
    expect(unwrap(await statement(first))).toMatchObject({
      ...{ programme: 'spring', day: first, currency: 'CNY', payableMinor: 11_000 },
      lines: [
        {
          batchId,
          merchantId: 'dumplings',
          uses: 1,
          usedMinor: 2_000,
          refunds: 0,
          refundedMinor: 0,
          payableMinor: 2_000,
          ...none,
        },
        {
          batchId,
          merchantId: 'noodles',
          uses: 5,
          usedMinor: 10_000,
          refunds: 1,
          refundedMinor: 1_000,
          payableMinor: 9_000,
          ...none,
        },
      ],
    })
    expect(await owed(county)).toBe(11_000)
    await audit(county)
  })

  it.each([1, 3])(
    'THR-F4 stays byte for byte when a use of it is taken back later; the next day adjusts (%i lanes)',
    async (shards) => {
      const { county, sell, refund, close, statement, bytes, clock } = await opened({ shards })
      const [whole, part, again] = [await sell(), await sell(), await sell()]
      await sell()
      clock.set('2025-01-21T08:00:00+08:00')
      await close()
      const closed = await bytes(first)
      await refund(whole)
      await refund(part, 6_400)
      expect(await refund(again, 6_400)).toMatchObject({ toSponsorMinor: 1_000 })
      await sell()
      clock.set('2025-01-22T08:00:00+08:00')
      await close()
      expect(await bytes(first)).toBe(closed)
      expect(unwrap(await statement(second)).lines).toMatchObject([
        {
          ...{ merchantId: 'noodles', uses: 1, usedMinor: 2_000, refunds: 0, refundedMinor: 0 },
          adjustments: [{ day: first, refunds: 3, amountMinor: 4_000 }],
          payableMinor: -2_000,
        },
      ])
      const adjusted = await bytes(second)
      await refund(again)
      clock.set('2025-01-23T08:00:00+08:00')
      await close()
      expect([await bytes(first), await bytes(second)]).toEqual([closed, adjusted])
      expect(unwrap(await statement(third)).lines).toMatchObject([
        { uses: 0, adjustments: [{ day: first, refunds: 1, amountMinor: 1_000 }], payableMinor: -1_000 },
      ])
      expect(await owed(county)).toBe(8_000 - 2_000 - 1_000)
      await audit(county)
    },
  )

  it('THR-F4 has each of two shops give back its own, also in the second before and the second after midnight', async () => {
    const { sell, refund, close, statement, bytes, clock } = await opened()
    clock.set('2025-01-20T23:59:59.000+08:00')
    const [mine, theirs] = [await sell(), await sell(till('dumplings', { id: 'cashier' }))]
    await refund(mine)
    clock.set('2025-01-21T00:00:00+08:00')
    await close()
    const closed = await bytes(first)
    await refund(theirs, undefined, 'dumplings')
    clock.set('2025-01-22T00:00:00+08:00')
    await close()
    expect(await bytes(first)).toBe(closed)
    expect(unwrap(await statement(first)).lines).toMatchObject([
      { merchantId: 'dumplings', usedMinor: 2_000, refundedMinor: 0 },
      { merchantId: 'noodles', usedMinor: 2_000, refundedMinor: 2_000, adjustments: [] },
    ])
    expect(unwrap(await statement(second)).lines).toMatchObject([
      { merchantId: 'dumplings', uses: 0, adjustments: [{ day: first, refunds: 1, amountMinor: 2_000 }] },
    ])
  })

  it('THR-F4 leaves to the next day what a process whose clock is behind books once the lane is closed', async () => {
    const store = memoryStore({ shards: 1 })
    const ahead = await opened({ store })
    const behind = fakeClock('2025-01-20T23:59:00+08:00')
    const county = await openOffice({ store, clock: behind, seed: 'behind' })
    await ahead.sell()
    ahead.clock.set('2025-01-21T00:00:30+08:00')
    await closeStatements(ahead.county)
    const closed = await ahead.bytes(first)
    const holder = await county.holder(50)
    const { voucherId } = unwrap(await holder.api.voucher.claim({ batchId: ahead.county.batchId }))
    unwrap(await county.as(cashier).voucher.redeem({ code: await codeOf(holder, voucherId), ...order() }))
    ahead.clock.set('2025-01-22T00:00:00+08:00')
    await closeStatements(ahead.county)
    expect(await ahead.bytes(first)).toBe(closed)
    expect(unwrap(await ahead.statement(second)).lines).toMatchObject([{ uses: 1, usedMinor: 2_000 }])
  })

  it('THR-F4 is shown only once nothing more can come into it', async () => {
    const { county, sell, close, bytes, statement, clock } = await opened({ shards: 1 })
    await sell()
    clock.set('2025-01-21T09:00:00+08:00')
    await close()
    for (let n = 0; n < 3; n += 1) await sell()
    clock.set('2025-01-22T09:00:00+08:00')
    const shown: string[] = []
    for (let more = true; more; ) {
      more = unwrap(await county.sponsor.statement.close({ programme: 'spring', limit: 1 })).more
      if ((await statement(second)).ok) shown.push(await bytes(second))
    }
    expect(shown.length).toBeGreaterThan(0)
    expect(new Set(shown)).toEqual(new Set([await bytes(second)]))
    expect(unwrap(await statement(second)).lines).toMatchObject([{ uses: 3 }])
  })

  it('reads page by page, again and from several sides at once, each booking once', async () => {
    const { county, sell, refund, close, statement, clock } = await opened()
    const sold = []
    for (let n = 0; n < 9; n += 1) sold.push(await sell())
    await refund(sold[0] ?? '')
    clock.set('2025-01-21T03:00:00+08:00')
    await Promise.all([close(1), close(2), close(3)])
    await close(1)
    expect(unwrap(await statement(first)).lines).toMatchObject([{ uses: 9, refunds: 1, payableMinor: 16_000 }])
    const { sha256, ...whole } = unwrap(await statement(first))
    const page = unwrap(await county.sponsor.statement.get({ programme: 'spring', day: first, after: 1 }))
    expect(page).toEqual({ ...whole, lines: [], sha256 })
  })

  it('adds what was kept back on the day on which it is let go, and takes off what is kept back later', async () => {
    const tight = {
      name: 'tier',
      at: 'redeem',
      when: { fact: 'order.overThresholdMinor', operator: 'lessThan', value: 500 },
      do: 'hold',
    }
    const { county, sell, close, statement, bytes, clock } = await opened({
      document: { risk: [tight], approval: 'one' },
    })
    const held = `noodles/${await sell(cashier, 10_400)}`
    const plain = `noodles/${await sell()}`
    clock.set('2025-01-21T08:00:00+08:00')
    await close()
    const closed = await bytes(first)
    expect(unwrap(await statement(first)).lines).toMatchObject([{ uses: 1, payableMinor: 2_000 }])
    const release = { redemptionId: held, decision: 'release' as const }
    unwrap(await county.as(operator).settlement.propose({ ...release, reason: 'receipt seen' }))
    unwrap(await county.as(reviewer).settlement.confirm(release))
    unwrap(await county.as(operator).settlement.hold({ redemptionId: plain, reason: 'offered for sale' }))
    clock.set('2025-01-22T08:00:00+08:00')
    await close()
    expect(await bytes(first)).toBe(closed)
    expect(unwrap(await statement(second)).lines).toMatchObject([
      { uses: 0, releasedMinor: 2_000, keptBackMinor: 2_000, payableMinor: 0 },
    ])
    expect(await owed(county)).toBe(2_000)
  })

  it('reads rows of version 1, which knew of no sales without a network', () => {
    const { offlineLosses, offlineLossMinor, ...earlier } = { ...emptyLine, uses: 1, usedMinor: 2_000 }
    const read = statementEntity.upcast?.({ lines: { '4096/noodles': earlier } }, 1)
    expect(read).toEqual({ lines: { '4096/noodles': { ...earlier, offlineLosses, offlineLossMinor } } })
    expect(payableMinor(addLines(read?.lines['4096/noodles'] ?? emptyLine, { offlineLossMinor: 500 }))).toBe(2_500)
  })

  it('is empty for a day without business, and unknown for another programme', async () => {
    const { county, close, statement, clock } = await opened()
    clock.set('2025-01-23T08:00:00+08:00')
    await close()
    expect(unwrap(await statement(second))).toMatchObject({ lines: [], payableMinor: 0 })
    const { get, close: closeOne } = county.sponsor.statement
    expect(await get({ programme: 'autumn', day: first })).toMatchObject({ code: 'programme_unknown' })
    expect(await closeOne({ programme: 'autumn' })).toMatchObject({ code: 'programme_unknown' })
    for (const day of ['2025-02-30', '1969-12-31', '20250120', ''])
      expect(await get({ programme: 'spring', day })).toMatchObject({ code: 'input_invalid' })
  })
})
