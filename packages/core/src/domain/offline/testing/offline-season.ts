import fc from 'fast-check'
import { expect } from 'vitest'
import type { OfflineRecord } from '../../../token/offline/offline-sale.ts'
import { unwrap } from '../../../unwrap.ts'
import { audit } from '../../testing/audit.ts'
import type { County } from '../../testing/county.ts'
import { codeOf, order, till } from '../../testing/county.ts'
import { closeStatements, owedToShops } from '../../testing/statements.ts'
import type { OfflineTill, Phone } from './offline-village.ts'
import { offline, offlineTill, phoneOf } from './offline-village.ts'

/** Two vouchers a till, three a shop. */
export const tightCaps = { ...offline, perVoucherMinor: 2_000, perTerminalMinor: 4_000, perDayMinor: 6_000 }

const places = [
  ['noodles', 't1'],
  ['noodles', 't2'],
  ['dumplings', 't1'],
  ['waimai', 't1'],
] as const
const PHONES = 4

const index = fc.nat({ max: 3 })

/** What may happen in a village whose network comes and goes. */
export const offlineSteps = fc.record({
  steps: fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ act: fc.constant('sell' as const), till: index, phone: index }) },
      { weight: 2, arbitrary: fc.record({ act: fc.constant('fetch' as const), till: index, phone: index }) },
      { weight: 2, arbitrary: fc.record({ act: fc.constant('handIn' as const), till: index, phone: index }) },
      { weight: 1, arbitrary: fc.record({ act: fc.constant('redeem' as const), till: index, phone: index }) },
      { weight: 1, arbitrary: fc.record({ act: fc.constant('wait' as const), till: index, phone: index }) },
      { weight: 1, arbitrary: fc.record({ act: fc.constant('forget' as const), till: index, phone: index }) },
    ),
    { minLength: 8, maxLength: 40 },
  ),
  /** In which order what is left is handed in. */
  turn: fc.nat({ max: 100 }),
})

type Season = typeof offlineSteps extends fc.Arbitrary<infer S> ? S : never

interface Place {
  readonly name: string
  till: OfflineTill
  /** Never forgot anything. */
  honest: boolean
  capMinor: number
  creditedMinor: number
  readonly all: OfflineRecord[]
}

/** What one voucher came to; `tills` took it without a network. */
interface Spent {
  readonly tills: Set<string>
  redeemedOnline: number
  redeemedOffline: number
  lostMinor: number
}

/**
 * Plays a season and hands everything in, twice. Then: what was lost for a voucher is at most its cap for each till that took
 * it but the one that redeemed it; a till is credited at most what it was allowed, a shop's tills together at most the day's
 * cap; honest tills are credited all they sold; handing in again changes nothing; statements of all days are what the ledger owes;
 * the books close. Answers what was lost.
 */
export async function playOfflineSeason(county: County, { steps, turn }: Season): Promise<number> {
  const phones = await Promise.all(Array.from({ length: PHONES }, (_, n) => phoneOf(county, n + 1)))
  const credentials: string[] = []
  const at: Place[] = places.map(([shop, id]) => {
    const place = { name: `${shop}/${id}`, honest: true, capMinor: 0, creditedMinor: 0, all: [] }
    return { ...place, till: offlineTill(county, shop, id) }
  })
  const vouchers = new Map<string, Spent>(
    phones.map(({ voucherId }) => [
      voucherId,
      { tills: new Set<string>(), redeemedOnline: 0, redeemedOffline: 0, lostMinor: 0 },
    ]),
  )
  const sellers = new Map<OfflineRecord, { readonly place: Place; readonly phone: Phone }>()
  const booked = new Map<OfflineRecord, unknown>()

  const refresh = async (place: Place) => {
    const fetched = await place.till.fetch()
    if (fetched.ok) place.capMinor = fetched.value.capMinor
    else expect(fetched.code).toBe('offline_day_cap')
  }
  const fetchAll = async () => {
    for (const place of at) await refresh(place)
    for (const [n, phone] of phones.entries()) {
      const fetched = await phone.fetch()
      if (fetched.ok) credentials[n] = fetched.value.credential
    }
  }
  const handIn = async (record: OfflineRecord) => {
    const { place, phone } = sellers.get(record) ?? nobody()
    const outcome = await place.till.handIn(record)
    const before = booked.get(record)
    if (before !== undefined) expect(outcome).toEqual(before)
    if (place.honest) expect(outcome).toMatchObject({ ok: true })
    if (!outcome.ok) expect(['offline_replayed', 'offline_over_allowance']).toContain(outcome.code)
    if (before !== undefined || !outcome.ok) return
    booked.set(record, outcome)
    place.creditedMinor += outcome.value.subsidyMinor
    const spent = vouchers.get(phone.voucherId) ?? nobody()
    if (outcome.value.outcome === 'redeemed') spent.redeemedOffline += 1
    else spent.lostMinor += outcome.value.subsidyMinor
  }

  await fetchAll()
  for (const [number, { act, till: n, phone: p }] of steps.entries()) {
    const [place, phone] = [at[n] ?? nobody(), phones[p] ?? nobody()]
    if (act === 'fetch') await fetchAll()
    if (act === 'wait') county.clock.advance({ seconds: 200 })
    if (act === 'forget') {
      const [shop, id] = places[n] ?? nobody()
      Object.assign(place, { honest: false, till: offlineTill(county, shop, id, number + 1) })
      await refresh(place)
    }
    if (act === 'redeem') {
      const code = await codeBy(phone)
      const online =
        code === undefined
          ? undefined
          : await county.as(till('dumplings', { terminalId: 't9' })).voucher.redeem({ code, ...order() })
      if (online?.ok) (vouchers.get(phone.voucherId) ?? nobody()).redeemedOnline += 1
    }
    if (act === 'sell' && place.till.capMinor() > 0) {
      const sale = await place.till.sell(phone, credentials[p] ?? '')
      const record = place.till.records.at(-1)
      if (sale.ok && record) {
        sellers.set(record, { place, phone })
        vouchers.get(phone.voucherId)?.tills.add(place.name)
        place.all.push(record)
      }
    }
    const some = place.all[number % Math.max(place.all.length, 1)]
    if (act === 'handIn' && some) await handIn(some)
  }
  const left = [...sellers.keys()]
  const turned = left.map((_, each) => left[(each * 7 + turn) % left.length] ?? nobody())
  const half = turned.length / 2
  for (const record of turned.slice(0, half)) await handIn(record)
  await closeDays(county, 1)
  for (const record of [...turned.slice(half), ...left, ...turned]) await handIn(record)
  await closeDays(county, 2)
  return closes(county, at, [...vouchers.values()])
}

/** Statements of all days add up to what the ledger owes each shop, for uses and for losses. */
async function closeDays(county: County, days: number): Promise<void> {
  county.clock.set(`2025-01-${20 + days}T00:00:00+08:00`)
  await closeStatements(county)
  const { told, booked } = await owedToShops(
    county,
    Array.from({ length: days }, (_, day) => `2025-01-${20 + day}`),
  )
  expect(told).toEqual(booked)
}

async function closes(county: County, at: readonly Place[], vouchers: readonly Spent[]): Promise<number> {
  for (const { tills, redeemedOnline, redeemedOffline, lostMinor } of vouchers) {
    expect(redeemedOnline + redeemedOffline).toBeLessThanOrEqual(1)
    expect(lostMinor).toBeLessThanOrEqual(tightCaps.perVoucherMinor * (tills.size - redeemedOffline))
    // A voucher that nobody used online is redeemed by the first record handed in.
    if (redeemedOnline === 0 && tills.size > 0 && lostMinor > 0) expect(redeemedOffline).toBe(1)
  }
  for (const { capMinor, creditedMinor } of at) {
    expect(capMinor).toBeLessThanOrEqual(tightCaps.perTerminalMinor)
    expect(creditedMinor).toBeLessThanOrEqual(capMinor)
  }
  const noodles = at.filter(({ name }) => name.startsWith('noodles/'))
  const shopMinor = noodles.reduce((sum, { creditedMinor }) => sum + creditedMinor, 0)
  expect(shopMinor).toBeLessThanOrEqual(tightCaps.perDayMinor)
  const { accounts, sums } = unwrap(await county.sponsor.ledger.balances({}))
  const total = (prefix: string) =>
    accounts
      .filter(({ account }) => account.startsWith(prefix))
      .reduce((sum, { balanceMinor }) => sum + balanceMinor, 0)
  const lostMinor = vouchers.reduce((sum, each) => sum + each.lostMinor, 0)
  expect([total('offline.loss/'), total('offline.owed/'), sums.CNY]).toEqual([-lostMinor || 0, lostMinor, 0])
  expect(lostMinor).toBeLessThanOrEqual(at.reduce((sum, { capMinor }) => sum + capMinor, 0))
  await audit(county)
  return lostMinor
}

async function codeBy(phone: Phone): Promise<string | undefined> {
  const { nonce } = unwrap(await phone.api.device.get({}))
  const proof = phone.device.sign({ non: nonce, act: 'voucher.codes', sub: phone.voucherId })
  const codes = await phone.api.voucher.codes({ voucherId: phone.voucherId, proof })
  return codes.ok ? codeOf(phone, phone.voucherId, { proof }) : undefined
}

function nobody(): never {
  throw new Error('a season speaks of somebody who is not there')
}
