import { readPostgres } from '../testing/faults/read-everything.ts'
import { threatsContract } from '../testing/threats/threats-contract.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'
import { refuseJournal } from './testing/refuse-journal.ts'

const at = postgresSchemas()

threatsContract('PostgreSQL, 64 lanes', async () => {
  const schema = at.fresh()
  const store = await at.open({ schema })
  return {
    store,
    everything: () => readPostgres(at.server.query, schema),
    refuseJournal: () => refuseJournal(at.server.query, schema),
  }
})
