import type { IncomingMessage, ServerResponse } from 'node:http'
import type { CallHandler, HttpAnswer } from '@tallystick/core/http'
import { readBody } from './read-body.ts'

/** How long an answer about a body that was not read stays in the socket before the connection ends. */
const LINGER_MS = 300

export interface NodeCall {
  readonly request: IncomingMessage
  /** Path and query, with the base path. */
  readonly path: string
  /** What a body parser before us has left; undefined when none ran. */
  readonly parsedBody?: unknown
}

/** Lets the handler answer a request; undefined when the other end went away before it was complete. */
export async function askHandler(handler: CallHandler, call: NodeCall): Promise<HttpAnswer | undefined> {
  const { request, path } = call
  const body = await readBody(request, call.parsedBody)
  if (body.problem === 'aborted') return undefined
  const answer = await handler({
    method: request.method ?? 'GET',
    path,
    header: (name) => headerOf(request, name),
    ...(body.problem === undefined ? { bytes: body.bytes } : { bodyProblem: body.problem }),
    remoteAddress: request.socket.remoteAddress,
  })
  if (body.problem !== 'body_too_large') return answer
  // The rest of the body still lies in the socket: no further request can come through it.
  return { ...answer, headers: { ...answer.headers, connection: 'close' } }
}

/** Writes an answer to a plain response of `node:http`. */
export async function answerNode(handler: CallHandler, call: NodeCall, response: ServerResponse): Promise<void> {
  const answer = await askHandler(handler, call)
  if (!answer) return
  const hasBody = call.request.method !== 'HEAD' && answer.status !== 204 && answer.status !== 304
  const bytes = Buffer.from(hasBody ? answer.body : '', 'utf8')
  const length = hasBody ? { 'content-length': String(bytes.length) } : {}
  response.writeHead(answer.status, { ...answer.headers, ...length })
  if (answer.headers.connection === 'close' && !call.request.complete) {
    response.write(bytes)
    await leftOrLater(call.request)
    response.end()
  } else response.end(bytes)
}

/** Ending at once would reset the connection, and a client that is still sending would never see the answer. */
function leftOrLater(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LINGER_MS)
    request.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value.join(', ') : value
}
