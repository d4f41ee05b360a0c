import type { Store } from '@tallystick/core'
import { afterAll, beforeAll } from 'vitest'
import { storeContract } from '../../../core/src/engine/testing/store-contract.ts'
import { postgresStore } from './postgres-store.ts'
import { startPostgres, type TestPostgres } from './testing/start-postgres.ts'

// The statements and transactions that Citus gets, on a plain PostgreSQL: they must keep every promise there too.

let server: TestPostgres
let schemas = 0

beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

for (const shards of [1, 16]) {
  storeContract(`PostgreSQL, one shard at a time (${shards} shards),`, async () => {
    const schema = `per_shard_${schemas++}`
    const options = { connectionString: server.connectionString, schema, perShard: true }
    let store = await postgresStore({ ...options, shards, maxConnections: shards + 6 })
    const others: Store[] = []
    return {
      store,
      second: async () => {
        const other = await postgresStore(options)
        others.push(other)
        return other
      },
      reopen: async () => {
        await store.close()
        store = await postgresStore(options)
        return store
      },
      close: async () => {
        for (const each of [store, ...others]) await each.close()
        await server.query(`DROP SCHEMA ${schema} CASCADE`)
      },
    }
  })
}
