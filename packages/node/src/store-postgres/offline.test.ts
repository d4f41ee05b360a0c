import { readPostgres } from '../testing/faults/read-everything.ts'
import { offlineContract } from '../testing/offline/offline-contract.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

offlineContract('PostgreSQL, 64 lanes', async () => {
  const schema = at.fresh()
  return { store: await at.open({ schema }), everything: () => readPostgres(at.server.query, schema) }
})
