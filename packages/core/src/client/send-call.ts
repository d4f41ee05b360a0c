import type { CallOptions } from '../kernel/host.ts'
import { type Outcome, type Refusal, refused } from '../kernel/outcome.ts'
import type { ClientFetch, ClientOptions, ClientResponse } from './client-options.ts'
import type { ClientRoute } from './client-route.ts'
import { queuePlace } from './queue-place.ts'
import { readAnswer, retryAfterOf } from './read-answer.ts'
import type { SessionHolder } from './session-holder.ts'
import { type WrittenCall, writeCall } from './write-call.ts'

/** Before the second try; doubled for each further one, and spread, so that clients do not come back all at once. */
const FIRST_PAUSE_MS = 250
/** A service that asks for a longer pause is not waited for: the person is told. */
const LONGEST_PAUSE_MS = 5000
/** A page has a few; a server that calls for others has the latest. */
const TICKETS_AT_MOST = 1000
/** Somebody in between failed, or the service asks to come back. */
const FAILING_STATUSES: readonly number[] = [502, 503, 504]

/** What the server takes as an idempotency key. */
const VISIBLE = /^[\x21-\x7e]{1,128}$/

export interface Connection {
  readonly baseUrl: string
  readonly fetch: ClientFetch
  readonly session: SessionHolder
  readonly random: (bytes: number) => Uint8Array
  readonly options: ClientOptions
  /** Places in the waiting room by idempotency key, from the last refusal of that call. */
  readonly tickets: Map<string, string>
  readonly retries: number
  readonly timeoutMs: number
}

interface Try {
  readonly outcome: Outcome<unknown> | undefined
  /** Of an answer, whoever gave it. */
  readonly status?: number
  /** Undefined for an answer to keep; else how long to wait before the next try. */
  readonly pauseMs: number | undefined
}

/**
 * One call with its retries, all under one idempotency key. Every call may be repeated: it reads, does no harm, or has
 * a key. Refuses with what the server says, and with `unreachable` when nothing of it came; `detail.status` then tells that somebody
 * in between answered for it: there is network.
 */
export async function sendCall(
  connection: Connection,
  name: string,
  route: ClientRoute,
  input: Readonly<Record<string, unknown>>,
  options: CallOptions,
): Promise<Outcome<unknown>> {
  const written = writeCall(route, input)
  if (!written.ok) return written
  const key = options.idempotencyKey ?? (route[1] === 'key' ? newKey(connection.random) : undefined)
  // Checked here since fetch would throw on it, and that would look like a network that is down.
  if (key !== undefined && !VISIBLE.test(key)) return refused('idempotency_key_invalid')
  const headers = headersOf(connection.options, route, key, options.requestId)
  // A key that was made here is new; one that was given may have been sent by a page that is gone.
  const isNew = options.firstTry ?? options.idempotencyKey === undefined
  let last: Try = { outcome: undefined, pauseMs: undefined }
  for (let retry = 0; retry <= connection.retries; retry++) {
    const ticket = connection.tickets.get(key ?? '') ?? options.ticket
    const attempt = {
      ...(key !== undefined && isNew && retry === 0 ? { 'tally-attempt': '1' } : {}),
      ...(ticket === undefined ? {} : { 'tally-ticket': ticket }),
    }
    last = await tryOnce(connection, written.value, { ...headers, ...attempt }, retry)
    if (key !== undefined) keepTicket(connection.tickets, key, last.outcome)
    if (last.pauseMs === undefined) break
    if (retry < connection.retries) await new Promise((resolve) => setTimeout(resolve, last.pauseMs))
  }
  return last.outcome ?? unreachable(connection.options, name, route, key, last.status)
}

/** Keeps the ticket that the last answer to a call gave it, and forgets it with an answer of another kind. */
function keepTicket(tickets: Map<string, string>, key: string, outcome: Outcome<unknown> | undefined): void {
  const ticket = queuePlace(outcome)?.ticket
  if (ticket !== undefined) {
    tickets.set(key, ticket)
    const [oldest] = tickets.size > TICKETS_AT_MOST ? tickets.keys() : []
    if (oldest !== undefined) tickets.delete(oldest)
  }
  if (outcome !== undefined && (outcome.ok || !outcome.retryable)) tickets.delete(key)
}

async function tryOnce(connection: Connection, call: WrittenCall, headers: Headers, retry: number): Promise<Try> {
  const pauseMs = pauseBefore(retry + 1, connection.random)
  let session: string | undefined
  try {
    session = await connection.session.current()
  } catch {
    return judged(undefined, pauseMs)
  }
  let answered = await exchange(connection, call, withSession(headers, session))
  if (isExpired(answered?.outcome) && (await isRenewed(connection.session, session)))
    answered = await exchange(connection, call, withSession(headers, await connection.session.current()))
  return judged(answered, pauseMs)
}

type Headers = Readonly<Record<string, string>>
type Answered = { readonly response: ClientResponse; readonly outcome: Outcome<unknown> | undefined }

/** An answer to keep, or how long to wait for a better one; none is worth another try. */
function judged(answered: Answered | undefined, pauseMs: number): Try {
  if (!answered) return { outcome: undefined, pauseMs }
  const { response, outcome } = answered
  const { status } = response
  if (!FAILING_STATUSES.includes(status)) return { outcome, status, pauseMs: undefined }
  const askedMs = (retryAfterOf(response) ?? 0) * 1000
  return { outcome, status, pauseMs: askedMs > LONGEST_PAUSE_MS ? undefined : Math.max(askedMs, pauseMs) }
}

/** One request and the whole of its answer within the time; undefined when either did not come. */
async function exchange(connection: Connection, call: WrittenCall, headers: Headers): Promise<Answered | undefined> {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(), connection.timeoutMs)
  try {
    const { path, ...rest } = call
    const init = { ...rest, headers, redirect: 'error', cache: 'no-store', signal: controller.signal } as const
    const response = await connection.fetch(connection.baseUrl + path, init)
    return { response, outcome: await readAnswer(response) }
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

function isExpired(outcome: Outcome<unknown> | undefined): boolean {
  return outcome !== undefined && !outcome.ok && outcome.code === 'session_expired'
}

async function isRenewed(session: SessionHolder, expired: string | undefined): Promise<boolean> {
  try {
    return await session.renew(expired)
  } catch {
    return false
  }
}

function unreachable(
  options: ClientOptions,
  operation: string,
  [, repeat]: ClientRoute,
  key: string | undefined,
  status: number | undefined,
): Refusal {
  if (repeat === 'key' && key !== undefined) options.onUnknownOutcome?.({ operation, idempotencyKey: key })
  return refused(
    'unreachable',
    { operation, ...(key === undefined ? {} : { idempotencyKey: key }), ...(status === undefined ? {} : { status }) },
    { retryable: true },
  )
}

function headersOf(
  { locale = 'zh-CN', tenant }: ClientOptions,
  [route]: ClientRoute,
  key: string | undefined,
  requestId: string | undefined,
): Headers {
  return {
    accept: 'application/json, application/problem+json',
    'accept-language': locale,
    ...(route.startsWith('POST') ? { 'content-type': 'application/json' } : {}),
    ...(tenant === undefined ? {} : { 'tally-tenant': tenant }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(requestId === undefined ? {} : { 'tally-request-id': requestId }),
  }
}

function withSession(headers: Headers, session: string | undefined): Headers {
  return session ? { ...headers, authorization: `Bearer ${session}` } : headers
}

function newKey(random: (bytes: number) => Uint8Array): string {
  return Array.from(random(16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Between half and the whole of a pause that doubles. */
function pauseBefore(retry: number, random: (bytes: number) => Uint8Array): number {
  const spread = 0.5 + (random(1)[0] ?? 0) / 512
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (retry - 1) * spread)
}
