import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server for the length of a test or a measurement. */
export interface LocalServer {
  /** Without a slash at its end. */
  readonly url: string
  /** Breaks off what is under way. */
  close(): Promise<void>
}

/** Answers HTTP on a free port, to this machine alone. */
export async function serveLocally(answer: RequestListener): Promise<LocalServer> {
  const server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
