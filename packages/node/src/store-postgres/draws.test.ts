import { drawsContract } from '../testing/draws/draws-contract.ts'
import { readPostgres } from '../testing/faults/read-everything.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

drawsContract('PostgreSQL, 64 lanes', async () => {
  const schema = at.fresh()
  const store = await at.open({ schema })
  return { store, everything: () => readPostgres(at.server.query, schema) }
})
