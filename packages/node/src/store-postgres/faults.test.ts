import type { GroupChanges, Store } from '@tallystick/core'
import { Pool } from 'pg'
import { describe, expect, test, vi } from 'vitest'
import { postgresReason } from './postgres-error.ts'
import { cuttingProxy } from './testing/cutting-proxy.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()
const lane = { tenant: 'county', shard: 0 }
const hash = '0'.repeat(64)

function group(seq: number, state = 'x'): GroupChanges {
  return {
    adds: [{ ...lane, owner: 1, kind: 1, n: seq, v: 1, state }],
    writes: [],
    removes: [],
    journal: [{ ...lane, seq, at: seq, body: '{}', link: null }],
    heads: [{ ...lane, seq, hash, lastNow: seq }],
  }
}

async function hold(store: Store) {
  const transaction = await store.begin([lane], 'free')
  if (!transaction) throw new Error('The lane is still held.')
  return transaction
}

async function commit(store: Store, changes: GroupChanges): Promise<void> {
  await (await hold(store)).commit(changes)
}

async function everything(store: Store) {
  return {
    rows: await store.read([], [{ ...lane, owner: 1, kind: 1, from: 0, to: 100, limit: 100 }]),
    journal: await store.readJournal(lane, 0, 100),
    head: await store.readHead(lane),
  }
}

const unavailable = (reason: string) => ({ code: 'store_unavailable', detail: { reason } })

describe('the PostgreSQL store under faults', () => {
  test('a backend that is ended in mid-group refuses the group, writes nothing, and the next goes on', async () => {
    const store = await at.open({ schema: at.fresh() })
    await commit(store, group(1))
    const before = await everything(store)
    const transaction = await hold(store)
    await at.server.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'tallystick %'",
    )
    await expect(transaction.commit(group(2))).rejects.toMatchObject({ code: 'store_unavailable' })
    expect(await everything(store)).toEqual(before)
    await commit(store, group(2))
  })

  test.each([
    ['before PostgreSQL heard it', 'before', 1],
    ['after PostgreSQL did it', 'after', 2],
  ] as const)(
    'a connection that is cut with COMMIT sent, %s, leaves the outcome unknown, and whole',
    async (_, when, seq) => {
      const schema = at.fresh()
      const proxy = await cuttingProxy(at.server.port)
      const through = `postgres://admin@127.0.0.1:${proxy.port}/postgres`
      const store = await at.open({ connectionString: through, schema, shards: 1 })
      await commit(store, group(1))
      proxy.cutNext(when)
      await expect(commit(store, group(2))).rejects.toMatchObject({ code: 'outcome_unknown' })
      const after = await everything(store)
      expect(after.head?.seq).toBe(seq)
      expect(after.journal).toHaveLength(seq)
      expect(after.rows).toHaveLength(seq)
      await commit(store, group(seq + 1))
      await store.close()
      await proxy.close()
    },
  )

  test('a server that is killed loses nothing it acknowledged, and is served by again without a hand', async () => {
    const store = await at.open({ schema: at.fresh() })
    await commit(store, group(1))
    const transaction = await hold(store)
    await at.server.kill()
    try {
      // Whether the loss shows before or after COMMIT left is a race: then "cannot be told" is as true as "nothing written".
      await expect(transaction.commit(group(2))).rejects.toMatchObject({
        code: expect.stringMatching(/^(store_unavailable|outcome_unknown)$/),
      })
      await expect(store.ping()).rejects.toMatchObject({ code: 'store_unavailable' })
      await expect(store.identify('county', ['name'], [1])).rejects.toMatchObject({ code: 'store_unavailable' })
    } finally {
      await at.server.restart()
    }
    await expect(store.ping()).resolves.toBeUndefined()
    expect((await everything(store)).journal).toHaveLength(1)
    await commit(store, group(2))
  })

  test('a role that loses its right to write turns health red, and green again, without a hand', async () => {
    const schema = at.fresh()
    const store = await at.open({ schema })
    await store.ping()
    const later = (seconds: number) => vi.spyOn(performance, 'now').mockReturnValue(performance.now() + seconds * 1000)
    await at.server.query(`REVOKE INSERT ON ${schema}.tally_rows FROM tally_app`)
    later(11)
    await expect(store.ping()).rejects.toMatchObject(unavailable('permission'))
    await expect(commit(store, group(1))).rejects.toMatchObject(unavailable('permission'))
    await expect(store.ping()).rejects.toMatchObject(unavailable('permission'))
    await at.server.query(`GRANT INSERT ON ${schema}.tally_rows TO tally_app`)
    await expect(store.ping()).resolves.toBeUndefined()
    await commit(store, group(1))
    vi.restoreAllMocks()
  })

  test('a pool of one serves groups, reads and identities that come all at once', async () => {
    const store = await at.open({ schema: at.fresh(), maxConnections: 1, shards: 4 })
    const work = Array.from({ length: 30 }, async (_, index) => {
      const own = { tenant: 'county', shard: index % 4 }
      const transaction = await store.begin([own], 'wait')
      await transaction?.commit({ ...group(1), adds: [], heads: [], journal: [] })
      await store.read([{ ...own, owner: 1, kind: 1, n: 0 }], [])
      await store.identify('county', [`person ${index}`], [1000 + index])
    })
    await expect(Promise.all(work)).resolves.toHaveLength(30)
  })

  test('a pool without a free connection refuses in time, says why, and goes on when one is free', async () => {
    const store = await at.open({ schema: at.fresh(), maxConnections: 1, connectTimeoutMs: 100 })
    const transaction = await hold(store)
    await expect(store.readHead(lane)).rejects.toMatchObject(unavailable('pool_exhausted'))
    await transaction.rollback()
    await expect(store.readHead(lane)).resolves.toBeUndefined()
  })

  test('a pool of one that the host made serves too, without sending queries ahead', async () => {
    const pool = new Pool({ connectionString: at.server.connectionString, max: 1 })
    const store = await at.open({ connectionString: undefined, pool, schema: at.fresh() })
    await commit(store, group(1))
    await expect(commit(store, { ...group(2), journal: [] })).resolves.toBeUndefined()
    expect((await everything(store)).rows).toHaveLength(2)
  })

  test('a process that stands still in mid-group loses its lanes to others, and writes nothing any more', async () => {
    const schema = at.fresh()
    const slow = await at.open({ schema, statementTimeoutMs: 200 })
    const other = await at.open({ schema })
    const transaction = await hold(slow)
    expect(await other.begin([lane], 'free')).toBeUndefined()
    await commitWaiting(other, group(1, 'theirs'))
    await expect(transaction.commit(group(1, 'late'))).rejects.toMatchObject({ code: 'store_unavailable' })
    expect((await everything(slow)).rows.map(({ state }) => state)).toEqual(['theirs'])
  })

  test('waiting for a lane that another process keeps ends in time', async () => {
    const schema = at.fresh()
    const keeper = await at.open({ schema })
    const waiter = await at.open({ schema, statementTimeoutMs: 200 })
    const kept = await hold(keeper)
    await expect(waiter.begin([lane], 'wait')).rejects.toMatchObject(unavailable('timeout'))
    await kept.rollback()
    await commit(waiter, group(1))
  })

  test('a group that contradicts the journal, or writes where it holds no lane, is refused as a whole', async () => {
    const store = await at.open({ schema: at.fresh() })
    await commit(store, group(1))
    const before = await everything(store)
    const wrong: GroupChanges[] = [
      { ...group(9), journal: group(1).journal },
      { ...group(9), journal: group(3).journal },
      { ...group(9), adds: group(9).adds.map((row) => ({ ...row, shard: 1 })) },
      { ...group(9), heads: group(9).heads.map((head) => ({ ...head, tenant: 'city' })) },
      { ...group(2), adds: [], writes: [...group(2).adds, ...group(2).adds] },
      { ...group(2), adds: group(1).adds },
    ]
    for (const changes of wrong) {
      await expect(commit(store, changes)).rejects.toMatchObject(unavailable('constraint'))
    }
    expect(await everything(store)).toEqual(before)
    await commit(store, group(2))
  })

  test('knows the reasons that PostgreSQL and its driver give', () => {
    const reasons = ['40001', '40P01', '53300', '53100', '57P01', '57014', '25006', '08006', 'ECONNREFUSED', 'XX000']
    expect(reasons.map((code) => postgresReason({ code }))).toEqual([
      ...['conflict', 'conflict', 'too_many_connections', 'full', 'restarting', 'timeout', 'read_only'],
      ...['unreachable', 'unreachable', 'other'],
    ])
  })
})

async function commitWaiting(store: Store, changes: GroupChanges): Promise<void> {
  const transaction = await store.begin([lane], 'wait')
  await transaction?.commit(changes)
}

describe('fences inside the database', () => {
  test('THR-G2 refuses to change or remove a journal row, whoever asks', async () => {
    const schema = at.fresh()
    const store = await at.open({ schema })
    await commit(store, group(1))
    const before = await store.readJournal(lane, 0, 10)
    const journal = `${schema}.tally_journal`
    const attacks = [`UPDATE ${journal} SET body = 'forged'`, `DELETE FROM ${journal}`, `TRUNCATE ${journal}`]
    const again = `INSERT INTO ${journal} SELECT * FROM ${journal} ON CONFLICT (tenant, shard, seq) DO UPDATE SET body = 'forged'`
    for (const attack of [...attacks, again]) {
      await expect(at.server.query(attack), attack).rejects.toThrow(/journal rows are never/)
      await expect(at.server.query(`SET session_replication_role = replica; ${attack}`)).rejects.toThrow(/journal rows/)
      await expect(at.server.query(`SET ROLE tally_app; ${attack}`), attack).rejects.toThrow(/permission denied/)
    }
    expect(await store.readJournal(lane, 0, 10)).toEqual(before)
  })

  test("a session sees and writes the rows of the tenants it named, and nobody else's", async () => {
    const schema = at.fresh()
    const store = await at.open({ schema })
    await commit(store, group(1))
    const asApp = (tenants: string, sql: string) =>
      at.server.query(`SET ROLE tally_app; SET tally.tenants = '${tenants}'; ${sql}`)
    const count = (tenants: string) => asApp(tenants, `SELECT count(*)::int AS rows FROM ${schema}.tally_rows`)
    for (const tenants of ['county', 'city\u001fcounty']) expect(await count(tenants), tenants).toEqual([{ rows: 1 }])
    for (const tenants of ['city', '', 'count', 'county ']) expect(await count(tenants), tenants).toEqual([{ rows: 0 }])
    const insert = `INSERT INTO ${schema}.tally_rows (tenant, shard, owner, kind, n, v, state) VALUES ('county', 0, 9, 9, 9, 1, '')`
    await expect(asApp('city', insert)).rejects.toThrow(/row-level security/)
  })
})
