import { TallyError } from '@tallystick/core/errors'
import type { Session } from './session.ts'

const required: readonly { readonly setting: string; readonly wrong: string; readonly because: string }[] = [
  { setting: 'fsync', wrong: 'off', because: 'a power cut could take back what was answered' },
  { setting: 'full_page_writes', wrong: 'off', because: 'a power cut could leave half-written pages' },
  { setting: 'synchronous_commit', wrong: 'off', because: 'a crash could take back what was answered' },
  { setting: 'data_sync_retry', wrong: 'on', because: 'a failed sync would be taken for a success the second time' },
]

/**
 * Refuses a server that does not keep what it has acknowledged; answers its `synchronous_commit`.
 *
 * @throws TallyError `postgres_settings_unsafe` with `detail {setting, found}`, `postgres_too_old`, `postgres_read_only`.
 */
export async function verifySettings(session: Session): Promise<string> {
  const names = required.map(({ setting }) => setting)
  const { rows } = await session.query({
    text: `SELECT name, current_setting(name) FROM unnest($1::text[]) AS name
           UNION ALL SELECT 'version', current_setting('server_version_num')
           UNION ALL SELECT 'standby', pg_is_in_recovery()::text
           UNION ALL SELECT 'read_only', current_setting('transaction_read_only')`,
    values: [names],
    rowMode: 'array',
  })
  const found = new Map(rows.map(([name, value]) => [name as string, value as string]))
  if (Number(found.get('version')) < 140_000) {
    throw new TallyError('postgres_too_old', 'The store needs PostgreSQL 14 or newer. Upgrade the server.', {
      detail: { version: Number(found.get('version')) },
    })
  }
  if (found.get('standby') === 'true' || found.get('read_only') === 'on')
    throw readOnly(found.get('standby') === 'true')
  for (const { setting, wrong, because } of required) {
    if (found.get(setting) === wrong) throw unsafe(setting, wrong, because)
  }
  return found.get('synchronous_commit') ?? 'on'
}

function readOnly(standby: boolean): TallyError {
  const what = standby
    ? 'This PostgreSQL is a standby. Connect to the primary.'
    : 'Sessions of this role are read-only (default_transaction_read_only). Set it to off for this role or database.'
  return new TallyError('postgres_read_only', `The store cannot write. ${what}`, { detail: { standby } })
}

function unsafe(setting: string, found: string, because: string): TallyError {
  const wanted = found === 'off' ? 'on' : 'off'
  return new TallyError(
    'postgres_settings_unsafe',
    `PostgreSQL runs with ${setting}=${found}, it must be ${wanted}: else ${because}. ` +
      `As superuser: ALTER SYSTEM SET ${setting} = ${wanted}, then restart the server; look for ALTER ROLE and ALTER DATABASE too.`,
    { detail: { setting, found } },
  )
}
