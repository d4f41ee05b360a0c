import { describe, expect, it } from 'vitest'
import { createTally } from '../../create-tally.ts'
import { fakeClock } from '../../engine/clock.ts'
import { memoryStore } from '../../engine/memory-store.ts'
import { seededRandom } from '../../engine/random.ts'
import type { Role } from '../../kernel/actor.ts'
import { generateKeys } from '../../token/keys/generate-keys.ts'
import { createSecretKey } from '../../token/secret-key/create-secret-key.ts'
import { hashSecretKey } from '../../token/secret-key/hash-secret-key.ts'
import { unwrap } from '../../unwrap.ts'
import { OPENS, springDocument, tenant, till } from '../testing/county.ts'

const random = seededRandom('two keys')
const keyOf = (id: string, name: string, role: Role = 'operator') => ({
  secretKey: createSecretKey(random),
  record: { id, name, tenant, role },
})
// Two keys may have been given the same name; they are two keys all the same.
const [finance, audit, portal] = [keyOf('key_1', 'desk'), keyOf('key_2', 'desk'), keyOf('key_3', 'portal', 'host')]

/** A county with a key for each of two departments, whose sessions come through the front door. */
async function office(approval?: string) {
  const byHash = new Map([finance, audit, portal].map((key) => [hashSecretKey(key.secretKey), key.record]))
  const material = await generateKeys({ random: seededRandom('county keys') })
  const source = { load: async () => material, findSecretKey: (hash: string) => byHash.get(hash) }
  const tally = await createTally({ store: memoryStore(), keys: source, clock: fakeClock(OPENS), random })
  const by = (bearer: string) => tally.as(unwrap(tally.authenticate(bearer)))
  const signIn = async (key: typeof finance, role: 'operator' | 'reviewer', id: string) =>
    by(unwrap(await by(key.secretKey).session.mint({ role, id, ttlSeconds: 3600 })).session)
  const li = await signIn(finance, 'operator', 'li')
  unwrap(await li.programme.publish({ document: springDocument({}, approval ? { approval } : {}) }))
  unwrap(await li.merchant.add({ merchantId: 'noodles', region: '511525', industry: 'H62' }))
  const { batchId } = unwrap(await li.batch.open({ benefit: 'spring/catering', quota: 10 }))
  return { tally, by, signIn, li, batchId }
}

const refused = { ok: false, code: 'approval_by_same_key' }

describe('THR-Z8 a programme that asks for two keys', () => {
  it('has a batch opened by two people under two keys, and not by two names under one', async () => {
    const { by, signIn, batchId } = await office('twoKeys')
    const invented = await signIn(finance, 'reviewer', 'zhao')
    expect(await invented.batch.approve({ batchId })).toMatchObject(refused)
    expect(await by(finance.secretKey).batch.approve({ batchId })).toMatchObject(refused)
    const zhao = await signIn(audit, 'reviewer', 'zhao')
    expect(unwrap(await zhao.batch.approve({ batchId })).state).toBe('open')
  })

  it('takes nobody of whom it cannot be told: a caller without a key is neither the first nor the second', async () => {
    const { tally, signIn, batchId } = await office('twoKeys')
    const local = tally.as({ role: 'reviewer', tenant, id: 'zhao' })
    expect(await local.batch.approve({ batchId })).toMatchObject(refused)
    const opened = unwrap(
      await tally.as({ role: 'operator', tenant, id: 'li' }).batch.open({ benefit: 'spring/catering', quota: 1 }),
    )
    const zhao = await signIn(audit, 'reviewer', 'zhao')
    expect(await zhao.batch.approve({ batchId: opened.batchId })).toMatchObject(refused)
  })

  it('asks for them again where a quota is raised', async () => {
    const { signIn, li, batchId } = await office('twoKeys')
    const [invented, zhao] = [await signIn(finance, 'reviewer', 'zhao'), await signIn(audit, 'reviewer', 'zhao')]
    unwrap(await zhao.batch.approve({ batchId }))
    const more = { batchId, current: 10, target: 20, reason: 'x' }
    unwrap(await li.batch.changeQuota(more))
    expect(await invented.batch.changeQuota(more)).toMatchObject(refused)
    expect(unwrap(await zhao.batch.changeQuota(more)).quota).toBe(20)
  })

  it('asks for them where a held settlement is decided', async () => {
    const { by, tally, signIn, li, batchId } = await office('twoKeys')
    const [invented, zhao] = [await signIn(finance, 'reviewer', 'zhao'), await signIn(audit, 'reviewer', 'zhao')]
    unwrap(await zhao.batch.approve({ batchId }))
    const facts = { 'person.registration': '511525' }
    const person = { alias: 'made-up-person' }
    const minted = await by(portal.secretKey).session.mint({ role: 'holder', person, facts, ttlSeconds: 600 })
    const holder = by(unwrap(minted).session)
    const { voucherId } = unwrap(await holder.voucher.claim({ batchId }))
    const { codes } = unwrap(await holder.voucher.codes({ voucherId }))
    const sale = { code: codes[0]?.text ?? '', orderNumber: 'A-1', orderAmountMinor: 12_800 }
    const redemptionId = `noodles/${unwrap(await tally.as(till()).voucher.redeem(sale)).redemptionId}`
    unwrap(await li.settlement.hold({ redemptionId, reason: 'x' }))
    unwrap(await li.settlement.propose({ redemptionId, decision: 'release', reason: 'x' }))
    expect(await invented.settlement.confirm({ redemptionId, decision: 'release' })).toMatchObject(refused)
    unwrap(await zhao.settlement.confirm({ redemptionId, decision: 'release' }))
  })

  it('compares names alone where it only asks for two people', async () => {
    const { signIn, li, batchId } = await office('two')
    expect(await li.batch.approve({ batchId })).toMatchObject({ code: 'approval_by_same_person' })
    unwrap(await (await signIn(finance, 'reviewer', 'zhao')).batch.approve({ batchId }))
  })
})
