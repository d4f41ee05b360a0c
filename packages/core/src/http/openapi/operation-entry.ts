import { fieldKind } from '../input/field-kind.ts'
import { type JsonSchema, jsonSchemaOf } from '../input/json-schema-of.ts'
import type { OperationEndpoint } from '../routing/operation-endpoint.ts'
import type { ProblemResponses } from './problem-responses.ts'
import { transportCodes } from './transport-codes.ts'

type Entry = Readonly<Record<string, unknown>>

/** One operation as an OpenAPI operation object, and every code it may answer. */
export function operationEntry(
  endpoint: OperationEndpoint,
  problems: ProblemResponses,
): { readonly entry: Entry; readonly codes: readonly string[] } {
  const { operation, isPublic } = endpoint
  const codes = [...transportCodes(endpoint), ...operation.refusals]
  const entry = {
    operationId: operation.name,
    summary: operation.summary,
    tags: [operation.name.split('.', 1)[0]],
    parameters: parametersOf(endpoint),
    ...(endpoint.method === 'POST' ? { requestBody: requestBodyOf(endpoint) } : {}),
    responses: {
      200: {
        description: 'Done.',
        headers: { 'Tally-Request-Id': { $ref: '#/components/headers/RequestId' } },
        content: { 'application/json': { schema: jsonSchemaOf(operation.output, 'output') } },
      },
      ...problems.of(codes),
    },
    security: isPublic ? [{}, { session: [] }] : [{ session: [] }],
    'x-permits': operation.permits,
    'x-scope': operation.scope,
    'x-idempotency': operation.kind === 'read' ? 'read' : (operation.idempotency ?? 'key'),
  }
  return { entry, codes }
}

function parametersOf(endpoint: OperationEndpoint): readonly Entry[] {
  const { operation, placeholders, fields, method, isPublic, needsKey } = endpoint
  const inPath = placeholders.map((name) => ({ name, in: 'path', required: true, schema: fields[name] }))
  const required = new Set(requiredOf(jsonSchemaOf(operation.input, 'input')))
  const inQuery = Object.entries(method === 'GET' ? fields : {})
    .filter(([name]) => !placeholders.includes(name))
    .map(([name, schema]) => ({ name, in: 'query', required: required.has(name), ...queryShape(schema) }))
  return [
    ...inPath,
    ...inQuery,
    ...(isPublic ? [{ $ref: '#/components/parameters/Tenant' }] : []),
    ...(needsKey
      ? [{ $ref: '#/components/parameters/IdempotencyKey' }, { $ref: '#/components/parameters/Attempt' }]
      : []),
    ...(operation.crowd ? [{ $ref: '#/components/parameters/Ticket' }] : []),
    { $ref: '#/components/parameters/RequestId' },
    { $ref: '#/components/parameters/AcceptLanguage' },
  ]
}

/** A query field: plain, repeated for a list, or JSON text for an object. */
function queryShape(schema: JsonSchema): Entry {
  const kind = fieldKind(schema)
  if (kind === 'json') return { content: { 'application/json': { schema } } }
  return kind === 'list' ? { schema, style: 'form', explode: true } : { schema }
}

function requestBodyOf({ operation, placeholders }: OperationEndpoint): Entry {
  const schema = withoutFields(jsonSchemaOf(operation.input, 'input'), new Set(placeholders))
  return { required: requiredOf(schema).length > 0, content: { 'application/json': { schema } } }
}

/** The schema of what is left for the body when fields stand in the path. */
function withoutFields(schema: JsonSchema, names: ReadonlySet<string>): JsonSchema {
  if (names.size === 0) return schema
  const { properties, required, ...rest } = schema
  const kept: Record<string, unknown> = { ...rest }
  for (const alternatives of ['anyOf', 'oneOf', 'allOf'] as const) {
    const parts = schema[alternatives]
    if (parts) kept[alternatives] = parts.map((part) => withoutFields(part, names))
  }
  if (properties) kept.properties = Object.fromEntries(Object.entries(properties).filter(([name]) => !names.has(name)))
  const stillRequired = required?.filter((name) => !names.has(name)) ?? []
  if (stillRequired.length > 0) kept.required = stillRequired
  return kept as JsonSchema
}

/** Fields that every alternative demands. */
function requiredOf(schema: JsonSchema): readonly string[] {
  const alternatives = schema.anyOf ?? schema.oneOf ?? []
  const [first = [], ...others] = alternatives.map(requiredOf)
  const shared = first.filter((name) => others.every((names) => names.includes(name)))
  return [...(schema.required ?? []), ...(schema.allOf ?? []).flatMap(requiredOf), ...shared]
}
