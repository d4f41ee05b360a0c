import { createServer, type RequestListener } from 'node:http'
import { closeServer, listen } from '../examples/web/listen.ts'

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
  const url = await listen(server, 0)
  return { url, close: () => closeServer(server) }
}
