import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Tally } from '@tallystick/core'
import { createTally, systemClock, unwrap, verifyJournal } from '@tallystick/core'
import { afterEach, describe, expect, test } from 'vitest'
import { fileKeys } from '../keys/file-keys.ts'
import { cuttingProxy } from './testing/cutting-proxy.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()
const tenant = 'county'
const script = fileURLToPath(new URL('./testing/claim-crowd.ts', import.meta.url))
const folders: string[] = []
const children: ChildProcess[] = []
const tallies: Tally[] = []

afterEach(async () => {
  for (const tally of tallies.splice(0)) await tally.close()
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

const document = {
  programme: 'spring',
  timeZone: 'Asia/Shanghai',
  period: { from: '2025-01-01T00:00:00+08:00', to: '2099-01-01T00:00:00+08:00' },
  budget: { amountMinor: 200_000_00 },
  eligibility: { all: [{ fact: 'person.registration', operator: 'withinRegion', value: '511525' }] },
  benefits: {
    catering: { kind: 'voucher', usable: { within: 'P7D' }, terms: { thresholdMinor: 100_00, offMinor: 20_00 } },
  },
  approval: 'one',
}

/** A batch that is open, in a fresh schema, with keys that other processes can use. */
async function openBatch(quota: number, shards = 64, connectionString = at.server.connectionString) {
  const folder = mkdtempSync(join(tmpdir(), 'tally-keys-'))
  folders.push(folder)
  const schema = at.fresh()
  const store = await at.open({ schema, shards, connectionString })
  const tally = await createTally({ store, keys: fileKeys(folder, { create: true }), clock: systemClock })
  tallies.push(tally)
  const sponsor = tally.as({ role: 'operator', tenant, id: 'li' })
  unwrap(await sponsor.programme.publish({ document }))
  const { batchId } = unwrap(await sponsor.batch.open({ benefit: 'spring/catering', quota }))
  return { schema, folder, store, tally, batchId }
}

type Batch = Awaited<ReturnType<typeof openBatch>>

/** What a process answered, person by person. */
interface Crowd {
  readonly got: Map<number, string>
  readonly refused: Map<number, string>
  readonly child: ChildProcess
  readonly over: Promise<unknown>
}

function sendCrowd({ schema, folder, batchId }: Batch, first: number, beyond: number, onAnswer = () => {}): Crowd {
  const args = [at.server.connectionString, schema, folder, batchId, String(first), String(beyond)]
  const child = spawn(process.execPath, ['--conditions=@tallystick/source', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const got = new Map<number, string>()
  const refused = new Map<number, string>()
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (text + chunk).split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) {
      const [word, person, answer = ''] = line.split(' ')
      if (word === 'got') got.set(Number(person), answer)
      if (word === 'refused') refused.set(Number(person), answer)
      if (word !== 'ready') onAnswer()
    }
  })
  return { got, refused, child, over: once(child, 'close') }
}

/** The books as the database itself holds them: vouchers, and sums of accounts by lane and over all. */
async function books({ schema, store }: Batch) {
  const rows = `${schema}.tally_rows`
  const [vouchers] = await at.server.query(
    `SELECT count(*)::int AS count, count(DISTINCT owner)::int AS holders FROM ${rows} WHERE kind = 2`,
  )
  const unbalanced = await at.server.query(
    `SELECT shard FROM ${rows} WHERE kind = 6 GROUP BY shard HAVING sum((state::json->>'balanceMinor')::bigint) <> 0`,
  )
  const [committed] = await at.server.query(
    `SELECT coalesce(sum((state::json->>'balanceMinor')::bigint), 0)::int AS minor FROM ${rows}
     WHERE kind = 6 AND state::json->>'account' = 'transit'`,
  )
  const chains = await Promise.all(
    Array.from({ length: store.shards }, (_, shard) => verifyJournal(store, { tenant, shard })),
  )
  const broken = chains.filter((chain) => !chain.ok)
  return { vouchers: vouchers?.count, holders: vouchers?.holders, unbalanced, inTransit: committed?.minor, broken }
}

describe('two processes on one PostgreSQL', () => {
  test('THR-C1 THR-C12 give out exactly the whole stock over 64 lanes, one voucher a person, and their books balance', async () => {
    const batch = await openBatch(300)
    const crowds = [sendCrowd(batch, 0, 300), sendCrowd(batch, 1000, 1300)]
    await Promise.all(crowds.map(({ over }) => over))
    const got = crowds.flatMap((crowd) => [...crowd.got.values()])
    const refused = crowds.flatMap((crowd) => [...crowd.refused.values()])
    expect(got).toHaveLength(300)
    expect(new Set(got).size).toBe(300)
    expect(refused).toHaveLength(300)
    expect(new Set(refused)).toEqual(new Set(['sold_out']))
    expect(await books(batch)).toEqual({ vouchers: 300, holders: 300, unbalanced: [], inTransit: 0, broken: [] })
  }, 120_000)

  test('THR-C6 a process that is killed in mid-flight loses nothing it answered, and another resolves the rest by key', async () => {
    const batch = await openBatch(400)
    let answers = 0
    const first = sendCrowd(batch, 0, 400, () => {
      answers += 1
      if (answers === 120) first.child.kill('SIGKILL')
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

  test('a change of reference data is seen by the other process within two seconds', async () => {
    const batch = await openBatch(10)
    const store = await at.open({ schema: batch.schema })
    const other = await createTally({ store, keys: fileKeys(batch.folder), clock: systemClock })
    tallies.push(other)
    const actor = { role: 'operator', tenant, id: 'li' } as const
    expect(unwrap(await other.as(actor).batch.get({ batchId: batch.batchId })).state).toBe('open')
    unwrap(await batch.tally.as(actor).batch.pause({ batchId: batch.batchId, reason: 'rehearsal' }))
    const started = Date.now()
    const seen = async () => unwrap(await other.as(actor).batch.get({ batchId: batch.batchId })).state
    while ((await seen()) !== 'paused' && Date.now() - started < 5000) await new Promise((wake) => setTimeout(wake, 20))
    expect(Date.now() - started).toBeLessThan(2000)
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
    await at.server.query(`
      CREATE SEQUENCE ${schema}.tries;
      GRANT USAGE ON SEQUENCE ${schema}.tries TO tally_app;
      CREATE FUNCTION ${schema}.lose() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF nextval('${schema}.tries') = 1 THEN RAISE EXCEPTION 'lost' USING ERRCODE = '${code}'; END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER lose AFTER INSERT ON ${schema}.tally_journal FOR EACH STATEMENT EXECUTE FUNCTION ${schema}.lose()`)
    const actor = { role: 'holder' as const, tenant, owner: 5000, facts: { 'person.registration': '511525' } }
    unwrap(await tally.call('voucher.claim', { batchId }, actor, { idempotencyKey: 'k' }))
    expect(await books(batch)).toEqual({ vouchers: 1, holders: 1, unbalanced: [], inTransit: 0, broken: [] })
  })
})
