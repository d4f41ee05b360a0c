import { createServer, type Server } from 'node:http'
import { TallyError } from '@tallystick/core/errors'
import type { CallHandler } from '@tallystick/core/http'
import { answerNode } from './answer-node.ts'
import { BODY_LIMIT_BYTES } from './read-body.ts'

/** A server that nobody can keep busy by being slow. */
export function createGuardedServer(handler: CallHandler): Server {
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    // Longer than what proxies keep: else a proxy may send into a connection that is just being closed.
    keepAliveTimeout: 75_000,
    connectionsCheckingInterval: 2_000,
    maxHeaderSize: 16 * 1024,
  })
  server.maxHeadersCount = 100
  server.on('request', (request, response) => {
    answerNode(handler, { request, path: request.url ?? '/' }, response).catch(() => response.destroy())
  })
  server.on('checkContinue', (request, response) => {
    // Who asks first is told before sending what would be refused.
    if (Number(request.headers['content-length'] ?? 0) <= BODY_LIMIT_BYTES) response.writeContinue()
    server.emit('request', request, response)
  })
  return server
}

/** @throws TallyError `port_in_use`, `port_forbidden`, `host_unavailable`. */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explainListen(error, port, host)))
    server.listen(port, host, () => {
      server.removeAllListeners('error')
      resolve()
    })
  })
}

function explainListen(error: NodeJS.ErrnoException, port: number, host: string): TallyError {
  const detail = { port, host, errno: error.code ?? 'unknown' }
  if (error.code === 'EADDRINUSE') {
    return new TallyError(
      'port_in_use',
      `Port ${port} on ${host} is in use by another program. Stop that one, or choose another port (tally serve --port ${port + 1}).`,
      { cause: error, detail },
    )
  }
  if (error.code === 'EACCES') {
    return new TallyError(
      'port_forbidden',
      `This user may not listen on port ${port}. Choose a port above 1023 and put a reverse proxy in front.`,
      { cause: error, detail },
    )
  }
  return new TallyError(
    'host_unavailable',
    `This machine cannot listen on ${host} (${detail.errno}). Use 127.0.0.1, or an address this machine has.`,
    { cause: error, detail },
  )
}

/** Takes no more calls, answers those under way, ends what is left after the grace. */
export function closeGently(server: Server, graceSeconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceSeconds * 1000)
    // A connection that was busy at first becomes idle with its answer and would then be kept alive.
    const sweeper = setInterval(() => server.closeIdleConnections(), 50)
    server.close(() => {
      clearTimeout(timer)
      clearInterval(sweeper)
      resolve()
    })
    server.closeIdleConnections()
  })
}
