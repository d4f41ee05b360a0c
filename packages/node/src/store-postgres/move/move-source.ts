import type { StoredRow } from '@tallystick/core'
import { TallyError } from '@tallystick/core/errors'
import { type MoveSource, type NameRow, type OwnerRow, pages } from '../../move/move-source.ts'
import { applicationName } from '../connection-settings.ts'
import { postgresReason } from '../postgres-error.ts'
import { verifyNames } from '../prepare-schema.ts'
import { readMeta, verifySchema } from '../schema.ts'
import type { Session } from '../session.ts'
import { toRow } from '../statements/load-rows.ts'
import { toHead } from '../statements/lock-lanes.ts'
import { readHead } from '../statements/read-head.ts'
import { readJournal, toJournalRow } from '../statements/read-journal.ts'
import { countRows } from './count-rows.ts'
import { giveWritingBack, lockTables, readMark, removeMark, takeWritingAway, writeMark } from './move-marks.ts'
import { openSession, type PostgresAddress } from './open-session.ts'

const PAGE = 1000

const ROWS = `
  SELECT tenant, shard, owner, kind, n, v, state FROM tally_rows
  WHERE tenant = $1::text AND shard = $2::integer AND (owner, kind, n) > ($3::bigint, $4::integer, $5::bigint)
  ORDER BY owner, kind, n LIMIT ${PAGE}`
const OWNERS = `
  SELECT tenant, owner FROM tally_owners WHERE (tenant, owner) > ($1::text, $2::bigint) ORDER BY tenant, owner LIMIT ${PAGE}`
const NAMES = `
  SELECT tenant, name, owner FROM tally_directory WHERE (tenant, name) > ($1::text, $2::text) ORDER BY tenant, name LIMIT ${PAGE}`

/**
 * A store on PostgreSQL that is to be moved, as the owner of its schema.
 *
 * @throws TallyError `postgres_unreachable`, `postgres_schema_missing`, `postgres_schema_older`, `store_incomplete` and what else
 *   opening may throw.
 */
export async function postgresMoveSource(address: PostgresAddress): Promise<MoveSource> {
  verifyNames(address.schema, undefined)
  const { schema } = address
  const { session, within, close } = await openSession(address)
  const ask = (text: string, values: unknown[]) =>
    within(async () => (await session.query({ text, values, rowMode: 'array' })).rows)
  try {
    const { shards, sealedBy } = await within(() => readStore(session, schema))
    return {
      place: `schema ${schema}`,
      shards,
      sealedBy,
      seal: (move) => within(() => seal(session, schema, move)),
      release: () => within(() => release(session, schema)),
      lanes: async () =>
        (await ask('SELECT tenant, shard, seq, hash, last_now FROM tally_lanes ORDER BY tenant, shard', [])).map(
          toHead,
        ),
      rows: ({ tenant, shard }) =>
        pages<StoredRow>(PAGE, async (last) => {
          const page = await ask(ROWS, [tenant, shard, last?.owner ?? -1, last?.kind ?? 0, last?.n ?? 0])
          return page.map(toRow)
        }),
      readJournal: (lane, afterSeq, limit) =>
        within(async () =>
          (await session.query(readJournal(lane, afterSeq, limit))).rows.map((row) => toJournalRow(lane, row)),
        ),
      readHead: (lane) =>
        within(async () => {
          const [row] = (await session.query(readHead(lane))).rows
          return row && toHead(row)
        }),
      owners: () =>
        pages<OwnerRow>(PAGE, async (last) => {
          const page = await ask(OWNERS, [last?.tenant ?? '', last?.owner ?? -1])
          return page.map(([tenant, owner]) => ({ tenant: tenant as string, owner: Number(owner) }))
        }),
      names: () =>
        pages<NameRow>(PAGE, async (last) => {
          const page = await ask(NAMES, [last?.tenant ?? '', last?.name ?? ''])
          return page.map(([tenant, name, owner]) => ({
            tenant: tenant as string,
            name: name as string,
            owner: Number(owner),
          }))
        }),
      counts: () => within(() => countRows(session)),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function readStore(session: Session, schema: string): Promise<{ shards: number; sealedBy: string | undefined }> {
  await verifySchema(session, schema)
  if ((await readMark(session, schema, 'incomplete')) !== undefined) {
    throw new TallyError('store_incomplete', `The schema ${schema} holds only part of a store. Finish that move first.`)
  }
  const shards = Number(await readMeta(session, schema, 'shards'))
  return { shards, sealedBy: await readMark(session, schema, 'moved') }
}

/** Servers are looked for by the name that they give their connections; one that starts just now can write no more either. */
async function seal(session: Session, schema: string, move: string): Promise<void> {
  await session.query('BEGIN')
  try {
    await lockTables(session, schema)
    const { rows } = await session.query({
      text: 'SELECT count(*)::integer FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()',
      values: [applicationName(schema)],
      rowMode: 'array',
    })
    if (rows[0]?.[0] !== 0) throw busy(schema, `${rows[0]?.[0]} connections of servers are open`)
    await takeWritingAway(session, schema)
    await writeMark(session, schema, 'moved', move)
    await session.query('COMMIT')
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined)
    throw postgresReason(error) === 'conflict' ? busy(schema, 'somebody is at work in it') : error
  }
}

function busy(schema: string, why: string): TallyError {
  return new TallyError(
    'move_source_busy',
    `The schema ${schema} cannot be moved: ${why}. Stop every server that uses it, and try again. Nothing was changed.`,
    { detail: { schema } },
  )
}

async function release(session: Session, schema: string): Promise<void> {
  await session.query('BEGIN')
  await giveWritingBack(session, schema)
  await removeMark(session, schema, 'moved')
  await session.query('COMMIT')
}
