import { TallyError } from '@tallystick/core/errors'

/** SQLite's primary result codes, https://sqlite.org/rescode.html */
const BUSY = 5
const LOCKED = 6
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const CONSTRAINT = 19
const NOTADB = 26

/** Primary codes after which a failed COMMIT has certainly left nothing that a restart could find. */
const surelyUnwritten: readonly number[] = [BUSY, LOCKED, READONLY, FULL, CONSTRAINT]

const reasons: Readonly<Record<number, string>> = {
  [BUSY]: 'busy',
  [LOCKED]: 'busy',
  [READONLY]: 'read_only',
  [IOERR]: 'io_error',
  [CORRUPT]: 'corrupt',
  [FULL]: 'full',
  [CANTOPEN]: 'cannot_open',
  [CONSTRAINT]: 'constraint',
  [NOTADB]: 'corrupt',
}

const advice: Readonly<Record<string, string>> = {
  busy: 'Another program holds the file; end it, or try again.',
  read_only: 'The file or its folder has become read-only; give the rights back.',
  io_error: 'The disk reports an error; look at the system log before anything else.',
  corrupt: 'The file is damaged; stop, keep a copy of it, and restore the last backup.',
  full: 'The disk or the size limit is full; make room.',
  cannot_open: 'A file beside the database cannot be opened; look at the rights of the folder.',
  constraint: 'The rows contradict rows that are there; this is a fault in the program, please report it.',
  other: 'Look at the cause.',
}

/** `busy`, `full`, `corrupt` …, or undefined when the error is not SQLite's. */
export function sqliteReason(error: unknown): string | undefined {
  const code = resultCode(error)
  return code === undefined ? undefined : (reasons[code & 0xff] ?? 'other')
}

/** For failures before COMMIT was tried: the transaction was rolled back, nothing is there. */
export function unavailable(error: unknown): TallyError {
  if (error instanceof TallyError) return error
  const reason = sqliteReason(error) ?? 'other'
  return new TallyError('store_unavailable', `The store could not do this. ${advice[reason]} Nothing was written.`, {
    cause: error,
    detail: { reason, sqlite: resultCode(error) ?? null },
  })
}

/** For failures of COMMIT itself: a frame that reached the file but was not synced may come back after a restart. */
export function commitFailed(error: unknown): TallyError {
  const code = resultCode(error)
  if (code !== undefined && surelyUnwritten.includes(code & 0xff)) return unavailable(error)
  return new TallyError(
    'outcome_unknown',
    'The store cannot tell whether the last group was written. Restart the process and repeat the calls with their idempotency keys.',
    { cause: error, detail: { reason: sqliteReason(error) ?? 'other', sqlite: code ?? null } },
  )
}

function resultCode(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode
  return typeof code === 'number' ? code : undefined
}
