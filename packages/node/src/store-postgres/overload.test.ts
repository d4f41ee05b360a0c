import { overloadContract } from '../testing/overload/overload-contract.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

overloadContract('PostgreSQL', () => at.open({ schema: at.fresh() }))
