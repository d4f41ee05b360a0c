import { describe, expect, test } from 'vitest'
import { migratePostgres } from './migrate-postgres.ts'
import { migrations, NEWEST_VERSION } from './migrations/all-migrations.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

describe('migration of a PostgreSQL schema', () => {
  test('makes the tables once, says what it did, and does nothing the second time', async () => {
    const schema = at.fresh()
    const { connectionString } = at.server
    const applied = migrations.map(({ summary }) => summary)
    const done = { schema, to: NEWEST_VERSION }
    expect(await migratePostgres({ connectionString, schema, shards: 8 })).toEqual({ ...done, from: 0, applied })
    expect(await migratePostgres({ connectionString, schema })).toEqual({ ...done, from: NEWEST_VERSION, applied: [] })
    expect((await at.open({ schema, create: false })).shards).toBe(8)
  })

  test('goes on from any version, all of it or nothing', async () => {
    const { connectionString } = at.server
    const schema = at.fresh()
    await at.server.query(
      `CREATE SCHEMA ${schema}; SET search_path = ${schema}; ${migrations[0]?.sql}; INSERT INTO tally_meta VALUES ('version', '1')`,
    )
    // Something that the second step makes is there already: the step fails, and leaves nothing.
    await at.server.query(`CREATE FUNCTION ${schema}.tally_refuse_journal_change() RETURNS int LANGUAGE sql RETURN 1`)
    await expect(migratePostgres({ connectionString, schema })).rejects.toMatchObject({ code: 'store_unavailable' })
    const [version] = await at.server.query(`SELECT value FROM ${schema}.tally_meta WHERE name = 'version'`)
    expect(version).toEqual({ value: '1' })
    await at.server.query(`DROP FUNCTION ${schema}.tally_refuse_journal_change()`)
    expect(await migratePostgres({ connectionString, schema })).toMatchObject({ from: 1, to: NEWEST_VERSION })
    await at.open({ schema, create: false })
  })

  test('refuses a user without the right to make tables, and says what to do', async () => {
    const connectionString = at.server.connectionString.replace('admin', 'guest')
    await at.server.query('CREATE ROLE guest LOGIN')
    await expect(migratePostgres({ connectionString, schema: at.fresh() })).rejects.toMatchObject({
      code: 'postgres_rights_missing',
    })
  })

  test('refuses a schema of a later release and leaves it alone', async () => {
    const schema = at.fresh()
    const { connectionString } = at.server
    await migratePostgres({ connectionString, schema })
    await at.server.query(`UPDATE ${schema}.tally_meta SET value = '99' WHERE name = 'version'`)
    await expect(migratePostgres({ connectionString, schema })).rejects.toMatchObject({ code: 'postgres_schema_newer' })
  })

  test('numbers its steps without a gap', () => {
    expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
  })
})
