import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import type { Actor } from '../../kernel/actor.ts'
import { unwrap } from '../../unwrap.ts'
import { cohortEntity } from '../batch/batch-entity.ts'
import { audit } from '../testing/audit.ts'
import { auditor, codeOf, OPENS, openCounty, operator, order, reviewer, till } from '../testing/county.ts'

const tight = {
  name: 'at-the-tier',
  at: 'redeem',
  when: { fact: 'order.overThresholdMinor', operator: 'lessThan', value: 500 },
  do: 'hold',
}
const manager = till('noodles', { id: 'manager' })
const TIGHT_MINOR = 10_400

/** The county under a rule that keeps back what is sold just above the threshold. */
async function heldSale(shards = 1) {
  const county = await openCounty({ clock: fakeClock(OPENS), shards, document: { risk: [tight] } })
  const sell = async (n: number, amountMinor = TIGHT_MINOR) => {
    const person = await county.holder(n)
    const { voucherId } = unwrap(await person.api.voucher.claim({ batchId: county.batchId }))
    const sale = { code: await codeOf(person, voucherId), ...order(amountMinor) }
    const receipt = unwrap(await county.as(till('noodles', { id: 'cashier' })).voucher.redeem(sale))
    return { person, voucherId, receipt, redemptionId: `noodles/${receipt.redemptionId}` }
  }
  const balance = async (prefix: string) => {
    const { accounts } = unwrap(await county.sponsor.ledger.balances({}))
    return accounts
      .filter(({ account }) => account.startsWith(prefix))
      .reduce((sum, { balanceMinor }) => sum + balanceMinor, 0)
  }
  const held = async () => {
    const lanes = Array.from({ length: shards }, (_, lane) => county.as(auditor).settlement.held({ lane }))
    return (await Promise.all(lanes)).flatMap((page) => unwrap(page).held)
  }
  const figures = async () => unwrap(await county.sponsor.batch.figures({ batchId: county.batchId }))
  const decide = (actor: Actor) => county.as(actor).settlement
  return { county, sell, balance, held, figures, decide }
}

describe('a settlement that is kept back', () => {
  it.each([1, 3])(
    'THR-R9 the customer is served, and the money waits, with what was read (%i lanes)',
    async (shards) => {
      const { county, sell, balance, held, figures } = await heldSale(shards)
      const kept = await sell(1)
      expect(kept.receipt).toMatchObject({ subsidyMinor: 2_000, customerPaysMinor: 8_400 })
      await sell(2, 12_800)
      expect([await balance('held/'), await balance('payable/')]).toEqual([2_000, 2_000])
      expect(await held()).toMatchObject([
        {
          redemptionId: kept.redemptionId,
          merchantId: 'noodles',
          amountMinor: 2_000,
          rule: 'at-the-tier',
          facts: { 'order.overThresholdMinor': 400 },
          heldBy: 'policy',
        },
      ])
      expect(await figures()).toMatchObject({
        redeemed: 2,
        subsidyMinor: 4_000,
        held: 1,
        heldMinor: 2_000,
        disallowed: 0,
      })
      await audit(county)
    },
  )

  it('THR-R9 is kept back also where the till held the voucher first', async () => {
    const { county, balance, held } = await heldSale()
    const person = await county.holder(1)
    const { voucherId } = unwrap(await person.api.voucher.claim({ batchId: county.batchId }))
    const code = await codeOf(person, voucherId)
    const shop = county.as(till())
    const { reservationId } = unwrap(await shop.voucher.reserve({ code, ...order(TIGHT_MINOR) }))
    expect(await held()).toEqual([])
    unwrap(await shop.reservation.capture({ reservationId }))
    expect(await held()).toHaveLength(1)
    expect([await balance('held/'), await balance('payable/')]).toEqual([2_000, 0])
    await audit(county)
  })

  it('THR-F6 is decided by two people, never by one, and never by somebody without a name', async () => {
    const { sell, decide } = await heldSale()
    const { redemptionId } = await sell(1)
    const proposal = { redemptionId, decision: 'release' as const, reason: 'receipts seen' }
    const confirmation = { redemptionId, decision: 'release' as const }
    expect(await decide(operator).confirm(confirmation)).toMatchObject({ code: 'settlement_state_wrong' })
    const { id: _id, ...nameless } = operator
    expect(await decide(nameless).propose(proposal)).toMatchObject({ code: 'person_unnamed' })
    unwrap(await decide(operator).propose(proposal))
    expect(await decide(operator).confirm(confirmation)).toMatchObject({ code: 'same_person' })
    expect(await decide({ ...reviewer, id: 'li' }).confirm(confirmation)).toMatchObject({ code: 'same_person' })
    expect(await decide(nameless).confirm(confirmation)).toMatchObject({ code: 'person_unnamed' })
    expect(await decide(reviewer).confirm({ redemptionId, decision: 'disallow' })).toMatchObject({
      code: 'settlement_state_wrong',
    })
    expect(await decide(auditor).confirm(confirmation)).toMatchObject({ code: 'permission_missing' })
    expect(await decide(reviewer).confirm(confirmation)).toMatchObject({ value: { amountMinor: 2_000 } })
    expect(await decide(reviewer).confirm(confirmation)).toMatchObject({ code: 'settlement_not_held' })
  })

  it('goes to the shop when it is released, and can be held again on new evidence', async () => {
    const { county, sell, balance, held, figures, decide } = await heldSale()
    const { redemptionId } = await sell(1)
    unwrap(await decide(operator).propose({ redemptionId, decision: 'release', reason: 'x' }))
    unwrap(await decide(reviewer).confirm({ redemptionId, decision: 'release' }))
    expect([await balance('held/'), await balance('payable/')]).toEqual([0, 2_000])
    expect(await held()).toEqual([])
    expect(await figures()).toMatchObject({ held: 0, heldMinor: 0, subsidyMinor: 2_000, disallowed: 0 })
    await audit(county)
    expect(await decide(operator).hold({ redemptionId, reason: 'seen on a market' })).toMatchObject({ ok: true })
    expect(await held()).toHaveLength(1)
    await audit(county)
  })

  it('goes back to the sponsor when it is disallowed, and no refund moves it again', async () => {
    const { county, sell, balance, figures, decide } = await heldSale()
    const { redemptionId, receipt, person, voucherId } = await sell(1)
    unwrap(await decide(reviewer).propose({ redemptionId, decision: 'disallow', reason: 'no goods changed hands' }))
    unwrap(await decide(operator).confirm({ redemptionId, decision: 'disallow' }))
    expect([await balance('held/'), await balance('payable/')]).toEqual([0, 0])
    expect(await figures()).toMatchObject({
      disallowed: 1,
      disallowedMinor: 2_000,
      subsidyMinor: 0,
      salesMinor: 0,
      redeemed: 1,
    })
    const refund = await county.as(manager).voucher.refund({ redemptionId: receipt.redemptionId, reason: 'x' })
    expect(refund).toMatchObject({ code: 'settlement_disallowed' })
    expect(await decide(operator).hold({ redemptionId, reason: 'x' })).toMatchObject({ code: 'settlement_state_wrong' })
    expect(unwrap(await person.api.voucher.get({ voucherId })).state).toBe('redeemed')
    await audit(county)
  })

  it('shrinks with a refund in part, and is over with the whole; the voucher revives', async () => {
    const { county, sell, balance, held, figures } = await heldSale()
    const { receipt } = await sell(1)
    const { redemptionId } = receipt
    const refund = (more: { amountMinor?: number } = {}) =>
      county.as(manager).voucher.refund({ redemptionId, reason: 'x', ...more })
    unwrap(await refund({ amountMinor: 5_200 }))
    expect(await held()).toMatchObject([{ amountMinor: 1_000 }])
    await audit(county)
    unwrap(await refund())
    expect(await held()).toEqual([])
    expect(await balance('held/')).toBe(0)
    expect(await figures()).toMatchObject({ held: 0, heldMinor: 0, subsidyMinor: 0 })
    await audit(county)
  })

  it('can be placed by hand on what was found out later, once', async () => {
    const { county, sell, balance, held } = await heldSale()
    const { redemptionId } = await sell(2, 12_800)
    const place = () => county.sponsor.settlement.hold({ redemptionId, reason: 'offered for sale on a market' })
    expect(await place()).toMatchObject({ value: { amountMinor: 2_000, reason: 'offered for sale on a market' } })
    expect(await place()).toMatchObject({ code: 'settlement_state_wrong' })
    expect([await balance('held/'), await balance('payable/')]).toEqual([2_000, 0])
    expect(await held()).toHaveLength(1)
    await audit(county)
  })

  it('keeps ledger and figures whole under any order of refunds and decisions', async () => {
    const act = fc.constantFrom('refundPart', 'refundAll', 'hold', 'release', 'disallow')
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 6 }), async (acts) => {
        const { county, sell, decide } = await heldSale()
        const { redemptionId, receipt } = await sell(1)
        for (const each of acts) {
          if (each === 'hold') await decide(operator).hold({ redemptionId, reason: 'x' })
          else if (each === 'release' || each === 'disallow') {
            await decide(operator).propose({ redemptionId, decision: each, reason: 'x' })
            await decide(reviewer).confirm({ redemptionId, decision: each })
          } else {
            const part = each === 'refundPart' ? { amountMinor: 3_333 } : {}
            await county.as(manager).voucher.refund({ redemptionId: receipt.redemptionId, reason: 'x', ...part })
          }
          await audit(county)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('a confirmation by two people at once moves the money once', async () => {
    const { county, sell, balance, decide } = await heldSale(3)
    const { redemptionId } = await sell(1)
    unwrap(await decide(operator).propose({ redemptionId, decision: 'release', reason: 'x' }))
    const both = [reviewer, { ...reviewer, id: 'sun' }].map((by) =>
      decide(by).confirm({ redemptionId, decision: 'release' }),
    )
    expect((await Promise.all(both)).filter(({ ok }) => ok)).toHaveLength(1)
    expect([await balance('held/'), await balance('payable/')]).toEqual([0, 2_000])
    await audit(county)
  })
})

describe('a cohort of an earlier version', () => {
  const first = { issued: 3, redeemed: 1, expired: 0, voided: 0, refunded: 0, state: 'live' }

  it.each([
    [1, first, 0],
    [2, { ...first, reserved: 1 }, 1],
    [3, { ...first, reserved: 1, state: 'voided' }, 1],
  ])('of version %i holds nothing back', (version, state, reserved) => {
    const none = { held: 0, heldMinor: 0, disallowed: 0, disallowedMinor: 0 }
    expect(cohortEntity.upcast?.(state, version)).toEqual({ ...state, ...none, reserved })
  })
})
