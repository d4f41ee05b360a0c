import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { Actor, Store, Tally } from '@tallystick/core'
import { createTally, systemClock } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { type FileKeys, fileKeys } from '../keys/file-keys.ts'
import { postgresStore } from '../store-postgres/postgres-store.ts'
import { sqliteStore } from '../store-sqlite/sqlite-store.ts'

/** The files of one installation, all in one folder. */
export interface Places {
  readonly folder: string
  readonly config: string
  readonly database: string
  readonly keys: string
  readonly programmes: string
}

/** A database that is no file of the installation. */
export interface PostgresPlace {
  readonly connectionString: string
  readonly schema: string
}

/** Where the environment says that the data lie; undefined: in the installation's own file. */
export function postgresIn(environment: Readonly<Record<string, string | undefined>>): PostgresPlace | undefined {
  const { TALLY_POSTGRES: connectionString, TALLY_SCHEMA: schema } = environment
  return connectionString ? { connectionString, schema: schema || 'tally' } : undefined
}

export interface Config {
  readonly tenant: string
}

export function placesIn(folder: string): Places {
  return {
    folder,
    config: join(folder, 'tally.json'),
    database: join(folder, 'tally.db'),
    keys: join(folder, 'keys'),
    programmes: join(folder, 'programmes'),
  }
}

/** @throws TallyError `not_initialised`, `config_malformed`. */
export function readConfig({ config, folder }: Places): Config {
  if (!existsSync(config)) {
    throw new TallyError(
      'not_initialised',
      `There is no ${config}. Run tally init in that folder, or name another one with --folder.`,
      { detail: { folder } },
    )
  }
  try {
    const { tenant } = JSON.parse(readFileSync(config, 'utf8')) as { tenant?: unknown }
    if (typeof tenant === 'string' && isTenant(tenant)) return { tenant }
  } catch {
    // Said below.
  }
  throw new TallyError('config_malformed', `${config} must be JSON like {"tenant": "gaoxian"}.`, { detail: { config } })
}

export function writeConfig({ config }: Places, content: Config): void {
  writeFileSync(config, `${JSON.stringify(content, null, 2)}\n`, { flag: 'wx' })
}

/** Lower-case letters, digits and hyphens; it stands in addresses. */
export function isTenant(text: string): boolean {
  return /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(text)
}

export interface OpenTally {
  readonly tally: Tally
  readonly keys: FileKeys
  close(): Promise<void>
}

/**
 * The system on the installation's keys and its own file, or the PostgreSQL that the environment names.
 *
 * @throws what `sqliteStore`, `postgresStore` and `fileKeys` throw.
 */
export async function openTally(
  places: Places,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<OpenTally> {
  const postgres = postgresIn(environment)
  const keys = fileKeys(places.keys)
  let store: Store | undefined
  try {
    // Before the store: keys that are missing shall not leave a fresh database behind.
    await keys.load()
    store = postgres
      ? await postgresStore({ ...postgres, create: false })
      : sqliteStore(places.database, { create: false })
    const tally = await createTally({ store, keys, clock: systemClock })
    // Closing the system closes keys and store too.
    return { tally, keys, close: () => tally.close() }
  } catch (error) {
    keys.close()
    await store?.close()
    throw error
  }
}

/**
 * The person at the keyboard. Whoever may read the database file could do more than any operator, so nothing is asked;
 * the name is for the journal.
 */
export function localOperator(tenant: string, name: string | undefined): Actor {
  return { role: 'operator', tenant, id: name ?? userInfo().username }
}
