import type { Store } from '@tallystick/core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type PostgresStoreOptions, postgresStore } from '../postgres-store.ts'
import { startPostgres, type TestPostgres } from './start-postgres.ts'

/**
 * A server for the tests of one file, a fresh schema for each of them; stores are closed after each test.
 * @param environment added to the server's own, such as a disk shim's.
 */
export function postgresSchemas(environment: Readonly<Record<string, string>> = {}) {
  let server: TestPostgres | undefined
  let count = 0
  const stores: Store[] = []
  const schemas: string[] = []
  beforeAll(async () => {
    server = await startPostgres({}, environment)
  })
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
    for (const schema of schemas.splice(0)) await server?.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
  })
  afterAll(() => server?.stop())
  const running = () => {
    if (!server) throw new Error('The server runs only while tests do.')
    return server
  }
  return {
    get server() {
      return running()
    },
    fresh(): string {
      count += 1
      const schema = `test_${count}`
      schemas.push(schema)
      return schema
    },
    async open(options: PostgresStoreOptions): Promise<Store> {
      const store = await postgresStore({ connectionString: running().connectionString, ...options })
      stores.push(store)
      return store
    },
  }
}
