import { randomUUID } from 'node:crypto'
import { TallyError } from '@tallystick/core/errors'
import { writeAtomically } from './group-writer.ts'
import { mustNotBeMoved } from './move-mark.ts'
import type { OwnedDatabase } from './open-database.ts'
import { applyMigrations, readMeta, readSchemaVersion, verifySchema } from './schema.ts'
import type { Database } from './sqlite-module.ts'

/**
 * Makes a fresh file at the newest version, or checks the one that is there; answers the number of shards.
 *
 * @throws TallyError `sqlite_file_foreign`, `sqlite_schema_older`, `sqlite_schema_newer`, `sqlite_schema_altered`,
 *   `sqlite_shards_differ`, `shards_invalid`, `store_moved`.
 */
export function prepareSchema(owned: OwnedDatabase, wantedShards: number | undefined): number {
  const { writer, path } = owned
  if (wantedShards !== undefined && !(Number.isInteger(wantedShards) && wantedShards >= 1 && wantedShards <= 1024)) {
    throw new TallyError('shards_invalid', 'A store has 1 to 1024 shards a tenant.')
  }
  if (readSchemaVersion(writer, path) === 0) {
    applyMigrations(writer, 0)
  }
  verifySchema(writer, path)
  mustNotBeMoved(writer, path)
  // Also for a file whose making was cut off after the tables.
  writeAtomically(writer, () => {
    addMeta(writer, 'shards', String(wantedShards ?? 1))
    addMeta(writer, 'store', randomUUID())
    setMeta(writer, 'holder', String(process.pid))
  })
  const shards = Number(readMeta(writer, 'shards'))
  if (wantedShards !== undefined && wantedShards !== shards) {
    throw new TallyError(
      'sqlite_shards_differ',
      `${path} was made with ${shards} shards, and ${wantedShards} are asked for. The number is fixed for the life of a store: leave it out, or make another store of it with tally move.`,
      { detail: { path, shards, wanted: wantedShards } },
    )
  }
  return shards
}

function addMeta(db: Database, name: string, value: string): void {
  db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING').run(name, value)
}

function setMeta(db: Database, name: string, value: string): void {
  db.prepare(
    'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  ).run(name, value)
}
