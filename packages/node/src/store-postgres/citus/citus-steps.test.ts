import { describe, expect, test } from 'vitest'
import { migratePostgres } from '../migrate-postgres.ts'
import { postgresSchemas } from '../testing/postgres-schemas.ts'
import { citusSteps } from './citus-steps.ts'
import { distributePostgres, printDistribution } from './distribute-postgres.ts'
import { distribution } from './distribution.ts'

const at = postgresSchemas()

describe('spreading the tables over a Citus cluster', () => {
  test('gives every table its place, by the column that the catalogue is checked for', () => {
    const sql = citusSteps(64).flatMap((step) => step.sql)
    for (const [table, place] of Object.entries(distribution)) {
      const made =
        place === 'everywhere'
          ? `create_reference_table('${table}')`
          : `create_distributed_table('${table}', '${place}'`
      expect(sql.filter((statement) => statement.includes(made))).toHaveLength(1)
    }
  })

  test('splits at the hashes of the shard values, so that every value has a range of its own', async () => {
    for (const shards of [2, 64, 1024]) {
      const split =
        citusSteps(shards)
          .flatMap(({ sql }) => sql)
          .find((statement) => statement.includes('split_points')) ?? ''
      const points = /\(SELECT array_agg\(point[\s\S]*?AS points\)/.exec(split)?.[0] ?? ''
      const [found] = await at.server.query(
        `SELECT count(DISTINCT width_bucket(hashint4(shard), points.ends)) AS ranges
         FROM generate_series(0, ${shards - 1}) AS shard,
              (SELECT array_agg(p::integer + 1 ORDER BY p::integer) AS ends FROM unnest(${points}) AS p) AS points`,
      )
      expect(Number(found?.ranges)).toBe(shards)
    }
  })

  test('can be printed for reading, each step whole', () => {
    const printed = printDistribution({ schema: 'county', shards: 16 })
    expect(printed).toContain('SET search_path = "county"')
    expect(printed.match(/^BEGIN;$/gm)?.length).toBe(printed.match(/^COMMIT;$/gm)?.length)
    // Citus splits only what no statement of the same transaction has changed.
    expect(printed).toMatch(/COMMIT;\s+-- tally_rows[\s\S]*citus_split_shard[\s\S]*BEGIN;/)
  })

  test('says what to install where there is no Citus', async () => {
    const schema = at.fresh()
    const { connectionString } = at.server
    await migratePostgres({ connectionString, schema })
    await expect(distributePostgres({ connectionString, schema })).rejects.toMatchObject({ code: 'citus_missing' })
  })
})
