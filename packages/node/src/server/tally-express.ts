import type { IncomingMessage, ServerResponse } from 'node:http'
import type { TallyHost } from '@tallystick/core'
import type { HttpOptions } from '@tallystick/core/http'
import { answerNode } from './answer-node.ts'
import { mountedHandlers } from './mounted-handlers.ts'

/** What is used of Express's request; Express 4 and 5 and Connect have it. */
export interface ExpressRequest extends IncomingMessage {
  originalUrl?: string
  baseUrl?: string
  body?: unknown
}

export type TallyExpressHandler = (
  request: ExpressRequest,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => void

/**
 * The whole API as a handler of an Express application.
 *
 * Mount it before `express.json()`: a body can be read only once (`body_already_read`, 500, when it was).
 *
 * @param options as for the core's handler; `basePath` is where it is mounted, unless given.
 * @example app.use('/tally', tallyExpress(tally))
 */
export function tallyExpress(tally: TallyHost, options: HttpOptions = {}): TallyExpressHandler {
  const handlerAt = mountedHandlers(tally, options)
  return (request, response, next) => {
    const path = request.originalUrl ?? request.url ?? '/'
    const call = { request, path, parsedBody: request.body }
    answerNode(handlerAt(request.baseUrl ?? ''), call, response).catch(next)
  }
}
