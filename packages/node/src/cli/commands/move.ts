import { loadKeys } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { readKeys } from '../../keys/key-folder.ts'
import { abandonMove } from '../../move/abandon-move.ts'
import type { MoveSource } from '../../move/move-source.ts'
import { moveStore } from '../../move/move-store.ts'
import { postgresMoveSource } from '../../store-postgres/move/move-source.ts'
import { postgresMoveTarget, unfinishedPostgresTarget } from '../../store-postgres/move/move-target.ts'
import type { PostgresAddress } from '../../store-postgres/move/open-session.ts'
import { sqliteMoveSource } from '../../store-sqlite/move-source.ts'
import type { AddCommand, CommandLine } from '../command-line.ts'
import type { ExitCode } from '../exit-code.ts'
import { localOperator, postgresIn, readConfig } from '../installation.ts'
import { parseCount } from '../parse-count.ts'
import type { Progress } from '../progress.ts'
import { showProgress } from '../progress.ts'

interface CommandOptions {
  readonly schema: string
  readonly shards?: number
  readonly abandon?: true
}

export const addMoveCommand: AddCommand = (program, run) => {
  program
    .command('move')
    .description(
      'Copy the store into the PostgreSQL that TALLY_MOVE_TO names, with another number of lanes if you like, and take the old one out of service. Stop every server first; cut off, run it again.',
    )
    .option('--schema <name>', 'where the new tables lie; made if need be', 'tally')
    .option(
      '--shards <number>',
      'lanes a tenant of the new store, 1 to 1024, for tables that are made now (64)',
      parseCount,
    )
    .option('--abandon', 'put the old store back into service, and remove what an unfinished move has copied')
    .action((options: CommandOptions) =>
      run(async (line) => {
        const { places, terminal } = line
        const postgres = postgresIn(terminal.environment)
        const target = { connectionString: addressIn(terminal.environment), schema: options.schema }
        const source = await (postgres ? postgresMoveSource(postgres) : sqliteMoveSource(places.database))
        try {
          return await (options.abandon ? abandon(line, source, target) : move(line, source, target, options.shards))
        } finally {
          await source.close()
        }
      }),
    )
}

/** Not an option: a password on the command line could be read by everybody on the machine. */
function addressIn(environment: Readonly<Record<string, string | undefined>>): string {
  const { TALLY_MOVE_TO: address } = environment
  if (address) return address
  throw new TallyError(
    'move_address_missing',
    'Where to? Set TALLY_MOVE_TO to postgres://user:password@host:5432/database; the user must own the schema.',
  )
}

async function move(
  line: CommandLine,
  source: MoveSource,
  address: PostgresAddress,
  shards: number | undefined,
): Promise<ExitCode> {
  const { places, terminal, options } = line
  const keyRing = await loadKeys(readKeys(places.keys).material)
  const { tenant } = readConfig(places)
  let progress: Progress | undefined
  const report = await moveStore({
    source,
    openTarget: (id) => postgresMoveTarget({ ...address, shards, move: id }),
    keyRing,
    principal: `operator:${localOperator(tenant, options.as).id ?? ''}`,
    now: terminal.now().getTime(),
    onProgress(done, total) {
      progress ??= showProgress(terminal, 'Moving', total)
      progress.at(done)
    },
  }).finally(() => progress?.end())
  const { from, to, lanes, rows, journal, names } = report
  return line.output.done(report, [
    `Moved ${from.place} (${from.shards} lanes a tenant) into the ${to.place} (${to.shards}): ${rows} rows, ${journal} rows of the journal, ${names} names; ${lanes} chains were verified.`,
    'The old store takes no writes any more; keep it until the new one has been backed up.',
    'Next: set TALLY_POSTGRES and TALLY_SCHEMA to the new one, then',
    '  tally doctor',
    '  tally serve',
    ...(from.shards === to.shards
      ? []
      : [
          'Readers of the journal begin at the first row of the new lanes; what was written before lies in lanes 1024 and up.',
        ]),
  ])
}

async function abandon(line: CommandLine, source: MoveSource, target: PostgresAddress): Promise<ExitCode> {
  const abandoned = await abandonMove(source, (move) => unfinishedPostgresTarget(target, move))
  return line.output.done({ abandoned }, [
    abandoned
      ? `${source.place} is in service again; what was copied is removed.`
      : `${source.place} is in service; nothing to do.`,
  ])
}
