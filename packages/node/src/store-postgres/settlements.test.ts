import { readPostgres } from '../testing/faults/read-everything.ts'
import { settlementsContract } from '../testing/settlements/settlements-contract.ts'
import { statementsContract } from '../testing/settlements/statements-contract.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

const name = 'PostgreSQL, 64 lanes'

async function open() {
  const schema = at.fresh()
  const store = await at.open({ schema })
  return {
    store,
    everything: () => readPostgres(at.server.query, schema),
    async asCohortsOfVersion3() {
      const later = "'{held,heldMinor,disallowed,disallowedMinor}'::text[]"
      await at.server.query(
        `UPDATE ${schema}.tally_rows SET v = 3, state = (state::jsonb - ${later})::text WHERE kind = 9`,
      )
    },
  }
}

settlementsContract(name, open)
statementsContract(name, open)
