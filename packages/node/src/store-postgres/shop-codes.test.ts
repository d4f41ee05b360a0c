import { readPostgres } from '../testing/faults/read-everything.ts'
import { shopCodesContract } from '../testing/shop-codes/shop-codes-contract.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

shopCodesContract('PostgreSQL, 64 lanes', async () => {
  const schema = at.fresh()
  return { store: await at.open({ schema }), everything: () => readPostgres(at.server.query, schema) }
})
