import type { AddressInfo } from 'node:net'
import {
  createSecretKey,
  createTally,
  generateKeys,
  hashSecretKey,
  type KeySource,
  memoryStore,
  systemClock,
  systemRandom,
  type Tally,
} from '@tallystick/core'
import express from 'express'
import fastify from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RunningServer, serve } from './serve.ts'
import { tallyExpress } from './tally-express.ts'
import { tallyFastify } from './tally-fastify.ts'

let tally: Tally
const closing: (() => Promise<unknown>)[] = []
const secretKey = createSecretKey(systemRandom)
beforeEach(async () => {
  const keys: KeySource = {
    load: () => generateKeys(),
    findSecretKey: (hash) =>
      hash === hashSecretKey(secretKey) ? { name: 'li', tenant: 'county', role: 'operator' } : undefined,
  }
  tally = await createTally({ store: memoryStore(), keys, clock: systemClock })
})
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await tally.close()
})

async function onNode(): Promise<string> {
  const running: RunningServer = await serve(tally, { port: 0 })
  closing.push(() => running.close(0))
  return running.url
}

async function onExpress(before?: express.RequestHandler): Promise<string> {
  const app = express()
  if (before) app.use(before)
  app.use('/tally', tallyExpress(tally))
  app.use(express.json())
  app.post('/own', (request, response) => void response.json({ got: request.body }))
  const server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  closing.push(() => new Promise((resolve) => server.close(resolve)))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/tally`
}

async function onFastify(reads = false): Promise<string> {
  const app = fastify()
  if (reads) {
    app.addHook('preParsing', async (_request, _reply, payload) => {
      for await (const _chunk of payload) {
        // Read away.
      }
      return payload
    })
  }
  await app.register(tallyFastify(tally), { prefix: '/tally' })
  app.post('/own', async (request) => ({ got: request.body }))
  await app.listen({ port: 0, host: '127.0.0.1' })
  closing.push(() => app.close())
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/tally`
}

const checkDocument = (url: string, body: string) =>
  fetch(`${url}/v1/programme-checks`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secretKey}`, connection: 'close' },
  })

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code

describe.each([
  ['serve', onNode],
  ['tallyExpress', () => onExpress()],
  ['tallyFastify', () => onFastify()],
])('%s', (_, open) => {
  test('answers what the core answers, under its path', async () => {
    const url = await open()
    const health = await fetch(`${url}/v1/health`)
    expect([health.status, await health.json()]).toEqual([200, { ok: true, store: 'memory' }])
    const head = await fetch(`${url}/v1/health`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
    const unknown = await fetch(`${url}/v1/nothing`)
    expect([unknown.status, await codeOf(unknown)]).toEqual([404, 'route_unknown'])
    expect(unknown.headers.get('content-type')).toContain('application/problem+json')
    expect(unknown.headers.get('tally-request-id')).toBeTruthy()
  })

  test('hands the body over as it came', async () => {
    const url = await open()
    const answer = await checkDocument(url, '{"document":{},"document":{}}')
    expect([answer.status, await codeOf(answer)]).toEqual([400, 'json_duplicate_member'])
    const empty = await checkDocument(url, JSON.stringify({ source: { format: 'yaml', text: '高县: 1' } }))
    expect(await codeOf(empty)).toBe('programme_document_invalid')
  })

  test('THR-D1 refuses a body above the limit', async () => {
    const url = await open()
    const answer = await checkDocument(url, 'x'.repeat(64 * 1024 + 1))
    expect([answer.status, await codeOf(answer)]).toEqual([413, 'body_too_large'])
  })

  test('says who may call', async () => {
    const url = await open()
    const answer = await fetch(`${url}/v1/programme-checks`, {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json' },
    })
    expect([answer.status, await codeOf(answer)]).toEqual([401, 'session_missing'])
  })
})

describe('a host that reads bodies first', () => {
  test('is told so on Express, and its own routes stay as they were', async () => {
    const url = await onExpress(express.json())
    const answer = await checkDocument(url, '{"document":{}}')
    expect([answer.status, await codeOf(answer)]).toEqual([500, 'body_already_read'])
    const own = await fetch(url.replace('/tally', '/own'), {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    })
    expect(await own.json()).toEqual({ got: { a: 1 } })
  })

  test('is told so on Fastify', async () => {
    const url = await onFastify(true)
    const answer = await checkDocument(url, '{"document":{}}')
    expect([answer.status, await codeOf(answer)]).toEqual([500, 'body_already_read'])
  })

  test('keeps its own body reading on Fastify', async () => {
    const url = await onFastify()
    const own = await fetch(url.replace('/tally', '/own'), {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    })
    expect(await own.json()).toEqual({ got: { a: 1 } })
  })
})

test('serve refuses a port in use with a sentence that helps', async () => {
  const first = await serve(tally, { port: 0 })
  closing.push(() => first.close(0))
  await expect(serve(tally, { port: first.port })).rejects.toMatchObject({
    code: 'port_in_use',
    message: expect.stringContaining('choose another port'),
  })
})
