import { statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { openKeys, verifyJournal } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { readKeys } from '../../keys/key-folder.ts'
import { readSecretKeys } from '../../keys/secret-keys.ts'
import { type InspectedDatabase, inspectDatabase } from '../../store-sqlite/inspect-database.ts'
import { preparePlace } from '../../store-sqlite/place.ts'
import { requireSqlite } from '../../store-sqlite/sqlite-module.ts'
import { type Places, readConfig } from '../installation.ts'
import { showProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

export interface Finding {
  readonly name: string
  readonly state: 'well' | 'note' | 'wrong'
  readonly found: string
  readonly remedy?: string | undefined
  readonly code?: string | undefined
}

const ROOM_BYTES = 1024 ** 3

/** Looks at everything that keeps a server from starting, or from being trusted; changes nothing. */
export async function examine(
  places: Places,
  { port, terminal }: { port: number; terminal: Terminal },
): Promise<Finding[]> {
  const findings = [
    await look('Node', () => {
      requireSqlite()
      return `${process.version} with SQLite ${process.versions.sqlite}`
    }),
    await look('installation', () => `${places.folder}, tenant ${readConfig(places).tenant}`),
    await look('folder', () => {
      preparePlace(places.database, { create: false })
      return roomIn(places.folder)
    }),
    await look('keys', () => describeKeys(places, terminal.now())),
    ...(await examineDatabase(places, terminal)),
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
      await look('journal', () => describeJournal(seen, terminal)),
    ]
  } finally {
    database.close()
  }
}

/** Runs one look; what it throws is what is wrong. */
async function look(name: string, work: () => string | Finding | Promise<string | Finding>): Promise<Finding> {
  try {
    const found = await work()
    return typeof found === 'string' ? { name, state: 'well', found } : found
  } catch (error) {
    if (!(error instanceof TallyError)) throw error
    // The first sentence says what is wrong, the rest what to do.
    const [, found = error.message, remedy] = /^(.+?[.:]) (.+)$/s.exec(error.message) ?? []
    return { name, state: 'wrong', found, remedy, code: error.code }
  }
}

function roomIn(folder: string): string | Finding {
  const { bavail, bsize } = statfsSync(folder)
  const free = bavail * bsize
  const found = `can be written, ${(free / ROOM_BYTES).toFixed(1)} GiB free`
  if (free >= ROOM_BYTES) return found
  return { name: 'folder', state: 'note', found, remedy: 'Make room: when the disk is full, writes are refused.' }
}

function describeKeys(places: Places, now: Date): string | Finding {
  const { material } = readKeys(places.keys)
  const ring = openKeys(material)
  const inUse = ring.epochAt(now.getTime())
  const { records } = readSecretKeys(places.keys)
  const found = `epoch ${inUse} of ${ring.epochs().length} in use, ${records.length} secret keys`
  const since = ring.epochs().find(({ epoch }) => epoch === inUse)?.activeFrom ?? 0
  if (now.getTime() - since < 400 * 86_400_000) return found
  return { name: 'keys', state: 'note', found, remedy: 'In use for more than a year: run tally key rotate.' }
}

function describeClock(database: InspectedDatabase, now: Date): string {
  const last = Math.max(0, ...database.lanes.map(({ lastNow }) => lastNow))
  if (last > now.getTime() + 1000) {
    throw new TallyError(
      'clock_behind',
      `The last commit was at ${new Date(last).toISOString()}, and this machine says ${now.toISOString()}. Set the clock and switch time synchronisation on: until then every commit bears the later time.`,
    )
  }
  return `${now.toISOString()}, not behind the last commit`
}

function describeDamage(database: InspectedDatabase): string {
  const damage = database.findDamage()
  if (damage.length === 0) return 'every page is sound'
  throw new TallyError(
    'sqlite_corrupt',
    `SQLite has found damage: ${damage.slice(0, 3).join('; ')}. Stop the server, keep a copy of the file and its -wal, and restore the last backup.`,
  )
}

async function describeJournal(database: InspectedDatabase, terminal: Terminal): Promise<string> {
  const total = database.lanes.reduce((sum, { seq }) => sum + seq, 0)
  const progress = showProgress(terminal, 'Checking the journal', total)
  let before = 0
  for (const lane of database.lanes) {
    const reader = {
      readHead: () => database.readHead(lane),
      readJournal: (_lane: unknown, afterSeq: number, limit: number) => {
        progress.at(before + Math.min(afterSeq, lane.seq))
        return database.readJournal(lane, afterSeq, limit)
      },
    }
    const check = await verifyJournal(reader, lane)
    if (!check.ok) {
      progress.end()
      throw new TallyError(
        'journal_broken',
        `The journal of ${lane.tenant}/${lane.shard} is broken at row ${check.seq} (${check.problem}). Somebody changed it: keep the file as evidence and compare it with the backups.`,
        { detail: { tenant: lane.tenant, shard: lane.shard, seq: check.seq, problem: check.problem } },
      )
    }
    before += lane.seq
  }
  progress.at(total)
  progress.end()
  return `${total} rows in ${database.lanes.length} lanes, the chain is whole`
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
