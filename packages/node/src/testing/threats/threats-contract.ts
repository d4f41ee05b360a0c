import { unwrap } from '@tallystick/core'
import { solveWork } from '@tallystick/core/client/work'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { County, codes, holder, operator, type ThreatenedStore, tenant, UNIT_MINOR } from './county.ts'
import { redeemAtOnce } from './redeem-at-once.ts'

/** Asks everybody for a little work. */
const rush = {
  name: 'rush',
  at: 'claim',
  when: { fact: 'claim.secondsAfterOpen', operator: 'greaterThanInclusive', value: 0 },
  do: 'challenge',
  by: 'work',
  rounds: 2,
}

/** The races and retries of the threat model, against one durable store; after each test I1 to I11 are counted on its disk. */
export function threatsContract(name: string, open: () => Promise<ThreatenedStore>): void {
  describe(`threats to ${name}`, () => {
    let at: County
    beforeEach(async () => {
      at = new County(await open())
      await at.open()
    })
    afterEach(() => at.close())
    const county = () => at

    claimThreats(county)
    redeemThreats(county)
    ledgerThreats(county)
  })
}

function claimThreats(at: () => County): void {
  test('THR-C1 THR-C12 five hundred at once get exactly the hundred there are, however many lanes hold them', async () => {
    const batchId = await at().batch(100)
    const outcomes = await Promise.all(Array.from({ length: 500 }, (_, person) => at().claim(batchId, person)))
    expect(codes(outcomes)).toEqual({ ok: 100, sold_out: 400 })
  })

  test.each([
    { quota: 60, claimsPerDay: 40, told: 'daily_cap' },
    { quota: 40, claimsPerDay: 60, told: 'sold_out' },
  ])('THR-C12 two hundred at once get exactly what both allow: %o', async ({ quota, claimsPerDay, told }) => {
    const batchId = await at().batch(quota, undefined, { claimsPerDay })
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, person) => at().claim(batchId, person)))
    expect(codes(outcomes)).toEqual({ ok: 40, [told]: 160 })
  })

  test('THR-C2 one person at a hundred counters at once gets one', async () => {
    const batchId = await at().batch(100)
    const outcomes = await Promise.all(Array.from({ length: 100 }, (_, key) => at().claim(batchId, 1, `${key}`)))
    expect(codes(outcomes)).toEqual({ ok: 1, already_claimed: 99 })
  })

  test('THR-C12 two change the stock of a region at once while its people claim: one does, and exactly so many get one', async () => {
    const region = '511525'
    const batchId = await at().batch(120, 100_000_00, {}, { regions: { [region]: 40, '511500': 40 } })
    const press = (person: number) => {
      const actor = { ...holder(person), facts: { 'person.registration': region } }
      return at().tally.call('voucher.claim', { batchId }, actor, { idempotencyKey: `claim ${person}` })
    }
    const pressAll = () => Promise.all(Array.from({ length: 200 }, (_, person) => press(person)))
    const change = (target: number) =>
      at().tally.as(operator).batch.changeRegionQuota({ batchId, region, current: 40, target, reason: 'x' })
    const [crowd, ...changes] = await Promise.all([pressAll(), change(60), change(70)])
    expect(codes(changes)).toEqual({ ok: 1, batch_quota_moved: 1 })
    const quota = changes[0].ok ? 60 : 70
    expect(codes(crowd).ok).toBeLessThanOrEqual(quota)
    at().clock.advance({ seconds: 2 })
    expect(codes(await pressAll())).toEqual({ ok: quota, region_sold_out: 200 - quota })
  })

  test('THR-C6 THR-C7 THR-C8 a key answers its own caller and body again, and nobody and nothing else', async () => {
    const batchId = await at().batch(2)
    const first = await at().claim(batchId, 1, 'key')
    expect(await at().claim(batchId, 1, 'key')).toEqual(first)
    const position = { longitude: 104.5, latitude: 28.4, accuracyMetres: 5, datum: 'wgs84' }
    const other = await at().tally.call('voucher.claim', { batchId, position }, holder(1), { idempotencyKey: 'key' })
    expect(codes([other])).toEqual({ idempotency_key_reused: 1 })
    const stranger = unwrap(await at().claim(batchId, 2, 'key')) as { voucherId: string }
    expect(stranger.voucherId).not.toBe((unwrap(first) as { voucherId: string }).voucherId)
  })

  test('THR-C9 one piece of work, sent by a hundred counters at once, is worth one voucher', async () => {
    const batchId = await at().batch(100, 100_000_00, {
      risk: [rush],
      benefits: {
        catering: {
          kind: 'voucher',
          usable: { within: 'P7D' },
          quota: { perPerson: 50 },
          terms: { thresholdMinor: 100_00, offMinor: UNIT_MINOR },
        },
      },
    })
    const claim = (key: number, work?: string) =>
      at().tally.call('voucher.claim', { batchId, work }, holder(1), { idempotencyKey: `${key}` })
    const asked = await claim(0)
    if (asked.ok) throw new Error('No work was asked for.')
    const work = await solveWork(asked.detail.challenge)
    const outcomes = await Promise.all(Array.from({ length: 100 }, (_, key) => claim(key, work)))
    expect(codes(outcomes)).toEqual({ ok: 1, work_needed: 99 })
  })

  test('THR-D2 a crowd that is too large is told to come again, nothing of it is done, and tills are served meanwhile', async () => {
    const batchId = await at().batch(6)
    const { sale } = await at().voucher(batchId, 9999)
    const claim = (person: number) => at().tally.call('voucher.claim', { batchId }, holder(person), {})
    const crowd = Promise.all(Array.from({ length: 6000 }, (_, person) => claim(person)))
    expect(codes([await at().redeem(sale, 'in the storm')])).toEqual({ ok: 1 })
    const outcomes = await crowd
    const turned = outcomes.filter((outcome) => !outcome.ok && ['queue_waiting', 'overloaded'].includes(outcome.code))
    expect(turned.length).toBeGreaterThan(0)
    for (const outcome of turned) expect(outcome).toMatchObject({ retryable: true })
    const { ok, sold_out = 0 } = codes(outcomes)
    expect(ok).toBe(5)
    expect(sold_out + turned.length).toBe(5995)
  }, 120_000)
}

function redeemThreats(at: () => County): void {
  test('THR-R1 thirty tills that send their last byte together: one is paid', async () => {
    const { sale } = await at().voucher(await at().batch(1))
    const answers = await redeemAtOnce(at().tally, tenant, sale, 30)
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(1)
    expect(new Set(answers.filter(({ status }) => status >= 300).map(({ code }) => code))).toEqual(
      new Set(['voucher_already_redeemed']),
    )
  })

  test('THR-R2 the same call again gets the same receipt, another is refused', async () => {
    const { sale } = await at().voucher(await at().batch(1))
    const receipt = await at().redeem(sale, 'first')
    expect(receipt.ok).toBe(true)
    at().clock.advance({ hours: 3 })
    expect(await at().redeem(sale, 'first')).toEqual(receipt)
    expect(codes([await at().redeem(sale, 'second')])).toEqual({ voucher_already_redeemed: 1 })
  })

  test('THR-R6 what is void or over is not paid, and what is paid is neither', async () => {
    const batchId = await at().batch(3)
    const [gone, paid] = [await at().voucher(batchId, 1), await at().voucher(batchId, 3)]
    expect(codes([await at().withdraw(gone.voucherId), await at().redeem(gone.sale, 'g')])).toEqual({
      ok: 1,
      voucher_void: 1,
    })
    expect(codes([await at().redeem(paid.sale, 'p'), await at().withdraw(paid.voucherId)])).toEqual({
      ok: 1,
      voucher_already_redeemed: 1,
    })
    const claimed = unwrap(await at().claim(batchId, 2)) as { expiresAt: string }
    at().clock.set(Date.parse(claimed.expiresAt) - 1000)
    const over = await at().voucher(batchId, 2)
    at().clock.advance({ seconds: 1 })
    expect(codes([await at().redeem(over.sale, 'o'), await at().withdraw(over.voucherId)])).toEqual({
      voucher_expired: 2,
    })
    for (let lane = 0; lane < at().opened.store.shards; lane += 1) {
      unwrap(await at().tally.as(operator).batch.sweep({ batchId, lane }))
    }
    expect(codes([await at().redeem(over.sale, 'o')])).toEqual({ voucher_expired: 1 })
  })

  test('THR-R8 a sale and a withdrawal at once: one of them', async () => {
    const batchId = await at().batch(20)
    for (let round = 0; round < 20; round += 1) {
      const { voucherId, sale } = await at().voucher(batchId, round)
      const both = [() => at().redeem(sale, `${round}`), () => at().withdraw(voucherId)]
      const outcomes = await Promise.all((round % 2 === 0 ? both : both.reverse()).map((act) => act()))
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    }
  })
}

function ledgerThreats(at: () => County): void {
  test('THR-G5 batches that are opened at once take no more than the budget', async () => {
    const batchId = await at().batch(1, 4 * 10 * UNIT_MINOR)
    expect(batchId).not.toBe('')
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, key) =>
        at().tally.call('batch.open', { benefit: 'spring/catering', quota: 10 }, operator, {
          idempotencyKey: `${key}`,
        }),
      ),
    )
    // One voucher is set aside already: three more tens fit.
    expect(codes(outcomes)).toEqual({ ok: 3, budget_exceeded: 9 })
  })

  test('THR-U2 THR-W5 what cannot be journaled is not done', async () => {
    const batchId = await at().batch(3)
    const { sale } = await at().voucher(batchId)
    await at().opened.refuseJournal()
    await expect(at().claim(batchId, 2)).rejects.toMatchObject({ code: 'store_unavailable' })
    await expect(at().redeem(sale, 'r')).rejects.toMatchObject({ code: 'store_unavailable' })
    // Both would show: the books are counted at the end.
    const { vouchers } = unwrap(await at().tally.as(holder(2)).voucher.list({}))
    expect(vouchers).toEqual([])
  })
}
