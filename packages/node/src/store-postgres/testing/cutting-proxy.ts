import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** COMMIT as a simple query: type, length with itself, text, end. */
const COMMIT = Buffer.from('Q\u0000\u0000\u0000\u000bCOMMIT\u0000', 'latin1')

export interface CuttingProxy {
  readonly port: number
  /** Cuts the next connection that sends COMMIT: before PostgreSQL hears it, or after it has answered, unheard by the client. */
  cutNext(when: 'before' | 'after'): void
  close(): Promise<void>
}

/** A cable between a store and PostgreSQL that can be pulled at the worst moment. */
export async function cuttingProxy(target: number): Promise<CuttingProxy> {
  let cut: 'before' | 'after' | undefined
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1')
    let deaf = false
    const end = () => {
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', end)
      socket.on('close', end)
    }
    client.on('data', (chunk) => {
      const when = chunk.includes(COMMIT) ? cut : undefined
      if (when) cut = undefined
      if (when === 'before') return end()
      if (when === 'after') deaf = true
      upstream.write(chunk)
    })
    let heard = ''
    upstream.on('data', (chunk) => {
      if (!deaf) return void client.write(chunk)
      heard += chunk.toString('latin1')
      // Only once PostgreSQL has said that it is done.
      if (heard.includes('COMMIT\u0000')) end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as { port: number }).port,
    cutNext(when) {
      cut = when
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
