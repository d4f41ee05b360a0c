import { TallyError } from '@tallystick/core/errors'
import type { MoveId, MoveTarget, UnfinishedTarget } from '../../move/move-source.ts'
import { bigintArray, intArray, textArray } from '../binary-array.ts'
import { isDistributed } from '../citus/is-distributed.ts'
import { statementsForAll, statementsPerShard } from '../hot-statements.ts'
import type { PostgresQuery } from '../pg-module.ts'
import { DEFAULT_SHARDS, verifyNames } from '../prepare-schema.ts'
import { applyMigrations, readMeta, readSchemaVersion, verifySchema } from '../schema.ts'
import type { Session } from '../session.ts'
import { countRows } from './count-rows.ts'
import { readMark, removeMark, writeMark } from './move-marks.ts'
import { openSession, type PostgresAddress } from './open-session.ts'

export interface PostgresTargetOptions extends PostgresAddress {
  /** Lanes a tenant, where the tables are made now; those of tables that are there stay as they are. */
  readonly shards: number | undefined
  readonly move: MoveId
}

/** So that two moves never fill one server's store at once. */
const MOVE_LOCK = '6073190022710145658'

/**
 * A new store on PostgreSQL for a move to fill: tables that are made now, or empty ones, such as `tally migrate --citus` has spread.
 * What an earlier try of the same move has left is removed.
 *
 * @throws TallyError `move_target_used`, `move_target_differs`, `move_source_busy`, `postgres_shards_differ`, and what opening may throw.
 */
export async function postgresMoveTarget({ shards, move, ...address }: PostgresTargetOptions): Promise<MoveTarget> {
  verifyNames(address.schema, shards)
  const { schema } = address
  const { session, within, close } = await openSession(address)
  try {
    const found = await within(() => prepare(session, { schema, shards, move }))
    const statements = (await within(() => isDistributed(session, schema))) ? statementsPerShard : statementsForAll
    const send = (queries: readonly PostgresQuery[]) =>
      within(async () => {
        await session.last(queries)
      })
    return {
      place: `schema ${schema}`,
      shards: found,
      addRows: async (rows) => (rows.length > 0 ? send(statements.addRows(rows)) : undefined),
      addJournal: async (rows) => (rows.length > 0 ? send(statements.appendJournal(rows)) : undefined),
      // Not one of the hot statements: where each serves a shard, they change rows that are there.
      addHeads: (heads) =>
        send([
          {
            text: `INSERT INTO tally_lanes (tenant, shard, seq, hash, last_now)
                   SELECT * FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::text[], $5::bigint[])`,
            values: [
              textArray(heads.map(({ tenant }) => tenant)),
              intArray(heads.map(({ shard }) => shard)),
              bigintArray(heads.map(({ seq }) => seq)),
              textArray(heads.map(({ hash }) => hash)),
              bigintArray(heads.map(({ lastNow }) => lastNow)),
            ],
          },
        ]),
      addOwners: (rows) =>
        send([
          {
            text: 'INSERT INTO tally_owners (tenant, owner) SELECT * FROM unnest($1::text[], $2::bigint[])',
            values: [textArray(rows.map(({ tenant }) => tenant)), bigintArray(rows.map(({ owner }) => owner))],
          },
        ]),
      addNames: (rows) =>
        send([
          {
            text: 'INSERT INTO tally_directory (tenant, name, owner) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[])',
            values: [
              textArray(rows.map(({ tenant }) => tenant)),
              textArray(rows.map(({ name }) => name)),
              bigintArray(rows.map(({ owner }) => owner)),
            ],
          },
        ]),
      counts: () => within(() => countRows(session)),
      giveUp: () => within(() => giveUp(session, schema)),
      finish: () => within(() => finish(session, schema, move.id)),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

interface Wanted {
  readonly schema: string
  readonly shards: number | undefined
  readonly move: MoveId
}

async function prepare(session: Session, { schema, shards, move }: Wanted): Promise<number> {
  const { rows } = await session.query({ text: `SELECT pg_try_advisory_lock(${MOVE_LOCK})`, rowMode: 'array' })
  if (rows[0]?.[0] !== true) {
    throw new TallyError(
      'move_source_busy',
      'Another tally move is filling a store on this server. Wait until it is done.',
    )
  }
  if ((await readSchemaVersion(session, schema)) === 0) {
    if (move.isUnderWay) throw differs(schema)
    await applyMigrations(session, schema, shards ?? DEFAULT_SHARDS)
  }
  await verifySchema(session, schema)
  const found = Number(await readMeta(session, schema, 'shards'))
  if (shards !== undefined && shards !== found) {
    throw new TallyError(
      'postgres_shards_differ',
      `The schema ${schema} was made with ${found} shards, and ${shards} are asked for. Leave --shards out, or move to another schema.`,
      { detail: { schema, shards: found, wanted: shards } },
    )
  }
  await session.query('BEGIN')
  const filling = await readMark(session, schema, 'incomplete')
  const filled = await readMark(session, schema, 'filled')
  if (filling === move.id) await empty(session)
  else if (move.isUnderWay && filled !== move.id) throw differs(schema)
  else if (filling !== undefined || (await isUsed(session, schema))) {
    throw new TallyError(
      'move_target_used',
      `The schema ${schema} holds data already, and nothing was changed. Move into a new one: tally move --schema NAME.`,
      { detail: { schema } },
    )
  } else await writeMark(session, schema, 'incomplete', move.id)
  await session.query('COMMIT')
  return found
}

function differs(schema: string): TallyError {
  return new TallyError(
    'move_target_differs',
    `The old store was closed for a move into another schema than ${schema}, and two stores must not go on from one. Name that one: tally move --schema NAME; or if that move was not finished, give it up there: tally move --abandon --schema NAME.`,
    { detail: { schema } },
  )
}

async function isUsed(session: Session, schema: string): Promise<boolean> {
  const marks = [await readMark(session, schema, 'moved'), await readMark(session, schema, 'filled')]
  if (marks.some((mark) => mark !== undefined)) return true
  const { rows } = await session.query({
    text: `SELECT EXISTS (SELECT FROM tally_rows) OR EXISTS (SELECT FROM tally_lanes) OR EXISTS (SELECT FROM tally_journal)
           OR EXISTS (SELECT FROM tally_owners) OR EXISTS (SELECT FROM tally_directory)`,
    rowMode: 'array',
  })
  return rows[0]?.[0] === true
}

/** Nobody has ever worked on what an incomplete store holds: its journal is a copy, and begins anew. */
async function empty(session: Session): Promise<void> {
  await session.query('ALTER TABLE tally_journal DISABLE TRIGGER tally_journal_keeps_rows')
  await session.query('TRUNCATE tally_rows, tally_lanes, tally_journal, tally_owners, tally_directory')
  await session.query('ALTER TABLE tally_journal ENABLE ALWAYS TRIGGER tally_journal_keeps_rows')
}

async function giveUp(session: Session, schema: string): Promise<void> {
  await session.query('BEGIN')
  await empty(session)
  await removeMark(session, schema, 'incomplete')
  await session.query('COMMIT')
}

async function finish(session: Session, schema: string, move: string): Promise<void> {
  await session.query('BEGIN')
  await removeMark(session, schema, 'incomplete')
  await writeMark(session, schema, 'filled', move)
  await session.query('COMMIT')
}

/**
 * The store that a move was filling, to be given up.
 *
 * @throws TallyError `store_moved`: the move was finished there, or another schema is the one that it fills; and what opening may throw.
 */
export async function unfinishedPostgresTarget(address: PostgresAddress, move: string): Promise<UnfinishedTarget> {
  verifyNames(address.schema, undefined)
  const { schema } = address
  const { session, within, close } = await openSession(address)
  try {
    await within(() => mustBeUnfinished(session, schema, move))
    return { giveUp: () => within(() => giveUp(session, schema)), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function mustBeUnfinished(session: Session, schema: string, move: string): Promise<void> {
  const isMade = (await readSchemaVersion(session, schema)) > 0
  if (isMade && (await readMark(session, schema, 'incomplete')) === move) return
  const isFinished = isMade && (await readMark(session, schema, 'filled')) === move
  throw new TallyError(
    'store_moved',
    isFinished
      ? `The move into the schema ${schema} was finished, and it may be in service. Nothing was changed.`
      : `The schema ${schema} is not the one that this move fills; that one may be in service. Nothing was changed. Name it: tally move --abandon --schema NAME.`,
    { detail: { schema, move } },
  )
}
