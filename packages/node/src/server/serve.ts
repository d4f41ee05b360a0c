import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TallyHost } from '@tallystick/core'
import type { HttpOptions } from '@tallystick/core/http'
import { createCallHandler } from '@tallystick/core/http'
import { closeGently, createGuardedServer, listen } from './guarded-server.ts'

export interface ServeOptions extends HttpOptions {
  /** 0 takes any free port. Default 8787. */
  readonly port?: number | undefined
  /** The address to listen on. Default 127.0.0.1: reached from this machine only, a reverse proxy perhaps. */
  readonly host?: string | undefined
  /** Connections at the same time; what comes beyond is refused. Default 10000. */
  readonly maxConnections?: number | undefined
}

export interface RunningServer {
  /** With the base path, e.g. `http://127.0.0.1:8787/tally`. */
  readonly url: string
  readonly port: number
  readonly server: Server
  /** Takes no more calls, answers those that are under way (at most so long), then resolves. The tally stays open. */
  close(graceSeconds?: number): Promise<void>
}

/**
 * Answers the whole API on a server of its own, in front of `node:http`.
 *
 * Not done: TLS and compression; put a reverse proxy in front and name it in `trustedProxies`.
 *
 * @param options `basePath` is `/tally` by default; every other path answers 404.
 * @throws TallyError `port_in_use`, `port_forbidden`, `host_unavailable`.
 * @example const { url } = await serve(tally, { port: 8787 })
 */
export async function serve(tally: TallyHost, options: ServeOptions = {}): Promise<RunningServer> {
  const { port = 8787, host = '127.0.0.1', maxConnections = 10_000, basePath = '/tally', ...http } = options
  const handler = createCallHandler(tally, { ...http, basePath })
  const server = createGuardedServer(handler)
  server.maxConnections = maxConnections
  await listen(server, port, host)
  const address = server.address() as AddressInfo
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address
  return {
    url: `http://${name}:${address.port}${basePath}`,
    port: address.port,
    server,
    close: (graceSeconds = 10) => closeGently(server, graceSeconds),
  }
}
