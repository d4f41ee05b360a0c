import type { Store } from '@tallystick/core'
import { afterAll, beforeAll } from 'vitest'
import { storeContract } from '../../../core/src/engine/testing/store-contract.ts'
import { postgresStore } from './postgres-store.ts'
import { startPostgres, type TestPostgres } from './testing/start-postgres.ts'

let server: TestPostgres
let schemas = 0

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

for (const shards of [1, 64]) {
  storeContract(`PostgreSQL (${shards} shards)`, async () => {
    const schema = `contract_${schemas++}`
    const { connectionString } = server
    // One test of the contract holds every lane of a tenant at once, each in a transaction of its own.
    const maxConnections = shards + 6
    let store = await postgresStore({ connectionString, schema, shards, maxConnections })
    const others: Store[] = []
    return {
      store,
      second: async () => {
        const other = await postgresStore({ connectionString, schema, maxConnections })
        others.push(other)
        return other
      },
      reopen: async () => {
        await store.close()
        store = await postgresStore({ connectionString, schema })
        return store
      },
      close: async () => {
        for (const each of [store, ...others]) await each.close()
        await server.query(`DROP SCHEMA ${schema} CASCADE`)
      },
    }
  })
}
