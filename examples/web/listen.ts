import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Listens to this machine alone and answers the address; port 0 takes any free one. @throws as the server does when it cannot. */
export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(urlOf(server)))
  })
}

/** The address of a server that listens. */
export function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Breaks off what is under way. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
