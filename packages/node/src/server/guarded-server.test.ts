import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { CallHandler, HttpCall } from '@tallystick/core/http'
import { afterEach, describe, expect, test } from 'vitest'
import { closeGently, createGuardedServer, listen } from './guarded-server.ts'
import { BODY_LIMIT_BYTES } from './read-body.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A server whose handler answers what it was given, and keeps it. */
async function echo(answer?: CallHandler) {
  const calls: HttpCall[] = []
  const handler: CallHandler = async (call) => {
    calls.push(call)
    if (answer) return answer(call)
    const status = call.bodyProblem === 'body_too_large' ? 413 : call.bodyProblem ? 500 : 200
    const body = JSON.stringify({
      path: call.path,
      length: call.bytes?.length ?? null,
      problem: call.bodyProblem ?? null,
    })
    return { status, headers: { 'content-type': 'application/json' }, body }
  }
  const server = createGuardedServer(handler)
  await listen(server, 0, '127.0.0.1')
  closing.push(() => closeGently(server, 0))
  const { port } = server.address() as AddressInfo
  return { calls, server, port, url: `http://127.0.0.1:${port}` }
}

describe('the server', () => {
  test('hands over method, address, headers, body and the address of the other end', async () => {
    const { url, calls } = await echo()
    const answer = await fetch(`${url}/v1/x?a=1`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'Idempotency-Key': 'k1' },
    })
    expect(await answer.json()).toEqual({ path: '/v1/x?a=1', length: 7, problem: null })
    const [call] = calls
    expect(call).toMatchObject({ method: 'POST', remoteAddress: '127.0.0.1' })
    expect(call?.header('idempotency-key')).toBe('k1')
    expect(call?.header('absent')).toBeUndefined()
    expect(new TextDecoder().decode(call?.bytes)).toBe('{"a":1}')
  })

  test('answers HEAD without a body, and a call without a body', async () => {
    const { url, calls } = await echo()
    const head = await fetch(url, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    await fetch(url, { method: 'POST' })
    expect(calls.map(({ bytes }) => bytes)).toEqual([undefined, undefined])
  })

  test('takes a body of exactly the limit, in pieces or whole', async () => {
    const { url, port, calls } = await echo()
    const whole = 'x'.repeat(BODY_LIMIT_BYTES)
    expect((await fetch(url, { method: 'POST', body: whole })).status).toBe(200)
    const request = httpRequest({ port, method: 'POST' })
    for (let piece = 0; piece < 64; piece++) request.write('y'.repeat(1024))
    request.end()
    await once(request, 'response')
    expect(calls.map(({ bytes }) => bytes?.length)).toEqual([BODY_LIMIT_BYTES, BODY_LIMIT_BYTES])
  })

  test('THR-D1 refuses a body that says it is too large before reading any of it', async () => {
    const { url, calls } = await echo()
    const answer = await fetch(url, { method: 'POST', body: 'x'.repeat(BODY_LIMIT_BYTES + 1) })
    expect([answer.status, answer.headers.get('connection')]).toEqual([413, 'close'])
    expect(calls).toMatchObject([{ bodyProblem: 'body_too_large' }])
    expect(calls[0]?.bytes).toBeUndefined()
  })

  test('THR-D1 refuses a body without an end as soon as it passes the limit, and ends the connection', async () => {
    const { port, calls } = await echo()
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    let text = ''
    socket.on('data', (data) => {
      text += data
    })
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
    const chunk = `1000\r\n${'z'.repeat(4096)}\r\n`
    let sent = 0
    const timer = setInterval(() => {
      for (let piece = 0; piece < 8 && !socket.destroyed; piece++) {
        socket.write(chunk)
        sent += 4096
      }
    }, 2)
    await new Promise((resolve) => socket.once('close', resolve))
    clearInterval(timer)
    expect(text).toContain('413')
    expect(calls).toHaveLength(1)
    expect(sent).toBeGreaterThan(BODY_LIMIT_BYTES)
  })

  test('tells a client that asks first before it sends what would be refused', async () => {
    const { port, calls } = await echo()
    const ask = async (length: number) => {
      const request = httpRequest({
        port,
        method: 'POST',
        agent: false,
        headers: { expect: '100-continue', 'content-length': length },
      })
      request.on('error', () => undefined)
      let continued = false
      request.on('continue', () => {
        continued = true
        request.end('x'.repeat(length))
      })
      request.flushHeaders()
      const [response] = await once(request, 'response')
      response.resume()
      request.destroy()
      return [continued, response.statusCode]
    }
    expect(await ask(10)).toEqual([true, 200])
    expect(await ask(BODY_LIMIT_BYTES + 1)).toEqual([false, 413])
    expect(calls).toHaveLength(2)
  })

  test('does not bother the handler with a request that was cut off', async () => {
    const { port, calls, url } = await echo()
    const socket = connect(port, '127.0.0.1')
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf')
    await new Promise((resolve) => setTimeout(resolve, 30))
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(calls).toHaveLength(0)
    expect((await fetch(url)).status).toBe(200)
  })

  test('says which port is in use and what to do', async () => {
    const { port } = await echo()
    const second = createGuardedServer(async () => ({ status: 200, headers: {}, body: '' }))
    await expect(listen(second, port, '127.0.0.1')).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringMatching(new RegExp(`Port ${port} .*another port \\(tally serve --port ${port + 1}\\)`)),
    })
    await expect(listen(second, 0, '192.0.2.1')).rejects.toMatchObject({ code: 'host_unavailable' })
  })

  test('on closing answers what is under way and takes nothing new', async () => {
    let release: (() => void) | undefined
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const { url, server } = await echo(async () => {
      await held
      return { status: 200, headers: {}, body: 'done' }
    })
    const first = fetch(url)
    await once(server, 'request')
    const closed = closeGently(server, 5)
    await expect(fetch(url)).rejects.toThrow()
    release?.()
    expect(await (await first).text()).toBe('done')
    await closed
  })

  test('on closing does not wait longer than the grace for a call that hangs', async () => {
    const { url, server } = await echo(() => new Promise(() => undefined))
    const first = fetch(url).catch(() => 'cut')
    await once(server, 'request')
    await closeGently(server, 0.05)
    expect(await first).toBe('cut')
  })
})
