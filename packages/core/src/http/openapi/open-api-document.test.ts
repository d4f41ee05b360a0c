import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { refusals } from '../../kernel/refusals/catalogue.ts'
import { codes, list, redeem, testOperations } from '../testing/test-operations.ts'
import { openApiDocument } from './open-api-document.ts'

const options = { title: 'Vouchers of Gao County', version: '1', basePath: '/tally' }
const operations = Object.values(testOperations)
// biome-ignore lint/suspicious/noExplicitAny: a document is JSON, and the test walks all over it
const document = openApiDocument(operations, options) as any

/** What a reference refers to. */
function followed({ $ref }: { readonly $ref: string }) {
  return $ref
    .split('/')
    .slice(1)
    .reduce((node, key) => node?.[key], document)
}

test('is OpenAPI 3.1 by the judgement of another’s validator', async () => {
  const verdict = await new Validator().validate(JSON.parse(JSON.stringify(document)))
  expect(verdict).toMatchObject({ valid: true })
})

test('that validator would say if it were not', async () => {
  const broken = { ...JSON.parse(JSON.stringify(document)), info: {} }
  expect(await new Validator().validate(broken)).toMatchObject({ valid: false })
})

test('every reference leads somewhere', () => {
  const text = JSON.stringify(document)
  const references = new Set(Array.from(text.matchAll(/"\$ref":"#\/([^"]+)"/g), ([, path = '']) => path))
  expect(references.size).toBeGreaterThan(20)
  for (const path of references) {
    const target = path.split('/').reduce((node, key) => node?.[key], document)
    expect(target, path).toBeDefined()
  }
})

describe('an operation’s entry', () => {
  const post = document.paths['/v1/redemptions'].post

  test('says name, promise, roles and scope', () => {
    expect(post).toMatchObject({
      operationId: 'voucher.redeem',
      summary: redeem.summary,
      'x-permits': ['terminal', 'merchant'],
      'x-scope': 'sameMerchant',
      security: [{ session: [] }],
    })
    expect(document.paths['/v1/cards/{serial}/mark'].get.security).toEqual([{}, { session: [] }])
  })

  test('groups its refusals by HTTP status, each as an example in both languages', () => {
    const conflict = followed(post.responses['409'])
    const refusal = conflict.content['application/problem+json']
    expect(conflict.description).toBe('voucher_already_redeemed')
    expect(Object.keys(refusal.examples)).toEqual(['voucher_already_redeemed.zh-CN', 'voucher_already_redeemed.en'])
    const example = document.components.examples['voucher_already_redeemed.zh-CN']
    expect(example.value).toMatchObject({ status: 409, detail: refusals.voucher_already_redeemed['zh-CN'] })
    for (const code of redeem.refusals) {
      expect(followed(post.responses[String(refusals[code].status)]).description.split(', ')).toContain(code)
    }
    expect(followed(post.responses['503']).headers['Retry-After']).toBeDefined()
  })

  test('asks for an idempotency key only where one is needed', () => {
    const names = (entry: { parameters: { $ref?: string }[] }) => entry.parameters.map(({ $ref }) => $ref)
    expect(names(post)).toContain('#/components/parameters/IdempotencyKey')
    expect(names(document.paths['/v1/vouchers/{voucherId}/codes'].post)).not.toContain(
      '#/components/parameters/IdempotencyKey',
    )
    expect(names(document.paths['/v1/vouchers'].get)).not.toContain('#/components/parameters/IdempotencyKey')
  })

  test('tells path, query and body fields apart', () => {
    const entry = document.paths['/v1/vouchers/{voucherId}/codes'].post
    expect(entry.parameters[0]).toMatchObject({ name: 'voucherId', in: 'path', required: true })
    const body = entry.requestBody.content['application/json'].schema
    expect(Object.keys(body.properties)).toEqual(['position'])
    expect(body.additionalProperties).toBe(false)
    expect(entry.requestBody.required).toBe(false)
    const query = document.paths['/v1/vouchers'].get.parameters.filter(
      (parameter: { in?: string }) => parameter.in === 'query',
    )
    expect(query.map((parameter: { name: string }) => parameter.name)).toEqual([
      'limit',
      'states',
      'active',
      'near',
      'text',
      'cursor',
    ])
    expect(query[0]).toMatchObject({ required: false, schema: { type: 'integer', maximum: 200 } })
    expect(query[3].content['application/json'].schema.type).toBe('object')
  })

  test('has the schema of the answer', () => {
    const { schema } = post.responses['200'].content['application/json']
    expect(schema).toMatchObject({ type: 'object', required: ['redemptionId', 'orderAmountMinor'] })
  })
})

test('writes the refusals that operations share once', () => {
  const { get } = document.paths['/v1/vouchers']
  expect(get.responses['403']).toEqual(
    document.paths['/v1/programmes/{programme}/versions/{version}'].get.responses['403'],
  )
  expect(get.responses['400']).not.toEqual(document.paths['/v1/redemptions'].post.responses['400'])
})

test('alternatives keep their own members without those of the path', () => {
  const kinds = z.discriminatedUnion('by', [
    z.strictObject({ voucherId: z.string(), by: z.literal('code'), code: z.string() }),
    z.strictObject({ voucherId: z.string(), by: z.literal('person'), person: z.string() }),
  ])
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const other = openApiDocument([{ ...codes, input: kinds } as any, list], options) as any
  const { requestBody } = other.paths['/v1/vouchers/{voucherId}/codes'].post
  const [first] = requestBody.content['application/json'].schema.oneOf
  expect(Object.keys(first.properties)).toEqual(['by', 'code'])
  expect(requestBody.required).toBe(true)
})

test('names the documents that every host serves', () => {
  expect(Object.keys(document.paths)).toEqual(
    expect.arrayContaining(['/v1/health', '/v1/{tenant}/keys', '/v1/problems/{code}']),
  )
  expect(document.servers).toEqual([{ url: '/tally' }])
})
