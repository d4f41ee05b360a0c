import { describe, expect, test } from 'vitest'
import { importPg } from './pg-module.ts'
import { type PostgresStoreOptions, postgresStore } from './postgres-store.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

async function refusal(options: PostgresStoreOptions): Promise<{ code: string; message: string; detail: object }> {
  try {
    const store = await postgresStore({ connectionString: at.server.connectionString, ...options })
    await store.close()
  } catch (error) {
    return error as { code: string; message: string; detail: object }
  }
  throw new Error('It was not refused.')
}

describe('start-up of the PostgreSQL store', () => {
  test.each([
    ['fsync', 'off', 'on'],
    ['full_page_writes', 'off', 'on'],
    ['synchronous_commit', 'off', 'on'],
  ])('refuses %s=%s, says so and what to do', async (setting, wrong, right) => {
    await at.server.query(`ALTER SYSTEM SET ${setting} = ${wrong}`)
    await at.server.query('SELECT pg_reload_conf(), pg_sleep(0.2)')
    try {
      const { code, message, detail } = await refusal({ schema: at.fresh() })
      expect(code).toBe('postgres_settings_unsafe')
      expect(detail).toEqual({ setting, found: wrong })
      expect(message).toContain(`ALTER SYSTEM SET ${setting} = ${right}`)
    } finally {
      await at.server.query(`ALTER SYSTEM RESET ${setting}`)
      await at.server.query('SELECT pg_reload_conf(), pg_sleep(0.2)')
    }
  })

  test('refuses synchronous_commit=off of the login alone', async () => {
    await at.server.query('ALTER ROLE admin SET synchronous_commit = off')
    try {
      expect(await refusal({ schema: at.fresh() })).toMatchObject({ code: 'postgres_settings_unsafe' })
    } finally {
      await at.server.query('ALTER ROLE admin RESET ALL')
    }
  })

  test('says which part of the way to the server is wrong', async () => {
    const place = `127.0.0.1:${at.server.port}`
    const wrong: [string, string, string][] = [
      ['postgres://admin@127.0.0.1:1/postgres', 'unreachable', 'look whether it runs'],
      [`postgres://admin@${place}/nowhere`, 'database_missing', 'create it'],
      [`postgres://nobody@${place}/postgres`, 'login_refused', 'correct the connection string'],
    ]
    for (const [connectionString, reason, sentence] of wrong) {
      const { code, message, detail } = await refusal({ connectionString })
      expect(code).toBe('postgres_unreachable')
      expect(detail).toEqual({ reason })
      expect(message).toContain(sentence)
    }
  })

  test('refuses an older and a newer schema, one without tables, and names the remedy', async () => {
    const schema = at.fresh()
    await (await at.open({ schema })).close()
    const version = (to: number) =>
      at.server.query(`UPDATE ${schema}.tally_meta SET value = '${to}' WHERE name = 'version'`)
    await version(1)
    const older = await refusal({ schema })
    expect(older.code).toBe('postgres_schema_older')
    expect(older.message).toContain('tally migrate --postgres')
    await version(99)
    expect(await refusal({ schema })).toMatchObject({ code: 'postgres_schema_newer', detail: { version: 99 } })
    expect(await refusal({ schema: at.fresh(), create: false })).toMatchObject({ code: 'postgres_schema_missing' })
  })

  test('refuses a journal that has lost its guard, or whose guard was put to sleep', async () => {
    const schema = at.fresh()
    await (await at.open({ schema })).close()
    await at.server.query(`ALTER TABLE ${schema}.tally_journal DISABLE TRIGGER tally_journal_keeps_rows`)
    expect(await refusal({ schema })).toMatchObject({ code: 'postgres_schema_altered' })
  })

  test('refuses a user that may only read, and one whose sessions are read-only', async () => {
    const schema = at.fresh()
    await (await at.open({ schema })).close()
    await at.server.query(
      `CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA ${schema} TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO reader`,
    )
    const connectionString = at.server.connectionString.replace('admin', 'reader')
    const { code, message } = await refusal({ connectionString, schema })
    expect(code).toBe('postgres_role_missing')
    expect(message).toContain('GRANT tally_app')
    expect(await refusal({ connectionString, schema: at.fresh() })).toMatchObject({ code: 'postgres_rights_missing' })
    await at.server.query('ALTER ROLE reader SET default_transaction_read_only = on')
    expect(await refusal({ connectionString, schema })).toMatchObject({ code: 'postgres_read_only' })
  })

  test('serves a login that is a member of tally_app and nothing else', async () => {
    const schema = at.fresh()
    await (await at.open({ schema, shards: 2 })).close()
    await at.server.query('CREATE ROLE app LOGIN IN ROLE tally_app')
    const store = await at.open({ connectionString: at.server.connectionString.replace('admin', 'app'), schema })
    const transaction = await store.begin([{ tenant: 'county', shard: 1 }], 'free')
    await transaction?.rollback()
    expect(store.shards).toBe(2)
  })

  test('refuses another number of shards than the tables were made with, and options that say nothing', async () => {
    const schema = at.fresh()
    await (await at.open({ schema, shards: 4 })).close()
    expect(await refusal({ schema, shards: 8 })).toMatchObject({ code: 'postgres_shards_differ' })
    expect(await refusal({ schema, shards: 0 })).toMatchObject({ code: 'shards_invalid' })
    for (const wrong of ['Tally', 'a"b', 'pg_mine', '']) {
      expect(await refusal({ schema: wrong }), wrong).toMatchObject({ code: 'postgres_options_invalid' })
    }
    expect(await refusal({ maxConnections: 0 })).toMatchObject({ code: 'postgres_options_invalid' })
    await expect(postgresStore({})).rejects.toMatchObject({ code: 'postgres_options_invalid' })
  })

  test('of several processes that start on an empty database one makes the tables, and all serve', async () => {
    const schema = at.fresh()
    const stores = await Promise.all(Array.from({ length: 4 }, () => at.open({ schema, shards: 8 })))
    expect(stores.map((store) => store.shards)).toEqual([8, 8, 8, 8])
  })

  test('says what to install when the driver is not there', async () => {
    const missing = importPg(() => Promise.reject(new Error("Cannot find package 'pg'")))
    await expect(missing).rejects.toMatchObject({
      code: 'postgres_driver_missing',
      message: expect.stringContaining('npm install pg'),
    })
  })
})
