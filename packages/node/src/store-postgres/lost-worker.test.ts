import { createTally, systemClock, unwrap } from '@tallystick/core'
import { describe, expect, test } from 'vitest'
import { fileKeys } from '../keys/file-keys.ts'
import type { Batch } from './testing/crowd.ts'
import { crowdsOn, tenant } from './testing/crowd.ts'
import { workersOf } from './testing/lose-workers.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()
const { openBatch, books, keep } = crowdsOn(at)
const SHARDS = 8
const operator = { role: 'operator', tenant, id: 'li' } as const

/** What a coordinator says of a worker that stops, that is gone, and whose machine does not answer. */
const goodbyes = [
  ['57P01', 'terminating connection due to administrator command', 'restarting'],
  ['08006', 'connection to the remote node 10.0.0.7:5432 failed', 'unreachable'],
  ['08001', 'could not connect to server: Connection refused', 'unreachable'],
] as const

/** A batch in a process that sends one shard's statements in one shard's transaction, and three lanes that it can do without. */
async function distributed(quota: number) {
  const batch: Batch = await openBatch(quota, SHARDS)
  const store = await at.open({ schema: batch.schema, perShard: true })
  const tally = keep(await createTally({ store, keys: fileKeys(batch.folder), clock: systemClock }))
  const [home] = await at.server.query(`SELECT shard FROM ${batch.schema}.tally_rows WHERE kind = 7`)
  const lost = Array.from({ length: SHARDS }, (_, shard) => shard).filter((s) => s !== 0 && s !== home?.shard)
  // What it knows of the programme comes from lane 0, which is not lost.
  unwrap(await tally.as(operator).batch.get({ batchId: batch.batchId }))
  const workers = await workersOf(at.server, batch.schema)
  const claim = async (person: number) => {
    const facts = { 'person.registration': '511525' }
    const actor = { role: 'holder' as const, tenant, owner: 4096 + person, facts }
    const outcome = tally.call('voucher.claim', { batchId: batch.batchId }, actor, { idempotencyKey: `k${person}` })
    return outcome.then(
      (answer) => (answer.ok ? 'got' : answer.code),
      (error) => `${error.code} ${error.detail.reason}`,
    )
  }
  const claimAll = (people: readonly number[]) => Promise.all(people.map(claim))
  return { batch, tally, workers, lost: lost.slice(0, 3), claimAll }
}

const people = Array.from({ length: 5 * SHARDS }, (_, person) => person)

describe('a worker that is lost', () => {
  test.each(goodbyes)(
    '(%s %s) leaves the lanes of others going on, and is served by again without a hand',
    async (...said) => {
      const [sqlState, message, reason] = said
      const { batch, tally, workers, lost, claimAll } = await distributed(100)
      await workers.lose(lost, sqlState, message)
      const answers = await claimAll(people)
      for (const person of people) {
        const isLost = lost.includes(person % SHARDS)
        expect([person, answers[person]]).toEqual([person, isLost ? `store_unavailable ${reason}` : 'got'])
      }
      // The process itself is well: taken out of service, it would serve nobody of the other lanes either.
      expect(await tally.health()).toMatchObject({ ok: true })
      await workers.bringBack()
      expect(new Set(await claimAll(people))).toEqual(new Set(['got']))
      const all = { vouchers: people.length, holders: people.length, unbalanced: [], inTransit: 0, broken: [] }
      expect(await books(batch)).toEqual(all)
    },
  )

  test('THR-C12 is not taken for an empty one: nobody is told “sold out” while it may hold the last pieces', async () => {
    const { batch, tally, workers, lost, claimAll } = await distributed(SHARDS * 4 * 2)
    const [away = 0] = lost
    // Its lane takes its fair share of two, and one of them stays there.
    expect(await claimAll([away])).toEqual(['got'])
    await workers.lose([away], '08006', 'connection to the remote node 10.0.0.7:5432 failed')
    const others = Array.from({ length: 200 }, (_, n) => n).filter((person) => person % SHARDS !== away)
    const answers = await claimAll(others)
    const got = answers.filter((answer) => answer === 'got').length
    expect(new Set(answers)).toEqual(new Set(['got', 'store_unavailable unreachable']))
    expect(got).toBeGreaterThan(SHARDS * 4)
    await workers.bringBack()
    const again = await claimAll(others)
    expect(again.filter((answer) => answer === 'got')).toHaveLength(SHARDS * 4 * 2 - 1)
    expect(new Set(again)).toEqual(new Set(['got', 'sold_out']))
    expect(unwrap(await tally.as(operator).batch.figures({ batchId: batch.batchId }))).toMatchObject({
      left: 0,
    })
  })
})
