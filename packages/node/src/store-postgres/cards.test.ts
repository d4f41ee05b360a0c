import { cardsContract } from '../testing/cards/cards-contract.ts'
import { readPostgres } from '../testing/faults/read-everything.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

cardsContract('PostgreSQL, 64 lanes', async () => {
  const schema = at.fresh()
  return { store: await at.open({ schema }), everything: () => readPostgres(at.server.query, schema) }
})
