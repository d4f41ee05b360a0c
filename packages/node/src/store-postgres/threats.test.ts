import { afterAll, beforeAll } from 'vitest'
import { readPostgres } from '../testing/faults/read-everything.ts'
import { threatsContract } from '../testing/threats/threats-contract.ts'
import { postgresStore } from './postgres-store.ts'
import { startPostgres, type TestPostgres } from './testing/start-postgres.ts'

let server: TestPostgres
let schemas = 0
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.stop())

threatsContract('PostgreSQL, 64 lanes', async () => {
  const schema = `threats_${schemas++}`
  const store = await postgresStore({ connectionString: server.connectionString, schema })
  return {
    store,
    everything: () => readPostgres(server.query, schema),
    async refuseJournal() {
      await server.query(`
        CREATE FUNCTION ${schema}.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no journal'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON ${schema}.tally_journal EXECUTE FUNCTION ${schema}.refuse()`)
    },
    close: async () => {
      await store.close()
      await server.query(`DROP SCHEMA ${schema} CASCADE`)
    },
  }
})
