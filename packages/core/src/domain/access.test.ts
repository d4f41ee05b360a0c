import { describe, expect, it } from 'vitest'
import type { TallyApi } from '../create-tally.ts'
import type { Actor, Role } from '../kernel/actor.ts'
import { roles } from '../kernel/actor.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Outcome } from '../kernel/outcome.ts'
import { unwrap } from '../unwrap.ts'
import { operations } from './operations.ts'
import { audit, journalOf } from './testing/audit.ts'
import { codeOf, host, openCounty, operator, order, partner, registered, till } from './testing/county.ts'
import { idNumber } from './testing/people.ts'

type Call = (input: unknown) => Promise<Outcome<unknown>>
const table: readonly (readonly [string, AnyOperation])[] = Object.entries(operations)

function callOf(api: TallyApi, name: string): Call {
  const [noun = '', verb = ''] = name.split('.')
  return (api as unknown as Record<string, Record<string, Call>>)[noun]?.[verb] as Call
}

function actorOf(role: Role, tenant: string): Actor {
  const more = {
    holder: { owner: 5_000_000 },
    terminal: { merchantId: 'noodles', terminalId: 't1' },
    merchant: { merchantId: 'noodles' },
    staff: { id: 'nurse', stationId: 'house' },
  }
  return { role, tenant, id: 'somebody', ...(more as Record<string, object>)[role] }
}

/** A county with one redeemed voucher and one outstanding, and every id that was handed out. */
async function lived() {
  const county = await openCounty()
  const [wang, chen] = [await county.holder(1), await county.holder(2)]
  const { voucherId } = unwrap(await wang.api.voucher.claim({ batchId: county.batchId }))
  unwrap(await chen.api.voucher.claim({ batchId: county.batchId }))
  const sale = { code: await codeOf(wang, voucherId), ...order() }
  const { redemptionId } = unwrap(await county.as(till()).voucher.redeem(sale))
  return { ...county, county, wang, chen, voucherId, redemptionId }
}

describe('THR-Z1 what belongs to somebody else', () => {
  const inputs = (ids: { voucherId: string; batchId: string; redemptionId: string }): Record<string, object> => ({
    'programme.get': { programme: 'spring' },
    'batch.get': { batchId: ids.batchId },
    'batch.figures': { batchId: ids.batchId },
    'batch.approve': { batchId: ids.batchId },
    'batch.pause': { batchId: ids.batchId, reason: 'x' },
    'batch.resume': { batchId: ids.batchId },
    'batch.close': { batchId: ids.batchId, reason: 'x' },
    'batch.sweep': { batchId: ids.batchId },
    'batch.open': { benefit: 'spring/catering', quota: 1 },
    'voucher.claim': { batchId: ids.batchId },
    'voucher.get': { voucherId: ids.voucherId },
    'voucher.codes': { voucherId: ids.voucherId },
    'voucher.token': { voucherId: ids.voucherId, audience: 'partner:waimai', orderNumber: '1' },
    'voucher.void': { voucherId: ids.voucherId, reason: 'x' },
    'voucher.refund': { redemptionId: ids.redemptionId, reason: 'x' },
    'redemption.get': { redemptionId: ids.redemptionId },
    'merchant.suspend': { merchantId: 'noodles', reason: 'x' },
    'merchant.reinstate': { merchantId: 'noodles', reason: 'x' },
  })
  const matrix = Object.keys(inputs({ voucherId: '', batchId: '', redemptionId: '' })).flatMap((name) =>
    ((operations as Record<string, AnyOperation>)[name]?.permits ?? []).map((role) => [name, role] as const),
  )

  it('is unknown to every role of another organisation, in every operation that takes an id', async () => {
    const { county, ...ids } = await lived()
    expect(matrix.length).toBeGreaterThan(25)
    for (const [name, role] of matrix) {
      const outcome = await callOf(county.as(actorOf(role, 'other')), name)(inputs(ids)[name])
      expect(outcome.ok, `${name} as ${role}`).toBe(false)
      if (!outcome.ok) expect(outcome.code, `${name} as ${role}`).toMatch(/_unknown$/)
    }
    await audit(county)
  })

  it('is as unknown to another person as what does not exist', async () => {
    const { county, chen, voucherId } = await lived()
    const other = actorOf('holder', 'gaoxian')
    for (const api of [chen.api, county.as(other)]) {
      for (const name of ['voucher.get', 'voucher.codes', 'voucher.token']) {
        const more = name === 'voucher.token' ? { audience: 'partner:waimai', orderNumber: '1' } : {}
        const foreign = await callOf(api, name)({ voucherId, ...more })
        const invented = await callOf(api, name)({ voucherId: `vch_${'0'.repeat(26)}`, ...more })
        expect(foreign, name).toMatchObject({ ok: false, code: 'voucher_unknown' })
        expect(foreign).toEqual(invented)
      }
    }
  })

  it('cannot be found by changing any character of an id', async () => {
    const { wang, voucherId } = await lived()
    for (let at = 4; at < voucherId.length; at += 1) {
      const changed = `${voucherId.slice(0, at)}${voucherId[at] === '7' ? '8' : '7'}${voucherId.slice(at + 1)}`
      expect(await wang.api.voucher.get({ voucherId: changed })).toMatchObject({ code: 'voucher_unknown' })
    }
  })
})

describe('THR-Z2 who may do what', () => {
  it('is this and nothing else', () => {
    const matrix = Object.fromEntries(
      table.map(([name, { permits, scope }]) => [name, `${permits.join(' ')} (${scope})`]),
    )
    expect(matrix).toMatchSnapshot()
  })

  it('is refused by default: every role outside the list, in every operation', async () => {
    const county = await openCounty()
    for (const [name, { permits }] of table) {
      if (permits.includes('public')) continue
      for (const role of roles.filter((each) => !permits.includes(each))) {
        const outcome = await callOf(county.as(actorOf(role, 'gaoxian')), name)({})
        expect(outcome, `${name} as ${role}`).toMatchObject({ ok: false, code: 'permission_missing' })
      }
    }
  })

  it('needs the shop, the station or the person in the session', async () => {
    const county = await openCounty()
    for (const [name, { permits, scope }] of table) {
      if (scope === 'tenant' || permits.includes('public')) continue
      for (const role of permits) {
        const { tenant, id } = actorOf(role, 'gaoxian')
        const bare: Actor = { role, tenant, id }
        const demanded = { ownRights: ['holder'], sameMerchant: ['terminal', 'merchant'], sameStation: ['staff'] }[
          scope as 'ownRights'
        ] as readonly Role[]
        if (!demanded.includes(role)) continue
        const outcome = await county.tally.call(name, {}, bare)
        expect(outcome, `${name} as ${role}`).toMatchObject({ ok: false, code: 'scope_missing' })
      }
    }
  })
})

describe('THR-P4 what each party sees', () => {
  it('are ids of its own: nobody can put two lists together', async () => {
    const { county, redemptionId, voucherId, wang } = await lived()
    const receipt = unwrap(await county.as(till()).redemption.get({ redemptionId }))
    expect(JSON.stringify(receipt)).not.toContain(voucherId)
    expect(JSON.stringify(receipt)).not.toContain(String(wang.actor.owner))
    expect(await county.as(till('dumplings')).redemption.get({ redemptionId })).toMatchObject({
      code: 'redemption_unknown',
    })
    const quoted = unwrap(await county.as(operator).redemption.get({ redemptionId: `noodles/${redemptionId}` }))
    expect(quoted.redemptionId).not.toBe(redemptionId)
  })

  it('are the members of the allow-list, nothing more', async () => {
    const { county, wang, voucherId, redemptionId, batchId, sponsor } = await lived()
    const members = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.length > 0 ? [members(value[0])] : []
      if (typeof value !== 'object' || value === null) return typeof value
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, members(each)]))
    }
    const shop = county.as(till())
    expect({
      holderVoucher: members(unwrap(await wang.api.voucher.get({ voucherId }))),
      holderOffers: members(unwrap(await wang.api.voucher.offers({}))),
      holderHistory: members(unwrap(await wang.api.history.list({}))),
      shopReceipt: members(unwrap(await shop.redemption.get({ redemptionId }))),
      sponsorBatch: members(unwrap(await sponsor.batch.get({ batchId }))),
      sponsorFigures: members(unwrap(await sponsor.batch.figures({ batchId }))),
      sponsorMerchants: members(unwrap(await sponsor.merchant.list({}))),
      sponsorLedger: members(unwrap(await sponsor.ledger.balances({}))),
    }).toMatchSnapshot()
  })
})

describe('personal data', () => {
  const canary = { idNumber: idNumber(4242), phone: '13912345678', name: '王小明明明', place: 28.512_345 }

  async function everywhere() {
    const square = {
      type: 'Polygon',
      coordinates: [
        [
          [104, 28],
          [105, 28],
          [105, 29],
          [104, 29],
          [104, 28],
        ],
      ],
    }
    const position = { latitude: canary.place, longitude: 104.5, accuracyMetres: 20, datum: 'wgs84' as const }
    const county = await openCounty({
      benefit: { presence: 'atRedemptionToo' },
      document: {
        regions: { city: { datum: 'wgs84', polygon: square } },
        eligibility: { all: [registered, { fact: 'position', operator: 'withinPolygon', value: { region: 'city' } }] },
      },
    })
    const facts = { 'person.registration': '511525', 'person.name': canary.name, 'phone.number': canary.phone }
    const person = { idNumber: canary.idNumber, alias: canary.phone }
    const mint = { role: 'holder' as const, person, facts, ttlSeconds: 900 }
    const { session } = unwrap(await county.as(host).session.mint(mint))
    const actor = unwrap(county.tally.authenticate(session))
    const outputs: unknown[] = [session]
    const errors: unknown[] = []
    const api = county.as(actor)
    const see = async (call: Promise<unknown>) => {
      outputs.push(await call.catch((error) => errors.push(String(error), error.code, error.detail)))
    }
    await see(api.voucher.offers({ latitude: canary.place, longitude: 104.5, accuracyMetres: 20, datum: 'wgs84' }))
    const claimed = await api.voucher.claim({ batchId: county.batchId, position })
    outputs.push(claimed)
    const { voucherId } = unwrap(claimed)
    const code = await codeOf({ actor, api }, voucherId, { position })
    await see(county.as(till()).voucher.redeem({ code, ...order() }))
    await see(api.voucher.list({}))
    await see(api.history.list({}))
    // The same values where they do not belong: every refusal and every error is looked at too.
    for (const value of [canary.idNumber, canary.phone, canary.name]) {
      await see(api.voucher.claim({ batchId: value }))
      await see(api.voucher.claim({ batchId: county.batchId, [value]: value } as never))
      await see(api.voucher.get({ voucherId: value }))
      await see(county.as(till()).voucher.redeem({ code: value, ...order() }))
      await see(county.as(partner()).voucher.redeem({ voucherToken: value, ...order() }))
      await see(county.as(operator).voucher.refund({ redemptionId: value, reason: 'x' }))
      await see(county.as(host).session.mint({ role: 'holder', person: { idNumber: `${value}9` }, ttlSeconds: 60 }))
      await see(county.as(host).session.mint({ role: 'holder', person: { [value]: value } as never, ttlSeconds: 60 }))
      await see(county.tally.call(value, {}, actor))
    }
    await county.tally.close().catch(() => undefined)
    return { county, outputs, errors }
  }

  const found = (text: string) => Object.values(canary).filter((value) => text.includes(String(value)))

  it('THR-P3 is in no answer, refusal or error', async () => {
    const { outputs, errors } = await everywhere()
    expect(found(JSON.stringify(outputs))).toEqual([])
    // What a programmer calls an operation is no input of a person; nothing else may come back.
    expect(found(JSON.stringify(errors.filter((error) => !String(error).includes('There is no operation'))))).toEqual(
      [],
    )
  })

  it('THR-P1 THR-P2 is in no row and no journal entry, neither in clear nor as a bare hash', async () => {
    const { memoryStore } = await import('../engine/memory-store.ts')
    const { sha256Hex } = await import('../kernel/digest.ts')
    const store = memoryStore()
    const seen: string[] = []
    const spying = Object.assign(Object.create(store), {
      begin: async (...args: Parameters<typeof store.begin>) => {
        const transaction = await store.begin(...args)
        return (
          transaction && {
            ...transaction,
            commit: (changes: Parameters<typeof transaction.commit>[0]) => {
              seen.push(JSON.stringify(changes))
              return transaction.commit(changes)
            },
          }
        )
      },
      identify: (...args: Parameters<typeof store.identify>) => {
        seen.push(JSON.stringify(args))
        return store.identify(...args)
      },
      read: store.read.bind(store),
      readJournal: store.readJournal.bind(store),
      readHead: store.readHead.bind(store),
    })
    const county = await openCounty({ store: spying })
    const mint = { role: 'holder' as const, person: { idNumber: canary.idNumber, alias: canary.phone }, ttlSeconds: 60 }
    const facts = { 'person.registration': '511525', 'person.name': canary.name }
    const { session } = unwrap(await county.as(host).session.mint({ ...mint, facts }))
    const api = county.as(unwrap(county.tally.authenticate(session)))
    const position = { latitude: canary.place, longitude: 104.5, accuracyMetres: 20, datum: 'wgs84' as const }
    unwrap(await api.voucher.claim({ batchId: county.batchId, position }))
    const written = seen.join('\n')
    expect(written.length).toBeGreaterThan(1_000)
    expect(found(written)).toEqual([])
    for (const value of [canary.idNumber, canary.phone]) expect(written).not.toContain(sha256Hex(value))
    const claim = (await journalOf(store, 0)).find((entry) => entry.operation === 'voucher.claim')
    // It is there for who holds the person's key, and only for them.
    expect(claim?.events[0]).toMatchObject({ type: 'voucher.claimed', sealed: expect.stringMatching(/.{40}/) })
  })
})
