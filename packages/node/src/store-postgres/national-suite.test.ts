import { nationalSuiteContract } from '../testing/national-suite/national-suite-contract.ts'
import { postgresSchemas } from './testing/postgres-schemas.ts'

const at = postgresSchemas()

nationalSuiteContract('PostgreSQL', () => at.open({ schema: at.fresh() }))
