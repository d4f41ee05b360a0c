import { TallyError } from '@tallystick/core/errors'
import { APP_ROLE } from './app-role.ts'
import { migrations, NEWEST_VERSION } from './migrations/all-migrations.ts'
import type { Migration } from './migrations/migration.ts'
import type { Session } from './session.ts'

/** One number for every process of every installation: migrations of one server run one after another. */
const MIGRATION_LOCK = '6073190022710145657'

/** The version of the schema; 0 when nothing of ours is there. */
export async function readSchemaVersion(session: Session, schema: string): Promise<number> {
  const { rows } = await session.query({
    text: 'SELECT to_regclass($1) IS NOT NULL',
    values: [`"${schema}".tally_meta`],
    rowMode: 'array',
  })
  if (rows[0]?.[0] !== true) return 0
  return Number((await readMeta(session, schema, 'version')) ?? 0)
}

export async function readMeta(session: Session, schema: string, name: string): Promise<string | undefined> {
  const { rows } = await session.query({
    text: `SELECT value FROM "${schema}".tally_meta WHERE name = $1`,
    values: [name],
    rowMode: 'array',
  })
  return rows[0]?.[0] as string | undefined
}

/**
 * Refuses every version but the newest, and a journal that has lost its guard.
 *
 * @throws TallyError `postgres_schema_missing`, `postgres_schema_older`, `postgres_schema_newer`, `postgres_schema_altered`.
 */
export async function verifySchema(session: Session, schema: string): Promise<void> {
  const version = await readSchemaVersion(session, schema)
  const detail = { schema, version, newest: NEWEST_VERSION }
  if (version === 0) {
    throw new TallyError(
      'postgres_schema_missing',
      `The schema ${schema} holds no tables of Tallystick. Run: tally migrate --postgres, as a role that may create them.`,
      { detail },
    )
  }
  if (version < NEWEST_VERSION) {
    throw new TallyError(
      'postgres_schema_older',
      `The schema ${schema} has version ${version}, this release needs ${NEWEST_VERSION}. Stop every process that uses it and run: tally migrate --postgres`,
      { detail },
    )
  }
  if (version > NEWEST_VERSION) {
    throw new TallyError(
      'postgres_schema_newer',
      `The schema ${schema} has version ${version}, this release knows ${NEWEST_VERSION}. Install the release that wrote it, or a later one.`,
      { detail },
    )
  }
  await verifyGuard(session, schema)
}

async function verifyGuard(session: Session, schema: string): Promise<void> {
  const { rows } = await session.query({
    text: `SELECT 1 FROM pg_trigger WHERE tgrelid = to_regclass($1) AND tgname = 'tally_journal_keeps_rows' AND tgenabled = 'A'`,
    values: [`"${schema}".tally_journal`],
    rowMode: 'array',
  })
  if (rows.length > 0) return
  throw new TallyError(
    'postgres_schema_altered',
    `The schema ${schema} has lost the trigger that protects its journal (tally_journal_keeps_rows). Somebody changed it: check the journal with tally doctor and restore a backup.`,
    { detail: { schema } },
  )
}

/**
 * Brings the schema to the newest version, in one transaction; of processes that do so at once one works and the others
 * find it done. Answers what was done.
 *
 * @throws TallyError `postgres_role_missing`, `postgres_schema_newer`; errors of PostgreSQL pass through.
 */
export async function applyMigrations(
  session: Session,
  schema: string,
  shards: number,
): Promise<{ from: number; applied: readonly Migration[] }> {
  await session.query('BEGIN')
  try {
    await session.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    await session.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`)
    await session.query(`SET LOCAL search_path = "${schema}", pg_temp`)
    const from = await readSchemaVersion(session, schema)
    const applied = migrations.filter(({ version }) => version > from)
    if (applied.length > 0) await ensureRole(session, schema)
    for (const { sql } of applied) await session.query(sql)
    if (applied.length > 0) await writeMeta(session, 'version', String(NEWEST_VERSION), true)
    await writeMeta(session, 'shards', String(shards), false)
    await session.query('COMMIT')
    return { from, applied }
  } catch (error) {
    await session.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

async function writeMeta(session: Session, name: string, value: string, replace: boolean): Promise<void> {
  const then = replace ? 'DO UPDATE SET value = excluded.value' : 'DO NOTHING'
  await session.query({
    text: `INSERT INTO tally_meta (name, value) VALUES ($1, $2) ON CONFLICT (name) ${then}`,
    values: [name, value],
  })
}

async function ensureRole(session: Session, schema: string): Promise<void> {
  await session.query('SAVEPOINT role')
  try {
    const exists = { text: 'SELECT 1 FROM pg_roles WHERE rolname = $1', values: [APP_ROLE], rowMode: 'array' as const }
    if ((await session.query(exists)).rows.length === 0) await session.query(`CREATE ROLE ${APP_ROLE} NOLOGIN`)
    const member = await session.query({
      text: "SELECT pg_has_role(current_user, $1, 'MEMBER')",
      values: [APP_ROLE],
      rowMode: 'array',
    })
    if (member.rows[0]?.[0] !== true) await session.query(`GRANT ${APP_ROLE} TO CURRENT_USER`)
    await session.query(`GRANT USAGE ON SCHEMA "${schema}" TO ${APP_ROLE}`)
  } catch (error) {
    await session.query('ROLLBACK TO role')
    throw new TallyError(
      'postgres_role_missing',
      `The role ${APP_ROLE} cannot be made or used by this user. As superuser run: CREATE ROLE ${APP_ROLE} NOLOGIN; GRANT ${APP_ROLE} TO the user of the connection string. Then start again.`,
      { cause: error, detail: { role: APP_ROLE } },
    )
  }
}
