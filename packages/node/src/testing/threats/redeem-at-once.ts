import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { Tally } from '@tallystick/core'
import { unwrap } from '@tallystick/core'
import { serve } from '../../server/serve.ts'

export interface TillAnswer {
  readonly status: number
  readonly code: string | undefined
}

/**
 * So many tills, each on a connection of its own, redeem over HTTP. All of each request but its last byte is sent before,
 * and the last bytes leave in one go: the network's delays do not put them in a row.
 */
export async function redeemAtOnce(tally: Tally, tenant: string, sale: object, tills: number): Promise<TillAnswer[]> {
  const { port, close } = await serve(tally, { port: 0 })
  try {
    const requests = await Promise.all(
      Array.from({ length: tills }, async (_, till) => {
        const session = {
          tenant,
          role: 'terminal',
          merchantId: 'noodles',
          terminalId: `t${till}`,
          ttlSeconds: 600,
        } as const
        const body = JSON.stringify(sale)
        const head = [
          'POST /tally/v1/redemptions HTTP/1.1',
          'host: 127.0.0.1',
          'connection: close',
          `authorization: Bearer ${unwrap(await tally.mintSession(session)).session}`,
          `idempotency-key: till-${till}`,
          'content-type: application/json',
          `content-length: ${Buffer.byteLength(body)}`,
        ]
        return `${head.join('\r\n')}\r\n\r\n${body}`
      }),
    )
    const sockets = await Promise.all(requests.map((request) => sendAllButOne(port, request)))
    const answers = sockets.map(readAnswer)
    for (const [till, socket] of sockets.entries()) socket.write(requests[till]?.slice(-1) ?? '')
    return await Promise.all(answers)
  } finally {
    await close(1)
  }
}

async function sendAllButOne(port: number, request: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  await new Promise<void>((sent) => socket.write(request.slice(0, -1), () => sent()))
  return socket
}

async function readAnswer(socket: Socket): Promise<TillAnswer> {
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  await once(socket, 'end')
  const status = Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1])
  return { status, code: /"code":"(\w+)"/.exec(text)?.[1] }
}
