import { cardsContract } from '../testing/cards/cards-contract.ts'
import { readPostgres } from '../testing/faults/read-everything.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'
import { refuseJournal } from './testing/refuse-journal.ts'

const at = postgresSchemas()

cardsContract('PostgreSQL, 64 lanes', async () => {
  const schema = at.fresh()
  return {
    store: await at.open({ schema }),
    everything: () => readPostgres(at.server.query, schema),
    refuseJournal: () => refuseJournal(at.server.query, schema),
  }
})
