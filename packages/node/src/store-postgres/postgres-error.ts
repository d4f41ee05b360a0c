import { TallyError } from '@tallystick/core/errors'

/** By SQLSTATE, whole or the first two characters (https://www.postgresql.org/docs/18/errcodes-appendix.html), or errno. */
const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ENOENT: 'unreachable',
  EPIPE: 'unreachable',
  '08': 'unreachable',
  '57P01': 'restarting',
  '57P02': 'restarting',
  '57P03': 'restarting',
  '57P05': 'timeout',
  '57014': 'timeout',
  '25P03': 'timeout',
  '25P04': 'timeout',
  '55P03': 'conflict',
  '40': 'conflict',
  '53100': 'full',
  '53300': 'too_many_connections',
  '53': 'out_of_resources',
  '25006': 'read_only',
  '42501': 'permission',
  '28': 'login_refused',
  '3D000': 'database_missing',
  '23': 'constraint',
  '21': 'constraint',
}

const advice: Readonly<Record<string, string>> = {
  unreachable: 'PostgreSQL cannot be reached; look whether it runs and whether the network lets us through.',
  restarting: 'PostgreSQL is stopping or starting; it will serve again by itself.',
  timeout: 'PostgreSQL took too long; look for what holds locks or the disk.',
  conflict: 'Another transaction was in the way; try again.',
  full: 'The disk of PostgreSQL is full; make room.',
  too_many_connections:
    'PostgreSQL has no connection left; raise max_connections or lower maxConnections of the store.',
  pool_exhausted: 'Every connection of this process is busy; raise maxConnections or look for what is slow.',
  out_of_resources: 'PostgreSQL is short of memory or another resource; look at its log.',
  read_only: 'PostgreSQL takes no writes here; connect to the primary.',
  permission: 'The role may not do this; run tally migrate as the owner of the schema, it grants what is needed.',
  login_refused: 'PostgreSQL refuses the user or password; correct the connection string.',
  database_missing: 'There is no such database; create it or correct the connection string.',
  constraint: 'The rows contradict rows that are there; this is a fault in the program, please report it.',
  other: 'Look at the cause.',
}

/** `unreachable`, `timeout`, `full` …; `other` for what is not known. */
export function postgresReason(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown }
  if (typeof code === 'string') return reasons[code] ?? reasons[code.slice(0, 2)] ?? 'other'
  if (typeof message !== 'string') return 'other'
  // What pg and its pool say without a code.
  if (/timeout exceeded when trying to connect/.test(message)) return 'pool_exhausted'
  if (/Query read timeout/.test(message)) return 'timeout'
  if (/Connection terminated|connection error|not queryable|Connection ended/i.test(message)) return 'unreachable'
  return 'other'
}

export function adviceFor(reason: string): string {
  return advice[reason] ?? advice.other ?? ''
}

/** For failures where COMMIT was not tried, or where PostgreSQL itself said that it rolled back. */
export function unavailable(error: unknown): TallyError {
  if (error instanceof TallyError) return error
  const reason = postgresReason(error)
  return new TallyError('store_unavailable', `The store could not do this. ${adviceFor(reason)} Nothing was written.`, {
    cause: error,
    detail: { reason, sqlState: codeOf(error) },
  })
}

/** For a COMMIT that was sent and not answered: it may be there. */
export function outcomeUnknown(error: unknown): TallyError {
  return new TallyError(
    'outcome_unknown',
    'The connection was lost while a group was being committed. Repeat the calls with their idempotency keys.',
    { cause: error, detail: { reason: postgresReason(error), sqlState: codeOf(error) } },
  )
}

/** Whether the error is an answer of PostgreSQL, not a guess of the driver about a connection that fell silent. */
export function isSaidByServer(error: unknown): boolean {
  return typeof (error as { severity?: unknown } | null)?.severity === 'string'
}

/** Whether PostgreSQL answered with an error that ends the statement, not the connection: then nothing can have been committed. */
export function isRolledBack(error: unknown): boolean {
  return (error as { severity?: unknown } | null)?.severity === 'ERROR'
}

function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : null
}
