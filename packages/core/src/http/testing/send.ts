import { createCallHandler } from '../create-call-handler.ts'
import type { HttpAnswer, HttpCall, HttpOptions } from '../http-call.ts'
import { type TestHost, testHost } from './test-host.ts'

export interface Sent {
  readonly session?: string | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** A value to be sent as JSON; or text or bytes to be sent as they are. */
  readonly body?: unknown
  readonly text?: string | undefined
  readonly bytes?: Uint8Array | undefined
  readonly key?: string | undefined
  readonly remoteAddress?: string | undefined
  readonly bodyProblem?: HttpCall['bodyProblem']
}

export interface Received extends HttpAnswer {
  readonly json: Readonly<Record<string, unknown>>
}

/** A host behind a handler, and a short way to send something to it: `send('POST /v1/redemptions', { … })`. */
export function testApi(options: HttpOptions = {}, host: TestHost = testHost()) {
  const handle = createCallHandler(host, options)
  async function send(line: string, sent: Sent = {}): Promise<Received> {
    const [method = '', ...rest] = line.split(' ')
    const answer = await handle(toCall(method, rest.join(' '), sent))
    return { ...answer, json: answer.body === '' ? {} : JSON.parse(answer.body) }
  }
  return { host, handle, send }
}

function toCall(method: string, path: string, sent: Sent): HttpCall {
  const headers: Record<string, string> = {
    ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    ...(sent.session === undefined ? {} : { authorization: `Bearer ${sent.session}` }),
    ...(sent.key === undefined ? {} : { 'idempotency-key': sent.key }),
    ...sent.headers,
  }
  const text = sent.text ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body))
  return {
    method,
    path,
    header: (name) => headers[name],
    bytes: sent.bytes ?? (text === undefined ? undefined : new TextEncoder().encode(text)),
    remoteAddress: sent.remoteAddress ?? '203.0.113.9',
    bodyProblem: sent.bodyProblem,
  }
}
