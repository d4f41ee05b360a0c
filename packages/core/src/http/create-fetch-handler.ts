import type { TallyHost } from '../kernel/host.ts'
import { createCallHandler } from './create-call-handler.ts'
import type { HttpCall, HttpOptions } from './http-call.ts'
import { jsonLimits } from './json/read-json.ts'

const STATUSES_WITHOUT_BODY: ReadonlySet<number> = new Set([204, 304])

/** What a server knows beside the `Request`. */
export interface FetchConnection {
  /** The other end of the connection; never taken from a header. */
  readonly remoteAddress?: string | undefined
}

/**
 * The API as a function of the fetch standard, for Workers, Deno, Bun and tests. On Node `serve` and the adapters of
 * `@tallystick/node` are faster: they need no `Request`.
 *
 * Without `remoteAddress` all callers without a session share one rate limit.
 *
 * @throws TallyError when the operations or options cannot be served, see `createCallHandler`.
 * @example
 * export default { fetch: createFetchHandler(tally, { basePath: '/tally' }) }
 */
export function createFetchHandler(
  host: TallyHost,
  options: HttpOptions = {},
): (request: Request, connection?: FetchConnection) => Promise<Response> {
  const handle = createCallHandler(host, options)
  return async (request, connection) => {
    const { pathname, search } = new URL(request.url)
    const answer = await handle({
      method: request.method,
      path: pathname + search,
      header: (name) => request.headers.get(name) ?? undefined,
      remoteAddress: connection?.remoteAddress,
      ...(await bodyOf(request)),
    })
    const body = STATUSES_WITHOUT_BODY.has(answer.status) ? null : answer.body
    return new Response(body, { status: answer.status, headers: answer.headers })
  }
}

/** Reads no more than may be accepted, whatever `Content-Length` says. */
async function bodyOf(request: Request): Promise<Pick<HttpCall, 'bytes' | 'bodyProblem'>> {
  if (request.bodyUsed) return { bodyProblem: 'body_already_read' }
  if (!request.body) return {}
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let length = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    length += value.length
    if (length > jsonLimits.maxBytes) {
      await reader.cancel()
      return { bodyProblem: 'body_too_large' }
    }
    chunks.push(value)
  }
  return { bytes: joined(chunks, length) }
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
