import type { Lane, StoredRow } from '@tallystick/core'
import { NO_HASH } from '@tallystick/core'
import { Client } from 'pg'
import { describe, expect, test } from 'vitest'
import { directoryForAll, directoryPerShard } from './directory-statements.ts'
import { statementsForAll, statementsPerShard } from './hot-statements.ts'
import type { PostgresClient, PostgresQuery } from './pg-module.ts'
import { Session } from './session.ts'
import { findShardProblems } from './shard-rules.ts'
import { readHead } from './statements/read-head.ts'
import { readJournal } from './statements/read-journal.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

async function onSchema<T>(work: (session: Session, schema: string) => Promise<T>, change = ''): Promise<T> {
  const schema = at.fresh()
  await at.open({ schema, shards: 4 })
  const client = new Client({ connectionString: at.server.connectionString })
  await client.connect()
  try {
    await client.query(`SET search_path = ${schema}; ${change}`)
    return await work(new Session(client as unknown as PostgresClient), schema)
  } finally {
    await client.end()
  }
}

describe('the live catalogue', () => {
  test('says nothing against spreading the tables over nodes', async () => {
    expect(await onSchema(findShardProblems)).toEqual([])
  })

  test.each([
    [
      'a unique key without shard',
      'CREATE UNIQUE INDEX once ON tally_rows (tenant, owner)',
      /once of tally_rows .* shard/,
    ],
    [
      'a unique key that only carries shard along',
      'CREATE UNIQUE INDEX once ON tally_rows (tenant, owner) INCLUDE (shard)',
      /once of tally_rows .* shard/,
    ],
    [
      'a primary key without shard',
      'ALTER TABLE tally_journal DROP CONSTRAINT tally_journal_pkey; ALTER TABLE tally_journal ADD PRIMARY KEY (tenant, seq)',
      /tally_journal_pkey of tally_journal/,
    ],
    [
      'a foreign key to another shard',
      'ALTER TABLE tally_directory ADD FOREIGN KEY (tenant, owner) REFERENCES tally_owners (tenant, owner)',
      /foreign key .* of tally_directory/,
    ],
    ['a sequence', 'CREATE SEQUENCE tickets', /sequence tickets/],
    ['a serial column', 'ALTER TABLE tally_rows ADD COLUMN ticket bigserial', /column ticket of tally_rows/],
    [
      'an identity column',
      'ALTER TABLE tally_lanes ADD COLUMN ticket bigint GENERATED ALWAYS AS IDENTITY',
      /column ticket of tally_lanes/,
    ],
    ['a table nobody has given a place', 'CREATE TABLE more (id integer)', /table more/],
    [
      'a table that has lost its shard',
      'ALTER TABLE tally_rows RENAME shard TO part',
      /tally_rows has no column shard/,
    ],
  ])('with %s is told apart', async (_what, change, problem) => {
    expect(await onSchema(findShardProblems, change)).toContainEqual(expect.stringMatching(problem))
  })

  test('a foreign key within one shard is no problem', async () => {
    const change = `ALTER TABLE tally_journal ADD FOREIGN KEY (tenant, shard) REFERENCES tally_lanes (tenant, shard)`
    expect(await onSchema(findShardProblems, change)).toEqual([])
  })
})

const lane: Lane = { tenant: 'county', shard: 1 }
const row: StoredRow = { ...lane, owner: 5, kind: 1, n: 0, v: 1, state: '{}' }
const span = { ...row, from: 0, to: 9, limit: 5 }
const head = { ...lane, seq: 1, hash: NO_HASH, lastNow: 1 }
const entry = { ...lane, seq: 1, at: 1, body: '{}', link: null }

function hotQueries(statements: typeof statementsForAll): PostgresQuery[] {
  return [
    ...statements.addHeads([lane], 2).map(({ query }) => query),
    ...statements.lockLanes([lane], 'free'),
    ...statements.lockLanes([lane], 'wait'),
    ...statements.loadRows([row]),
    ...statements.loadSpans([span]),
    ...statements.writeRows([row, { ...row, n: 1 }]),
    ...statements.removeRows([row]),
    ...statements.appendJournal([entry]),
    ...statements.writeHeads([head]),
    readHead(lane),
    readJournal(lane, 0, 10),
  ]
}

/** Conditions and insertions of a plan, table by table: what of the row's place they name. */
async function plan(session: Session, { text }: PostgresQuery) {
  const { rows } = await session.query({
    text: `EXPLAIN (GENERIC_PLAN, VERBOSE, FORMAT JSON) ${text}`,
    rowMode: 'array',
  })
  const nodes: Record<string, unknown>[] = []
  const walk = (node: Record<string, unknown>) => {
    nodes.push(node)
    for (const child of (node.Plans ?? []) as Record<string, unknown>[]) walk(child)
  }
  for (const [explained] of rows as unknown as [[{ Plan: Record<string, unknown> }]][]) walk(explained[0].Plan)
  return nodes.filter((node) => String(node['Relation Name'] ?? '').startsWith('tally_'))
}

/** Tables of a statement that it reads or writes without saying of which shard. */
async function tablesWithoutShard(session: Session, query: PostgresQuery): Promise<string[]> {
  const touched = await plan(session, query)
  const isNamed = (node: Record<string, unknown>) => {
    if (node['Node Type'] === 'ModifyTable' && node.Operation === 'Insert') return /\(tenant, shard/.test(query.text)
    if (node['Node Type'] === 'ModifyTable' || node['Node Type'] === 'LockRows') return true // rows of the scan below
    // A row of a lane that is held is found again by its physical place.
    return /shard = /.test(String(node['Index Cond'] ?? '')) || /ctid = ANY/.test(String(node['TID Cond'] ?? ''))
  }
  return touched.filter((node) => !isNamed(node)).map((node) => String(node['Relation Name']))
}

const quiet =
  'SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off'

describe('hot statements', () => {
  test.each([
    ['for all lanes', statementsForAll],
    ['one shard at a time', statementsPerShard],
  ])('%s look every row up by its shard', async (_how, statements) => {
    await onSchema(async (session) => {
      for (const query of hotQueries(statements)) {
        expect(await tablesWithoutShard(session, query), query.text).toEqual([])
      }
    }, quiet)
  })

  test('one shard at a time name it once, as a value, in every condition and every inserted row', () => {
    for (const { text, values } of hotQueries(statementsPerShard)) {
      expect(text).toMatch(/shard = \$2::integer|VALUES \(\$1::text, \$2::integer[,)]/)
      for (const inserted of text.match(/\(\$1::text, [^)]*\)/g) ?? []) expect(inserted).toContain('$2::integer')
      expect(values?.[1]).toBe(lane.shard)
    }
  })

  test('a statement that forgets the shard is told apart', async () => {
    const forgetful = { text: 'SELECT * FROM tally_rows WHERE tenant = $1::text AND owner = $2::bigint' }
    const found = await onSchema((session) => tablesWithoutShard(session, forgetful), quiet)
    expect(found).toEqual(['tally_rows'])
  })

  test('of the identity directory name what their table is distributed by', () => {
    const { findNames, addNames } = directoryPerShard
    for (const { text } of findNames('county', ['ab'])) expect(text).toMatch(/name = \$2::text$/)
    expect(addNames('county', ['b', 'a'], 7).map(({ values }) => values)).toEqual([
      ['county', 'a', 7],
      ['county', 'b', 7],
    ])
    expect(directoryForAll.findNames('county', ['a', 'b'])).toHaveLength(1)
  })
})
