import { expect } from 'vitest'
import { createTally } from '../../create-tally.ts'
import type { County } from '../../domain/testing/county.ts'
import { auditor, codeOf, countyKeys, OPENS, openCounty, operator, order, till } from '../../domain/testing/county.ts'
import { idNumber } from '../../domain/testing/people.ts'
import { fakeClock } from '../../engine/clock.ts'
import { seededRandom } from '../../engine/random.ts'
import type { Store } from '../../engine/store-port.ts'
import { archivedLane } from '../../kernel/lanes.ts'
import { unwrap } from '../../unwrap.ts'

/** A county in which everything lies somewhere that can lie beside something. */
export async function busyCounty(store: Store) {
  const held = {
    name: 'tight',
    at: 'redeem',
    when: { fact: 'order.overThresholdMinor', operator: 'lessThan', value: 500 },
    do: 'hold',
  }
  const county = await openCounty({ clock: fakeClock(OPENS), store, document: { risk: [held], approval: 'one' } })
  const people = await Promise.all(Array.from({ length: 12 }, (_, n) => county.holder(n)))
  const vouchers: string[] = []
  for (const { api } of people) {
    vouchers.push(unwrap(await api.voucher.claim({ batchId: county.batchId }, { idempotencyKey: 'mine' })).voucherId)
  }
  const shop = county.as(till())
  county.clock.advance({ seconds: 1 })
  const api = (n: number) => (people[n] as (typeof people)[number]).api
  const digits = async (n: number) => unwrap(await api(n).voucher.digits({ voucherId: vouchers[n] as string })).digits
  const byDigits = { code: await digits(0), ...order() }
  const receipt = unwrap(await shop.voucher.redeem(byDigits, { idempotencyKey: 'byDigits' }))
  const reserved = { code: await codeOf(people[1] as never, vouchers[1] as string), ...order() }
  const { reservationId } = unwrap(await shop.voucher.reserve(reserved, { idempotencyKey: 'held' }))
  const tight = { code: await codeOf(people[2] as never, vouchers[2] as string), ...order(10_100) }
  const kept = unwrap(await shop.voucher.redeem(tight, { idempotencyKey: 'tight' }))
  const open = await digits(3)
  const unused = await codeOf(people[4] as never, vouchers[4] as string)
  for (let lane = 0; lane < store.shards; lane += 1) unwrap(await county.sponsor.risk.gather({ lane }))
  return { county, people, vouchers, byDigits, receipt, reservationId, kept, open, unused }
}

/** The same county on another store. */
export async function goOn(county: County, store: Store): Promise<County> {
  const tally = await createTally({ store, keys: await countyKeys, clock: county.clock, random: seededRandom('after') })
  return { ...county, tally, store, sponsor: tally.as(operator), as: (actor) => tally.as(actor) }
}

/** All that was there before a move, done on the store that the move has filled. */
export async function mustGoOn(before: Awaited<ReturnType<typeof busyCounty>>, store: Store): Promise<void> {
  const after = await goOn(before.county, store)
  const shop = after.as(till())
  // Answers of before, by their keys.
  expect(unwrap(await shop.voucher.redeem(before.byDigits, { idempotencyKey: 'byDigits' }))).toEqual(before.receipt)
  const wang = before.people[4]?.actor as never
  const claim = after.as(wang).voucher.claim({ batchId: after.batchId }, { idempotencyKey: 'mine' })
  expect(unwrap(await claim).voucherId).toBe(before.vouchers[4])
  const { redemptionId } = before.kept
  expect(unwrap(await shop.redemption.get({ redemptionId }))).toMatchObject({ redemptionId })
  // Codes, digits and holds of before.
  expect(unwrap(await shop.voucher.redeem({ code: before.unused, ...order() })).subsidyMinor).toBe(2_000)
  expect(unwrap(await shop.voucher.redeem({ code: before.open, ...order() })).subsidyMinor).toBe(2_000)
  unwrap(await shop.reservation.capture({ reservationId: before.reservationId }))
  const pages = Array.from({ length: store.shards }, (_, lane) => after.as(auditor).settlement.held({ lane }))
  expect((await Promise.all(pages)).flatMap((page) => unwrap(page).held)).toHaveLength(1)
  // People are known, and have had their share; the stock is all there.
  const person = { idNumber: idNumber(5) }
  const minted = unwrap(
    await after.tally.mintSession({ tenant: 'gaoxian', role: 'holder', person, facts: {}, ttlSeconds: 60 }),
  )
  expect(unwrap(after.tally.authenticate(minted.session)).owner).toBe(before.people[5]?.actor.owner)
  const again = await after.as(wang).voucher.claim({ batchId: after.batchId })
  expect(again).toMatchObject({ ok: false })
  expect(unwrap(await after.sponsor.batch.figures({ batchId: after.batchId }))).toMatchObject({
    quota: 100,
    left: 88,
    issued: 12,
    redeemed: 5,
    held: 1,
  })
  const early = unwrap(await after.as(auditor).journal.read({ lane: archivedLane(1, 0), limit: 1 }))
  expect(early.entries[0]?.seq).toBe(1)
}
