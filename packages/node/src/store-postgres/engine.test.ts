import { createTally, systemClock, unwrap } from '@tallystick/core'
import { describe, expect, test } from 'vitest'
import { fileKeys } from '../keys/file-keys.ts'
import { crowdsOn, tenant } from './testing/crowd.ts'
import { cuttingProxy } from './testing/cutting-proxy.ts'
import { loseOnce } from './testing/lose-once.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()
const { openBatch, sendCrowd, books, keep } = crowdsOn(at)

describe('two processes on one PostgreSQL', () => {
  test.each([
    { shards: 64, perShard: false },
    { shards: 64, perShard: true },
    { shards: 1024, perShard: false },
  ])(
    'THR-C1 THR-C12 give out exactly the whole stock, one voucher a person, and their books balance: %o',
    async (how) => {
      const batch = await openBatch(300, how.shards)
      const crowds = [sendCrowd(batch, 0, 300, how), sendCrowd(batch, 1000, 1300, how)]
      await Promise.all(crowds.map(({ over }) => over))
      const got = crowds.flatMap((crowd) => [...crowd.got.values()])
      const refused = crowds.flatMap((crowd) => [...crowd.refused.values()])
      expect(got).toHaveLength(300)
      expect(new Set(got).size).toBe(300)
      expect(refused).toHaveLength(300)
      expect(new Set(refused)).toEqual(new Set(['sold_out']))
      expect(await books(batch)).toEqual({ vouchers: 300, holders: 300, unbalanced: [], inTransit: 0, broken: [] })
    },
    120_000,
  )

  test('THR-C12 give out exactly the stock of a region, while people of two others change it at once', async () => {
    const region = '511525'
    let quota = 100
    const batch = await openBatch(300, 64, undefined, { regions: { [region]: quota } })
    const store = await at.open({ schema: batch.schema })
    const other = keep(await createTally({ store, keys: fileKeys(batch.folder), clock: systemClock }))
    const sponsors = [batch.tally, other].map((tally) => tally.as({ role: 'operator', tenant, id: 'li' }))
    const crowds = [sendCrowd(batch, 0, 300), sendCrowd(batch, 1000, 1300)]
    let isOver = false
    const over = Promise.all(crowds.map((crowd) => crowd.over)).then(() => {
      isOver = true
    })
    let changed = 0
    for (let turn = 0; !isOver; turn += 1) {
      const current = quota
      const targets = [120, 160, 200, 240].filter((target) => target !== current)
      const outcomes = await Promise.all(
        sponsors.map(({ batch: { changeRegionQuota } }, at) => {
          const target = targets[(turn + at) % targets.length] ?? 0
          return changeRegionQuota({ batchId: batch.batchId, region, current, target, reason: 'rehearsal' })
        }),
      )
      const done = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.regions?.[region] ?? 0] : []))
      expect(done.length).toBeLessThanOrEqual(1)
      changed += done.length
      quota = done[0] ?? quota
    }
    await over
    expect(changed).toBeGreaterThan(2)
    const rest = sendCrowd(batch, 2000, 2400)
    await rest.over
    const got = [...crowds, rest].flatMap((crowd) => [...crowd.got.values()])
    expect(got).toHaveLength(quota)
    expect(await books(batch)).toEqual({ vouchers: quota, holders: quota, unbalanced: [], inTransit: 0, broken: [] })
  }, 120_000)

  test.each([
    { shards: 16, ofRegion: 90, claimsPerDay: 60, told: 'daily_cap' },
    { shards: 64, ofRegion: 60, claimsPerDay: 90, told: 'region_sold_out' },
    { shards: 64, ofRegion: 61, claimsPerDay: 60, told: 'daily_cap', perShard: true },
  ])(
    'THR-C12 three at once give out exactly what the stock of a region and the day’s limit both leave: %o',
    async ({ shards, ofRegion, claimsPerDay, told, ...how }) => {
      const batch = await openBatch(100, shards, undefined, { regions: { '511525': ofRegion }, claimsPerDay })
      const crowds = [0, 1000, 2000].map((first) => sendCrowd(batch, first, first + 60, how))
      await Promise.all(crowds.map(({ over }) => over))
      expect(crowds.flatMap(({ got }) => [...got.keys()])).toHaveLength(60)
      const refused = crowds.flatMap((crowd) => [...crowd.refused.values()])
      expect(refused).toHaveLength(120)
      expect(new Set(refused)).toEqual(new Set([told]))
      expect(await books(batch)).toEqual({ vouchers: 60, holders: 60, unbalanced: [], inTransit: 0, broken: [] })
    },
    120_000,
  )

  test('THR-C6 a process that is killed in mid-flight loses nothing it answered, and another resolves the rest by key', async () => {
    const batch = await openBatch(400)
    let answers = 0
    const first = sendCrowd(batch, 0, 400, {
      onAnswer() {
        answers += 1
        if (answers === 120) first.child.kill('SIGKILL')
      },
    })
    const other = sendCrowd(batch, 1000, 1100)
    await Promise.all([first.over, other.over])
    const again = sendCrowd(batch, 0, 300)
    await again.over
    expect(first.got.size).toBeGreaterThanOrEqual(120)
    for (const [person, voucher] of first.got) if (person < 300) expect(again.got.get(person)).toBe(voucher)
    expect(again.got.size).toBe(300)
    expect(other.got.size).toBe(100)
    const { vouchers, holders, unbalanced, inTransit, broken } = await books(batch)
    expect(vouchers).toBe(holders)
    expect(vouchers).toBeGreaterThanOrEqual(400)
    expect({ unbalanced, inTransit, broken }).toEqual({ unbalanced: [], inTransit: 0, broken: [] })
  }, 120_000)

  test('THR-R8 sell and withdraw one voucher at once: one of them does', async () => {
    const batch = await openBatch(20)
    const store = await at.open({ schema: batch.schema })
    const other = await createTally({ store, keys: fileKeys(batch.folder), clock: systemClock })
    keep(other)
    const sponsor = { role: 'operator', tenant, id: 'li' } as const
    unwrap(await other.as(sponsor).merchant.add({ merchantId: 'noodles', region: '511525', industry: 'H62' }))
    const till = other.as({ role: 'terminal', tenant, merchantId: 'noodles', terminalId: 't1' })
    const facts = { 'person.registration': '511525' }
    for (let person = 0; person < 20; person += 1) {
      const holder = other.as({ role: 'holder', tenant, owner: 4096 + person * 7919, facts })
      const { voucherId } = unwrap(await holder.voucher.claim({ batchId: batch.batchId }))
      const code = unwrap(await holder.voucher.codes({ voucherId })).codes[0]?.text ?? ''
      const outcomes = await Promise.all([
        till.voucher.redeem({ code, orderNumber: `A-${person}`, orderAmountMinor: 128_00 }),
        batch.tally.as(sponsor).voucher.void({ voucherId, reason: 'x' }),
      ])
      expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1)
    }
    const { redeemed, voided } = unwrap(await other.as(sponsor).batch.figures({ batchId: batch.batchId }))
    expect(redeemed + voided).toBe(20)
    expect(await books(batch)).toMatchObject({ unbalanced: [], inTransit: 0, broken: [] })
  })

  test('a change of reference data is seen by the other process', async () => {
    const batch = await openBatch(10)
    const store = await at.open({ schema: batch.schema })
    const other = await createTally({ store, keys: fileKeys(batch.folder), clock: systemClock })
    keep(other)
    const actor = { role: 'operator', tenant, id: 'li' } as const
    expect(unwrap(await other.as(actor).batch.get({ batchId: batch.batchId })).state).toBe('open')
    unwrap(await batch.tally.as(actor).batch.pause({ batchId: batch.batchId, reason: 'rehearsal' }))
    const seen = async () => unwrap(await other.as(actor).batch.get({ batchId: batch.batchId })).state
    await expect.poll(seen, { timeout: 20_000 }).toBe('paused')
  })
})

describe('a commit whose answer is lost', () => {
  test.each(['before', 'after'] as const)(
    'THR-C6 is resolved by its key to one outcome, cut %s PostgreSQL heard of it',
    async (when) => {
      const proxy = await cuttingProxy(at.server.port)
      const batch = await openBatch(64, 4, `postgres://admin@127.0.0.1:${proxy.port}/postgres`)
      const owner = 4096 + 11
      const actor = { role: 'holder' as const, tenant, owner, facts: { 'person.registration': '511525' } }
      const claim = () =>
        batch.tally.call('voucher.claim', { batchId: batch.batchId }, actor, { idempotencyKey: 'only once' })
      // Fills the stripe beside this person, so that the commit that is cut is the claim's own.
      const neighbour = { ...actor, owner: owner + 4 }
      unwrap(await batch.tally.call('voucher.claim', { batchId: batch.batchId }, neighbour, { idempotencyKey: 'n' }))
      proxy.cutNext(when)
      await expect(claim()).rejects.toMatchObject({ code: 'outcome_unknown' })
      expect((await books(batch)).vouchers).toBe(when === 'after' ? 2 : 1)
      const [first, second] = [unwrap(await claim()), unwrap(await claim())]
      expect(second).toEqual(first)
      expect(await books(batch)).toEqual({ vouchers: 2, holders: 2, unbalanced: [], inTransit: 0, broken: [] })
      await batch.tally.close()
      await proxy.close()
    },
  )
})

describe('a group that PostgreSQL ends because of another', () => {
  test.each(['40001', '40P01'])('is run again after %s, once and whole', async (code) => {
    const batch = await openBatch(64, 4)
    const { schema, tally, batchId } = batch
    await loseOnce(at.server, schema, 'tally_journal', code)
    const actor = { role: 'holder' as const, tenant, owner: 5000, facts: { 'person.registration': '511525' } }
    unwrap(await tally.call('voucher.claim', { batchId }, actor, { idempotencyKey: 'k' }))
    expect(await books(batch)).toEqual({ vouchers: 1, holders: 1, unbalanced: [], inTransit: 0, broken: [] })
  })
})
