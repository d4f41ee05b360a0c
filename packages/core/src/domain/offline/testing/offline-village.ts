import { expect } from 'vitest'
import type { TallyApi } from '../../../create-tally.ts'
import { fakeClock } from '../../../engine/clock.ts'
import { seededRandom } from '../../../engine/random.ts'
import type { Outcome } from '../../../kernel/outcome.ts'
import { createKeySet } from '../../../token/key-set/create-key-set.ts'
import { offlineBinding, presentOffline } from '../../../token/offline/offline-binding.ts'
import { offlineChallenge, verifyOfflineChallenge } from '../../../token/offline/offline-challenge.ts'
import type { OfflineRecord, OfflineSale } from '../../../token/offline/offline-sale.ts'
import type { OfflineRefusal } from '../../../token/offline/verify-offline-sale.ts'
import { verifyOfflineSale } from '../../../token/offline/verify-offline-sale.ts'
import { newNonce } from '../../../token/terminal-challenge/mint-terminal-challenge.ts'
import type { FakeDevice } from '../../../token/testing/fake-device.ts'
import { fakeDevice } from '../../../token/testing/fake-device.ts'
import { unwrap } from '../../../unwrap.ts'
import { audit } from '../../testing/audit.ts'
import type { County, CountyOptions, Holder } from '../../testing/county.ts'
import { codeOf, OPENS, openCounty, tenant, till } from '../../testing/county.ts'
import { findViolations } from '../../testing/invariants/find-violations.ts'
import { notedStore } from '../../testing/noted-store.ts'

export const BENEFIT = 'spring/catering'
export const caps = { perVoucherMinor: 2_000, perTerminalMinor: 6_000, perDayMinor: 10_000 }
export const offline = { ...caps, lossBorneBy: 'sponsor' as 'sponsor' | 'merchant' }

/** A county whose vouchers tills take without a network. */
export async function offlineCounty(option: object | 'off' = offline, options: CountyOptions = {}): Promise<County> {
  const offlineOption = option === 'off' ? {} : { offline: option }
  const benefit = { safeguards: { device: 'optional', ...offlineOption }, ...options.benefit }
  return openCounty({ clock: fakeClock(OPENS), shards: 3, ...options, benefit })
}

/** The issuer as tills and phones without a network know it. */
export function issuerFor(county: County) {
  return { keys: createKeySet(county.tally.publicKeys(tenant)), issuer: `urn:tallystick:${tenant}` }
}

export interface Phone extends Holder {
  readonly device: FakeDevice
  readonly voucherId: string
  /** Needs a network. */
  fetch(): Promise<Outcome<{ readonly credential: string }>>
  /** What the phone shows a till, once the person has agreed to what the till asks for. */
  answer(credential: string, challenge: string): Promise<string>
}

/** A person with a voucher and a bound phone. */
export async function phoneOf(county: County, n: number): Promise<Phone> {
  const holder = await county.holder(n)
  const device = fakeDevice(seededRandom(`phone ${n}`)(48))
  const nonce = async () => unwrap(await holder.api.device.get({})).nonce
  const proof = device.sign({ non: await nonce(), act: 'device.bind', sub: device.kid })
  unwrap(await holder.api.device.bind({ publicJwk: device.jwk, proof }))
  const { voucherId } = unwrap(await holder.api.voucher.claim({ batchId: county.batchId }))
  return {
    ...holder,
    device,
    voucherId,
    async fetch() {
      const asked = { non: await nonce(), act: 'offline.credential', sub: voucherId }
      return holder.api.offline.credential({ voucherId, proof: device.sign(asked) })
    },
    async answer(credential, challenge) {
      const now = new Date(county.clock.now())
      const asked = unwrap(await verifyOfflineChallenge(challenge, now, issuerFor(county)))
      const { type, claims } = offlineBinding(credential, asked, now)
      return presentOffline(credential, device.sign(claims, { typ: type }))
    },
  }
}

export interface OfflineTill {
  /** What it has kept; a till that loses it starts anew. */
  readonly records: OfflineRecord[]
  readonly sales: OfflineSale[]
  readonly capMinor: () => number
  /** Needs a network. */
  fetch(): Promise<Outcome<{ readonly capMinor: number; readonly day: string }>>
  /** Asks the phone for an amount, judges what it shows, and keeps the record where it may sell. */
  sell(phone: Phone, credential: string, amountMinor?: number): Promise<Outcome<OfflineSale, OfflineRefusal>>
  /** Needs a network. */
  handIn(record: OfflineRecord): ReturnType<County['sponsor']['offline']['reconcile']>
}

/** A till that works by the public verifier alone while it has no network; with another `memory` the same one after it forgot all. */
export function offlineTill(
  county: County,
  merchantId: string,
  terminalId: string,
  memory = 0,
  api: Pick<TallyApi, 'offline'> = county.as(till(merchantId, { terminalId })),
): OfflineTill {
  const random = seededRandom(`${merchantId}/${terminalId}/${memory}`)
  const records: OfflineRecord[] = []
  const sales: OfflineSale[] = []
  let held = { allowance: '', statuses: '', capMinor: 0 }
  return {
    records,
    sales,
    capMinor: () => held.capMinor,
    async fetch() {
      const fetched = await api.offline.allowance({ benefit: BENEFIT })
      if (fetched.ok) held = fetched.value
      return fetched
    },
    async sell(phone, credential, orderAmountMinor = 12_800) {
      const { allowance, statuses } = held
      const nonce = newNonce(random)
      const presentation = await phone.answer(credential, offlineChallenge(allowance, nonce, orderAmountMinor))
      const orderNumber = `${terminalId}-${records.length + 1}`
      const at = county.clock.now()
      const record = { allowance, statuses, presentation, nonce, orderNumber, orderAmountMinor, at }
      const sale = await verifyOfflineSale(record, sales, issuerFor(county))
      if (sale.ok) {
        records.push(record)
        sales.push(sale.value)
      }
      return sale
    },
    handIn: (record) => api.offline.reconcile(record),
  }
}

/** A county with two tills that have their allowance, and a person with a phone. */
export async function village(option: object = offline) {
  const { store, disk } = notedStore(3)
  const county = await offlineCounty(option, { store })
  const noodles = offlineTill(county, 'noodles', 't1')
  const dumplings = offlineTill(county, 'dumplings', 't1')
  unwrap(await noodles.fetch())
  unwrap(await dumplings.fetch())
  const wang = await phoneOf(county, 1)
  const closes = async () => {
    await audit(county)
    expect(findViolations(disk)).toEqual([])
  }
  return { county, noodles, dumplings, wang, closes }
}

export async function credentialOf(phone: Phone): Promise<string> {
  return unwrap(await phone.fetch()).credential
}

/** Sells without a network and answers the newest record. */
export async function sold(at: OfflineTill, phone: Phone, credential: string) {
  unwrap(await at.sell(phone, credential))
  const record = at.records.at(-1)
  if (!record) throw new Error('a sale leaves a record')
  return record
}

/** Of all accounts whose name begins so. */
export async function balanceOf(county: County, prefix: string): Promise<number> {
  const { accounts } = unwrap(await county.sponsor.ledger.balances({}))
  return accounts.reduce((sum, each) => (each.account.startsWith(prefix) ? sum + each.balanceMinor : sum), 0)
}

/** The rotating code that the phone shows when it has a network. */
export async function codeWith(phone: Phone): Promise<string> {
  const { nonce } = unwrap(await phone.api.device.get({}))
  const proof = phone.device.sign({ non: nonce, act: 'voucher.codes', sub: phone.voucherId })
  return codeOf(phone, phone.voucherId, { proof })
}
