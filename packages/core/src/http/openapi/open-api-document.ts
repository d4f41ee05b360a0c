import type { AnyOperation } from '../../kernel/operation.ts'
import { operationEndpoint } from '../routing/operation-endpoint.ts'
import { documentEntries } from './document-entries.ts'
import { operationEntry } from './operation-entry.ts'
import { ProblemResponses, problemExamples } from './problem-responses.ts'
import { problemSchemas } from './problem-schema.ts'

export interface OpenApiOptions {
  readonly title: string
  readonly version: string
  /** Where the API is mounted, e.g. `/tally`. Default: at the root. */
  readonly basePath?: string | undefined
}

/** An OpenAPI 3.1 document; JSON and nothing else. */
export type OpenApiDocument = Readonly<Record<string, unknown>>

const parameters = {
  Attempt: {
    name: 'Tally-Attempt',
    in: 'header',
    required: false,
    description:
      '`1` promises that this `Idempotency-Key` was never sent before; leave it out with every repeated try.',
    schema: { type: 'string', enum: ['1'] },
  },
  Ticket: {
    name: 'Tally-Ticket',
    in: 'header',
    required: false,
    description: 'The `ticket` of a refusal `queue_waiting` of this call, under the same `Idempotency-Key`.',
    schema: { type: 'string', maxLength: 64 },
  },
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description: 'One unchanging key for each act; a retry under the same key gets the stored answer.',
    schema: { type: 'string', minLength: 1, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' },
  },
  RequestId: {
    name: 'Tally-Request-Id',
    in: 'header',
    required: false,
    description: 'Your own id for this call; given back, else one is made.',
    schema: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$' },
  },
  AcceptLanguage: {
    name: 'Accept-Language',
    in: 'header',
    required: false,
    description: 'Language of sentences: zh-CN (default) or en.',
    schema: { type: 'string', default: 'zh-CN' },
  },
  Tenant: {
    name: 'Tally-Tenant',
    in: 'header',
    required: false,
    description: 'Which tenant a call without a session means; the query parameter `tenant` says the same.',
    schema: { type: 'string', maxLength: 64 },
  },
} as const

/**
 * The API of a table of operations as an OpenAPI 3.1 document: addresses, schemas, roles, and every refusal with its
 * sentence in both languages.
 *
 * @throws TallyError for operations that could not be served, see `createCallHandler`.
 * @example
 * const document = openApiDocument(tally.operations, { title: 'Vouchers of Gao County', version: '1' })
 */
export function openApiDocument(operations: readonly AnyOperation[], options: OpenApiOptions): OpenApiDocument {
  const { title, version, basePath = '' } = options
  const paths: Record<string, Record<string, unknown>> = {}
  const codes = new Set<string>()
  const problems = new ProblemResponses()
  for (const operation of operations) {
    const endpoint = operationEndpoint(operation)
    const { entry, codes: ofOperation } = operationEntry(endpoint, problems)
    for (const code of ofOperation) codes.add(code)
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: entry }
  }
  return {
    openapi: '3.1.0',
    info: { title, version },
    servers: [{ url: basePath === '' ? '/' : basePath }],
    paths: { ...paths, ...documentEntries },
    components: {
      schemas: problemSchemas,
      responses: problems.components,
      examples: problemExamples([...codes], basePath),
      parameters,
      headers: { RequestId: { description: 'What to tell the help desk.', schema: { type: 'string' } } },
      securitySchemes: {
        session: {
          type: 'http',
          scheme: 'bearer',
          description: 'A sealed session, or a secret key of a host’s server.',
        },
      },
    },
  }
}
