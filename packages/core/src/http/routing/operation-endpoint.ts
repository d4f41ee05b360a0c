import { TallyError } from '../../kernel/error.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import { type JsonSchema, jsonSchemaOf, propertiesOf } from '../input/json-schema-of.ts'
import { strippingObjects } from '../input/strict-objects.ts'
import { placeholderOf } from './route-table.ts'

/** An operation with what the transport needs to know of it, worked out once. */
export interface OperationEndpoint {
  readonly operation: AnyOperation
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Input fields that stand in the path. */
  readonly placeholders: readonly string[]
  readonly fields: Readonly<Record<string, JsonSchema>>
  readonly isPublic: boolean
  readonly needsKey: boolean
}

const ROUTE = /^(GET|POST) (\/v1\/\S+)$/

/**
 * Deny by default (threat Z2): an operation that does not say who may call it, where, and with which fields is not
 * served at all.
 * @throws TallyError `operation_without_permits`, `route_malformed`, `route_field_unknown`, `write_by_get`,
 *   `input_not_strict`.
 */
export function operationEndpoint(operation: AnyOperation): OperationEndpoint {
  const { name, route, permits, kind } = operation
  if (!Array.isArray(permits) || permits.length === 0 || !operation.scope) {
    throw new TallyError('operation_without_permits', `${name} does not say who may call it.`, { detail: { name } })
  }
  const [, method, path = ''] = ROUTE.exec(route ?? '') ?? []
  if (method !== 'GET' && method !== 'POST') {
    throw new TallyError('route_malformed', `The route of ${name} is not “GET /v1/…” or “POST /v1/…”.`, {
      detail: { name },
    })
  }
  if (kind === 'write' && method === 'GET') {
    throw new TallyError('write_by_get', `${name} changes something: its route must be a POST.`, { detail: { name } })
  }
  const schema = jsonSchemaOf(operation.input, 'input')
  const stripping = strippingObjects(schema)
  if (stripping.length > 0) {
    throw new TallyError(
      'input_not_strict',
      `${name}: use z.strictObject, else unknown members vanish: ${stripping.join(', ')}.`,
      {
        detail: { name, paths: stripping },
      },
    )
  }
  const fields = propertiesOf(schema)
  const placeholders = path.split('/').flatMap((segment) => placeholderOf(segment) ?? [])
  const unknown = placeholders.find((placeholder) => !Object.hasOwn(fields, placeholder))
  if (unknown !== undefined) {
    throw new TallyError(
      'route_field_unknown',
      `The route of ${name} names ${unknown}, which is no field of its input.`,
      {
        detail: { name, field: unknown },
      },
    )
  }
  const isPublic = permits.includes('public')
  return {
    operation,
    method,
    path,
    placeholders,
    fields,
    isPublic,
    needsKey: kind === 'write' && operation.idempotency !== 'natural',
  }
}
