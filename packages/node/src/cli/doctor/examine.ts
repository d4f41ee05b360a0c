import { statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { loadKeys } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { readKeys } from '../../keys/key-folder.ts'
import { readSecretKeys } from '../../keys/secret-keys.ts'
import { type InspectedPostgres, inspectPostgres } from '../../store-postgres/inspect-postgres.ts'
import { type InspectedDatabase, inspectDatabase } from '../../store-sqlite/inspect-database.ts'
import { preparePlace } from '../../store-sqlite/place.ts'
import { requireSqlite } from '../../store-sqlite/sqlite-module.ts'
import { type Places, type PostgresPlace, postgresIn, readConfig } from '../installation.ts'
import type { Terminal } from '../terminal.ts'
import type { SeenJournal } from './examine-journal.ts'
import { describeAccounts, describeClock, describeJournal } from './examine-journal.ts'
import { type Finding, look } from './look.ts'

const ROOM_BYTES = 1024 ** 3

/** Looks at everything that keeps a server from starting, or from being trusted; changes nothing. */
export async function examine(
  places: Places,
  { port, terminal }: { port: number; terminal: Terminal },
): Promise<Finding[]> {
  const postgres = postgresIn(terminal.environment)
  const findings = [
    await look('Node', () => {
      if (postgres) return process.version
      requireSqlite()
      return `${process.version} with SQLite ${process.versions.sqlite}`
    }),
    await look('installation', () => `${places.folder}, tenant ${readConfig(places).tenant}`),
    await look('folder', () => {
      if (!postgres) preparePlace(places.database, { create: false })
      return roomIn(places.folder)
    }),
    await look('keys', () => describeKeys(places, terminal.now())),
    ...(await (postgres ? examinePostgres(postgres, terminal) : examineDatabase(places, terminal))),
    await look('port', () => portIsFree(port)),
  ]
  return findings
}

async function examineDatabase(places: Places, terminal: Terminal): Promise<Finding[]> {
  let database: InspectedDatabase | undefined
  const opened = await look('schema and settings', () => {
    database = inspectDatabase(places.database)
    return 'newest schema, journal guarded, settings safe'
  })
  if (!database) return [opened]
  try {
    const seen = database
    return [
      opened,
      await look('clock', () => describeClock(seen, terminal.now())),
      await look('file', () => describeDamage(seen)),
      ...(await examineBooks(seen, terminal)),
    ]
  } finally {
    database.close()
  }
}

async function examinePostgres(place: PostgresPlace, terminal: Terminal): Promise<Finding[]> {
  const findings: Finding[] = []
  const opened = await look('schema and settings', () =>
    inspectPostgres(place, async (seen) => {
      findings.push(
        await look('shards', () => describeShards(seen)),
        await look('clock', () => describeClock(seen, terminal.now())),
        ...(await examineBooks(seen, terminal)),
      )
      return `PostgreSQL, schema ${place.schema}: newest schema, journal guarded, settings safe`
    }),
  )
  return [opened, ...findings]
}

async function examineBooks(seen: SeenJournal, terminal: Terminal): Promise<Finding[]> {
  const accounts = { count: 0, differences: [] }
  const journal = await look('journal', () => describeJournal(seen, accounts, terminal))
  // Of a broken journal the rest was not read, so its postings say nothing.
  return journal.state === 'wrong' ? [journal] : [journal, await look('accounts', () => describeAccounts(accounts))]
}

function describeShards({ shards, distributed, shardProblems }: InspectedPostgres): string {
  if (shardProblems.length > 0) {
    throw new TallyError(
      'postgres_schema_altered',
      `The tables can no longer be spread by shard: ${shardProblems.slice(0, 3).join('; ')}. Undo that change; Tallystick makes no such table.`,
    )
  }
  return `${shards} lanes a tenant, ${distributed ? 'spread over a Citus cluster' : 'on one server'}; every key names its shard`
}

function roomIn(folder: string): string | Finding {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const found = `can be written, ${(free / ROOM_BYTES).toFixed(1)} GiB free`
  if (free >= ROOM_BYTES) return found
  return { name: 'folder', state: 'note', found, remedy: 'Make room: when the disk is full, writes are refused.' }
}

async function describeKeys(places: Places, now: Date): Promise<string | Finding> {
  const { material } = readKeys(places.keys)
  const ring = await loadKeys(material)
  const inUse = ring.epochAt(now.getTime())
  const { records } = readSecretKeys(places.keys)
  const found = `epoch ${inUse} of ${ring.epochs().length} in use, ${records.length} secret keys`
  const since = ring.epochs().find(({ epoch }) => epoch === inUse)?.activeFrom ?? 0
  if (now.getTime() - since < 400 * 86_400_000) return found
  return { name: 'keys', state: 'note', found, remedy: 'In use for more than a year: run tally key rotate.' }
}

function describeDamage(database: InspectedDatabase): string {
  const damage = database.findDamage()
  if (damage.length === 0) return 'every page is sound'
  throw new TallyError(
    'sqlite_corrupt',
    `SQLite has found damage: ${damage.slice(0, 3).join('; ')}. Stop the server, keep a copy of the file and its -wal, and restore the last backup.`,
  )
}

function portIsFree(port: number): Promise<Finding> {
  const name = 'port'
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const inUse = error.code === 'EADDRINUSE'
      resolve({
        name,
        state: inUse ? 'note' : 'wrong',
        found: inUse ? `${port} is in use; by tally serve, if it runs` : `${port} cannot be used (${error.code})`,
        remedy: `If not: stop the program that has it, or choose another with tally serve --port ${port + 1}.`,
        code: inUse ? 'port_in_use' : 'port_forbidden',
      })
    })
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve({ name, state: 'well', found: `${port} is free` })))
  })
}
