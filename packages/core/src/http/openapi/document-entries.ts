type Entry = Readonly<Record<string, unknown>>

const json = (description: string, schema: Entry, mediaType = 'application/json') => ({
  description,
  content: { [mediaType]: { schema } },
})

const get = (operationId: string, summary: string, responses: Entry, more: Entry = {}) => ({
  get: { operationId, summary, tags: ['system'], security: [{}], responses, ...more },
})

const errorEntry: Entry = {
  type: 'object',
  required: ['type', 'code', 'status', 'retryable', 'zh-CN', 'en'],
  properties: {
    type: { type: 'string' },
    code: { type: 'string' },
    status: { type: 'integer' },
    retryable: { type: 'boolean' },
    'zh-CN': { type: 'string' },
    en: { type: 'string' },
  },
}

const unknownAddress = json('route_unknown', { $ref: '#/components/schemas/Problem' }, 'application/problem+json')
const inPath = (...names: string[]) => ({
  parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
})
const keySet: Entry = {
  type: 'object',
  required: ['keys'],
  properties: { keys: { type: 'array', items: { type: 'object' } } },
}
const health: Entry = {
  type: 'object',
  required: ['ok', 'store'],
  properties: { ok: { type: 'boolean' }, store: { type: 'string' }, reason: { type: 'string' } },
}

/** The addresses of `documentsOf` as OpenAPI path items. */
export const documentEntries: Readonly<Record<string, Entry>> = {
  '/v1/openapi.json': get('system.openapi', 'This document.', { 200: json('OpenAPI 3.1', { type: 'object' }) }),
  '/v1/problems': get('system.problems', 'Every refusal code with its sentences.', {
    200: json('The error reference.', {
      type: 'object',
      required: ['problems'],
      properties: { problems: { type: 'array', items: errorEntry } },
    }),
  }),
  '/v1/problems/{code}': get(
    'system.problem',
    'One refusal code.',
    { 200: json('The code.', errorEntry), 404: unknownAddress },
    inPath('code'),
  ),
  '/v1/{tenant}/keys': get(
    'system.keys',
    'The public keys of a tenant (RFC 7517), for verifying voucher tokens and card marks.',
    { 200: json('The key set.', keySet, 'application/jwk-set+json'), 404: unknownAddress },
    inPath('tenant'),
  ),
  '/v1/{tenant}/card-statuses/{list}': get(
    'system.cardStatuses',
    'Which of a thousand cards are void, as a status list token (draft-ietf-oauth-status-list).',
    {
      200: json('The signed list.', { type: 'string' }, 'application/statuslist+jwt'),
      404: unknownAddress,
      503: json('The store does not answer.', { type: 'object' }),
    },
    inPath('tenant', 'list'),
  ),
  '/v1/health': get('system.health', 'Whether the system can take calls.', {
    200: json('It can.', health),
    503: json('It cannot.', health),
  }),
}
