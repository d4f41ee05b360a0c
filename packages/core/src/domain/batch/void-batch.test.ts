import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../engine/clock.ts'
import { unwrap } from '../../unwrap.ts'
import { audit } from '../testing/audit.ts'
import type { County } from '../testing/county.ts'
import { codeOf, OPENS, openCounty, operator, order, till } from '../testing/county.ts'
import { findViolations } from '../testing/invariants/find-violations.ts'
import { notedStore } from '../testing/noted-store.ts'
import { voucherEntity } from '../voucher/voucher-entity.ts'

async function withdraw({ sponsor, batchId }: County) {
  unwrap(await sponsor.batch.pause({ batchId, reason: 'the threshold was written wrongly' }))
  return unwrap(await sponsor.batch.void({ batchId, reason: 'the threshold was written wrongly' }))
}

async function sweepAll({ sponsor, batchId, store }: County) {
  const sums = { voided: 0, voidedMinor: 0, unclaimed: 0 }
  for (let lane = 0; lane < store.shards; lane += 1) {
    const swept = unwrap(await sponsor.batch.sweep({ batchId, lane }))
    for (const name of ['voided', 'voidedMinor', 'unclaimed'] as const) sums[name] += swept[name]
  }
  return sums
}

describe('a batch that is withdrawn', () => {
  it('must have been paused or closed before', async () => {
    const county = await openCounty()
    expect(await county.sponsor.batch.void({ batchId: county.batchId, reason: 'x' })).toMatchObject({
      code: 'batch_state_wrong',
      detail: { state: 'open', event: 'void' },
    })
  })

  it('has no voucher that works from that moment on, and its money returns by writing cohorts only', async () => {
    const { store, disk } = notedStore(3)
    const county = await openCounty({ store, quota: 20 })
    const { batchId } = county
    const people = await Promise.all([1, 2, 3, 4].map((n) => county.holder(n)))
    const ids: string[] = []
    for (const { api } of people) ids.push(unwrap(await api.voucher.claim({ batchId })).voucherId)
    const [used, held, shown] = people
    if (!used || !held || !shown) throw new Error('nobody is there')
    const paid = unwrap(await county.as(till()).voucher.redeem({ code: await codeOf(used, ids[0] ?? ''), ...order() }))
    const sale = { code: await codeOf(held, ids[1] ?? ''), ...order() }
    const { reservationId } = unwrap(await county.as(till()).voucher.reserve(sale))
    const code = await codeOf(shown, ids[2] ?? '')
    expect(await withdraw(county)).toMatchObject({ state: 'closed', withdrawnAt: '2025-01-20T02:00:00.000Z' })
    const rows = [...disk.rows].filter(({ kind }) => kind === voucherEntity.kind)

    expect(await county.as(till()).voucher.redeem({ code, ...order() })).toMatchObject({ code: 'voucher_void' })
    expect(await county.as(till()).reservation.capture({ reservationId })).toMatchObject({ code: 'voucher_void' })
    expect(await shown.api.voucher.codes({ voucherId: ids[2] ?? '' })).toMatchObject({ code: 'voucher_void' })
    expect(unwrap(await shown.api.voucher.list({})).vouchers[0]).toMatchObject({ state: 'void' })
    expect(unwrap(await used.api.voucher.list({})).vouchers[0]).toMatchObject({ state: 'redeemed' })

    expect(await sweepAll(county)).toEqual({ voided: 3, voidedMinor: 6_000, unclaimed: 16 })
    expect(await sweepAll(county)).toEqual({ voided: 0, voidedMinor: 0, unclaimed: 0 })
    expect([...disk.rows].filter(({ kind }) => kind === voucherEntity.kind)).toEqual(rows)
    await audit(county)
    expect(findViolations(disk)).toEqual([])

    const manager = county.as({ ...till(), id: 'manager' })
    expect(await manager.voucher.refund({ redemptionId: paid.redemptionId, reason: 'cold' })).toMatchObject({
      value: { voucherState: 'redeemed', toSponsorMinor: 2_000 },
    })
    const figures = unwrap(await county.sponsor.batch.figures({ batchId }))
    expect(figures).toMatchObject({ voided: 3, redeemed: 1, outstanding: 0, reserved: 0, committedMinor: 0 })
    await audit(county)
    expect(findViolations(disk)).toEqual([])
  })

  it('keeps every invariant, whatever happened before, between and after the sweeps (property)', async () => {
    const act = fc.record({
      who: fc.nat(5),
      what: fc.constantFrom(
        'claim',
        'redeem',
        'reserve',
        'capture',
        'refund',
        'void',
        'sweep',
        'withdraw',
        'wait',
        'days',
      ),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 8, maxLength: 40 }),
        fc.constantFrom(1, 2, 5),
        async (acts, shards) => {
          const { store, disk } = notedStore(shards)
          const clock = fakeClock(OPENS)
          const county = await openCounty({ store, clock, quota: 8, benefit: { quota: { perPerson: 3 } } })
          const { batchId } = county
          const vouchers = new Map<number, string>()
          const receipts = new Map<number, string>()
          const reservations = new Map<number, string>()
          const manager = county.as({ ...till(), id: 'manager' })
          const code = async (who: number) => {
            const shown = await (await county.holder(who)).api.voucher.codes({ voucherId: vouchers.get(who) ?? 'none' })
            return shown.ok ? (shown.value.codes[0]?.text ?? 'x') : 'x'
          }
          const steps: Readonly<Record<string, (who: number) => Promise<unknown>>> = {
            async claim(who) {
              const claimed = await (await county.holder(who)).api.voucher.claim({ batchId })
              if (claimed.ok) vouchers.set(who, claimed.value.voucherId)
            },
            async redeem(who) {
              const paid = await county.as(till()).voucher.redeem({ code: await code(who), ...order() })
              if (paid.ok) receipts.set(who, paid.value.redemptionId)
            },
            async reserve(who) {
              const held = await county.as(till()).voucher.reserve({ code: await code(who), ...order() })
              if (held.ok) reservations.set(who, held.value.reservationId)
            },
            async capture(who) {
              const paid = await county
                .as(till())
                .reservation.capture({ reservationId: reservations.get(who) ?? 'none' })
              if (paid.ok) receipts.set(who, paid.value.redemptionId)
            },
            refund: (who) => manager.voucher.refund({ redemptionId: receipts.get(who) ?? 'none', reason: 'x' }),
            void: (who) => county.sponsor.voucher.void({ voucherId: vouchers.get(who) ?? 'none', reason: 'x' }),
            sweep: () => sweepAll(county),
            async withdraw() {
              await county.sponsor.batch.pause({ batchId, reason: 'x' })
              await county.sponsor.batch.void({ batchId, reason: 'x' })
            },
            wait: async () => clock.advance({ minutes: 3 }),
            days: async () => clock.advance({ days: 3 }),
          }
          for (const { who, what } of acts) {
            clock.advance({ seconds: 30 })
            await steps[what]?.(who)
            expect(findViolations(disk)).toEqual([])
          }
          await sweepAll(county)
          await audit(county)
          expect(findViolations(disk)).toEqual([])
          const { withdrawnAt } = unwrap(await county.as(operator).batch.get({ batchId }))
          const figures = unwrap(await county.sponsor.batch.figures({ batchId }))
          if (withdrawnAt !== undefined) expect(figures).toMatchObject({ outstanding: 0, committedMinor: 0 })
          await county.tally.close()
        },
      ),
      { numRuns: 40 },
    )
  })
})
