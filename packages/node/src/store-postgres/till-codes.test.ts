import { readPostgres } from '../testing/faults/read-everything.ts'
import { tillCodesContract } from '../testing/till-codes/till-codes-contract.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

tillCodesContract('PostgreSQL, 64 lanes', async () => {
  const schema = at.fresh()
  return { store: await at.open({ schema }), everything: () => readPostgres(at.server.query, schema) }
})
