import type { IncomingMessage } from 'node:http'
import { jsonLimits } from '@tallystick/core/http'

/** The largest body of any call: what the core would parse. */
export const BODY_LIMIT_BYTES = jsonLimits.maxBytes

export type Body =
  | { readonly bytes: Uint8Array | undefined; readonly problem?: undefined }
  | { readonly bytes?: undefined; readonly problem: 'body_already_read' | 'body_too_large' | 'aborted' }

/**
 * Reads a request's body up to the limit and not a chunk further: what is too large is left in the socket. A body that
 * somebody before us has read cannot be read again.
 */
export async function readBody(request: IncomingMessage, parsedBefore: unknown): Promise<Body> {
  if (!mayHaveBody(request)) return { bytes: undefined }
  if (request.readableDidRead || parsedBefore !== undefined) return { problem: 'body_already_read' }
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT_BYTES) return { problem: 'body_too_large' }
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    // Not `for await`: leaving that loop early destroys the socket, and with it the answer.
    for (;;) {
      const chunk = (request.read() as Uint8Array | null) ?? undefined
      if (chunk) {
        length += chunk.length
        if (length > BODY_LIMIT_BYTES) return { problem: 'body_too_large' }
        chunks.push(chunk)
      } else if (request.readableEnded) {
        return { bytes: Buffer.concat(chunks, length) }
      } else {
        await readableOrEnd(request)
      }
    }
  } catch {
    return { problem: 'aborted' }
  }
}

function mayHaveBody(request: IncomingMessage): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return false
  return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0
}

function readableOrEnd(request: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => () => {
      request.off('readable', done).off('end', done).off('error', failed).off('close', closed)
      act()
    }
    const done = settle(resolve)
    const failed = settle(() => reject(new Error('The request failed.')))
    const closed = settle(() => (request.readableEnded ? resolve() : reject(new Error('The request was cut off.'))))
    request.on('readable', done).on('end', done).on('error', failed).on('close', closed)
  })
}
