import type { IncomingMessage } from 'node:http'
import type { TallyHost } from '@tallystick/core'
import type { HttpOptions } from '@tallystick/core/http'
import { askHandler } from './answer-node.ts'
import { mountedHandlers } from './mounted-handlers.ts'

interface FastifyRequest {
  readonly raw: IncomingMessage
  readonly body?: unknown
}

interface FastifyReply {
  code(status: number): FastifyReply
  headers(values: Record<string, string>): FastifyReply
  send(body: string): FastifyReply
  hijack(): unknown
}

type ContentTypeParser = (
  request: FastifyRequest,
  payload: IncomingMessage,
  done: (error: null, body?: undefined) => void,
) => void

/** What is used of Fastify; version 5 has it. */
export interface FastifyHost {
  readonly prefix: string
  removeAllContentTypeParsers(): unknown
  addContentTypeParser(type: string, parser: ContentTypeParser): unknown
  all(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>): unknown
}

export type TallyFastifyPlugin = (instance: FastifyHost) => Promise<void>

/**
 * The whole API as a plugin of a Fastify application. It brings its own body reading and leaves the application's alone.
 * A hook that reads the body before is answered with `body_already_read`.
 *
 * @param options as for the core's handler; `basePath` is the plugin's prefix, unless given.
 * @example await app.register(tallyFastify(tally), { prefix: '/tally' })
 */
export function tallyFastify(tally: TallyHost, options: HttpOptions = {}): TallyFastifyPlugin {
  const handlerAt = mountedHandlers(tally, options)
  return async (instance) => {
    const handler = handlerAt(instance.prefix === '/' ? '' : instance.prefix)
    instance.removeAllContentTypeParsers()
    instance.addContentTypeParser('*', (_request, _payload, done) => done(null))
    instance.all('/*', async ({ raw, body }, reply) => {
      const call = { request: raw, path: raw.url ?? '/', parsedBody: body ?? undefined }
      const answer = await askHandler(handler, call)
      if (!answer) return reply.hijack()
      return reply
        .code(answer.status)
        .headers({ ...answer.headers })
        .send(answer.body)
    })
  }
}
