import { readPostgres } from '../testing/faults/read-everything.ts'
import { threatsContract } from '../testing/threats/threats-contract.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

threatsContract('PostgreSQL, 64 lanes', async () => {
  const schema = at.fresh()
  const store = await at.open({ schema })
  return {
    store,
    everything: () => readPostgres(at.server.query, schema),
    async refuseJournal() {
      await at.server.query(`
        CREATE FUNCTION ${schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no journal'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON ${schema}.tally_journal EXECUTE FUNCTION ${schema}.refuse()`)
    },
  }
})
