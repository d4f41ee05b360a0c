import type { IncomingMessage, ServerResponse } from 'node:http'
import { exchange } from './exchange.ts'
import type { FakeService } from './fake-service.ts'

/** Puts the fake service behind a server of Node's. */
export async function answerOverHttp(
  service: FakeService,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let text = ''
  for await (const part of request) text += part
  const header = (name: string) => request.headers[name]?.toString()
  const reply = exchange(service, { method: request.method ?? 'GET', path: request.url ?? '/', header, text })
  if (reply) response.writeHead(reply.status, { 'content-type': reply.type }).end(reply.text)
  else request.socket.destroy()
}
