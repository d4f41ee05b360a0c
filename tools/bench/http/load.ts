import { connect } from 'node:net'

const END_OF_HEAD = Buffer.from('\r\n\r\n')

/**
 * Sends requests over so many kept connections, the next one on each when the last is answered, with nothing in between that costs more
 * than it must: what is measured is the server. Answers how many answers had which status.
 */
export async function load(
  port: number,
  requests: readonly Buffer[],
  connections: number,
  waits: number[],
): Promise<ReadonlyMap<number, number>> {
  const statuses = new Map<number, number>()
  let next = 0
  const connection = () =>
    new Promise<void>((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      let rest: Buffer = Buffer.alloc(0)
      let started = 0
      const send = () => {
        const request = requests[next]
        if (!request) return socket.end(() => resolve())
        next += 1
        started = performance.now()
        socket.write(request)
        return undefined
      }
      socket.once('connect', send).once('error', reject)
      socket.on('data', (chunk: Buffer) => {
        rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
        const head = rest.indexOf(END_OF_HEAD)
        if (head < 0) return
        const text = rest.toString('latin1', 0, head).toLowerCase()
        const at = text.indexOf('content-length:')
        const length = at < 0 ? 0 : Number.parseInt(text.slice(at + 'content-length:'.length), 10)
        if (rest.length < head + END_OF_HEAD.length + length) return
        rest = rest.subarray(head + END_OF_HEAD.length + length)
        const status = Number(text.slice(9, 12))
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        waits.push(performance.now() - started)
        send()
      })
    })
  await Promise.all(Array.from({ length: connections }, connection))
  return statuses
}

/** A POST as a page would send it. */
export function post(path: string, headers: Readonly<Record<string, string>>, body: unknown): Buffer {
  const text = JSON.stringify(body)
  const all = {
    ...{
      host: '127.0.0.1',
      accept: 'application/json',
      'accept-language': 'zh-CN',
      'content-type': 'application/json',
    },
    ...headers,
    'content-length': String(Buffer.byteLength(text)),
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${text}`)
}
