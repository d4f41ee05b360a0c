import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import type { SuiteName } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { createKeys, keysPath } from '../../keys/key-folder.ts'
import { addSecretKey } from '../../keys/secret-keys.ts'
import { migratePostgres } from '../../store-postgres/migrate-postgres.ts'
import { sqliteStore } from '../../store-sqlite/sqlite-store.ts'
import type { AddCommand, CommandLine } from '../command-line.ts'
import type { ExitCode } from '../exit-code.ts'
import { isTenant, postgresIn, writeConfig } from '../installation.ts'
import { suiteOption } from './key.ts'

export const addInitCommand: AddCommand = (program, run) => {
  program
    .command('init')
    .description(
      'Make a new installation: tally.db, keys/, programmes/, and the first secret key, which is shown once.',
    )
    .argument('[tenant]', 'short name of the organisation, e.g. gaoxian', 'main')
    .addOption(suiteOption('of everything, as long as it lives'))
    .action((tenant: string, { suite }: { suite?: SuiteName }) =>
      run((line) => init(line, line.options.tenant ?? tenant, suite)),
    )
}

async function init(line: CommandLine, tenant: string, suite?: SuiteName): Promise<ExitCode> {
  const { places, terminal } = line
  if (!isTenant(tenant)) {
    throw new TallyError(
      'tenant_malformed',
      'A tenant is 1 to 63 lower-case letters, digits and hyphens, like gaoxian.',
    )
  }
  const postgres = postgresIn(terminal.environment)
  for (const path of [places.config, ...(postgres ? [] : [places.database]), keysPath(places.keys)]) {
    if (existsSync(path)) {
      throw new TallyError(
        'already_initialised',
        `${path} is there already, and nothing was changed. Choose an empty folder with --folder.`,
        { detail: { path } },
      )
    }
  }
  makeFolder(places.folder)
  if (postgres) await migratePostgres(postgres)
  else await sqliteStore(places.database).close()
  mkdirSync(places.programmes, { recursive: true })
  mkdirSync(places.keys, { recursive: true, mode: 0o700 })
  chmodSync(places.keys, 0o700)
  await createKeys(places.keys, terminal.now(), suite)
  const { record, secretKey } = addSecretKey(places.keys, { tenant, role: 'host', name: 'first' }, terminal.now())
  writeConfig(places, { tenant })
  const folder = resolve(places.folder)
  return line.output.done({ folder, tenant, secretKeyId: record.id, secretKey }, [
    `Made ${folder}: ${postgres ? '' : 'tally.db, '}keys/, programmes/, tally.json (tenant ${tenant}).`,
    ...(postgres ? [`The data lie in the schema ${postgres.schema} of the PostgreSQL that TALLY_POSTGRES names.`] : []),
    '',
    'The secret key of your backend, shown this once:',
    `  ${secretKey}`,
    '',
    'Next: put a programme into programmes/, then',
    '  tally programme publish programmes/FILE',
    '  tally serve',
    'Keep a copy of keys/ away from the copies of the database.',
  ])
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    const errno = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new TallyError(
      'folder_unwritable',
      `${folder} cannot be made (${errno}). Choose another place with --folder.`,
      {
        cause: error,
        detail: { folder, errno },
      },
    )
  }
}
