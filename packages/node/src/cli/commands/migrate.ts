import { TallyError } from '@tallystick/core/errors'
import { distributePostgres, printDistribution } from '../../store-postgres/citus/distribute-postgres.ts'
import { migratePostgres } from '../../store-postgres/migrate-postgres.ts'
import { migrate } from '../../store-sqlite/migrate.ts'
import type { AddCommand, CommandLine } from '../command-line.ts'
import type { ExitCode } from '../exit-code.ts'

interface MigrateOptions {
  readonly postgres?: true
  readonly schema: string
  readonly shards?: string
  readonly citus?: true
  readonly print?: true
}

export const addMigrateCommand: AddCommand = (program, run) => {
  program
    .command('migrate')
    .description(
      'Bring the database to the schema of this release, after a copy of it was made. Stop the server first.',
    )
    .option('--postgres', 'the PostgreSQL that TALLY_POSTGRES names (postgres://…), whose tables are made if need be')
    .option('--schema <name>', 'where its tables lie', 'tally')
    .option('--shards <number>', 'lanes a tenant, for tables that are made now (64)')
    .option(
      '--citus',
      'spread the tables of an empty store over the nodes of this PostgreSQL’s Citus cluster, by shard',
    )
    .option('--print', 'with --citus: only print the SQL')
    .action((options: MigrateOptions) =>
      run((line) => {
        if (options.citus && options.print) return printCitus(line, options)
        return options.postgres || options.citus ? migrateServer(line, options) : migrateFile(line)
      }),
    )
}

function migrateFile(line: CommandLine): ExitCode {
  const report = migrate(line.places.database)
  if (report.applied.length === 0) return line.output.done(report, [`${report.path} has schema ${report.to} already.`])
  return line.output.done(report, [
    `${report.path}: schema ${report.from} → ${report.to}`,
    ...report.applied.map((step) => `  + ${step}`),
    `The file as it was: ${report.backup}`,
  ])
}

function printCitus(line: CommandLine, { schema, shards }: MigrateOptions): ExitCode {
  const sql = printDistribution({ schema, ...(shards === undefined ? {} : { shards: Number(shards) }) })
  return line.output.done({ sql }, [sql])
}

/** The address comes from the environment: a password on the command line could be read by everybody on the machine. */
async function migrateServer(line: CommandLine, { schema, shards, citus }: MigrateOptions): Promise<ExitCode> {
  const connectionString = line.terminal.environment.TALLY_POSTGRES
  if (!connectionString) {
    throw new TallyError(
      'postgres_address_missing',
      'Which PostgreSQL? Set TALLY_POSTGRES to postgres://user:password@host:5432/database.',
    )
  }
  const lanes = shards === undefined ? undefined : Number(shards)
  const report = await migratePostgres({ connectionString, schema, shards: lanes })
  if (citus) {
    const spread = await distributePostgres({ connectionString, schema })
    const steps = spread.applied.length > 0 ? spread.applied : ['nothing was left to do']
    return line.output.done({ ...report, citus: spread }, [
      `The schema ${schema} lies on the nodes of the cluster, in ${spread.shards} shards:`,
      ...steps.map((step) => `  + ${step}`),
    ])
  }
  if (report.applied.length === 0) {
    return line.output.done(report, [`The schema ${schema} has version ${report.to} already.`])
  }
  return line.output.done(report, [
    `The schema ${schema}: version ${report.from} → ${report.to}`,
    ...report.applied.map((step) => `  + ${step}`),
  ])
}
