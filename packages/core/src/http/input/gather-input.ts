import { inputRefused, shownFieldName } from '../../kernel/input-invalid.ts'
import { accepted, type Outcome, refused } from '../../kernel/outcome.ts'
import type { HttpCall } from '../http-call.ts'
import { jsonLimits, readJson } from '../json/read-json.ts'
import type { OperationEndpoint } from '../routing/operation-endpoint.ts'
import { fieldValue } from './field-value.ts'
import { decodePart, gatherQuery } from './gather-query.ts'

/**
 * The input of an operation from path, query (GET) or body (POST). Each field comes from one place only.
 * Not checked: whether it fits the schema; the host parses it.
 */
export function gatherInput(
  endpoint: OperationEndpoint,
  parameters: Readonly<Record<string, string>>,
  query: string,
  call: HttpCall,
): Outcome<Record<string, unknown>> {
  const input: Record<string, unknown> = {}
  for (const name of endpoint.placeholders) {
    const text = decodePart(parameters[name] ?? '')
    if (text === undefined) return inputRefused(name, 'wrong_format')
    input[name] = fieldValue(text, endpoint.fields[name] ?? {})
  }
  // A POST takes nothing from its query: addresses end up in logs, bodies do not.
  const refusal = gatherQuery(query, endpoint.method === 'GET' ? endpoint.fields : {}, input)
  if (refusal) return refusal
  return endpoint.method === 'GET' ? accepted(input) : addBody(call, input)
}

function addBody(call: HttpCall, input: Record<string, unknown>): Outcome<Record<string, unknown>> {
  if (call.bodyProblem === 'body_too_large') return refused('body_too_large', { limitBytes: jsonLimits.maxBytes })
  if (call.bodyProblem) return refused(call.bodyProblem)
  if (!call.bytes || call.bytes.length === 0) return accepted(input)
  const read = readJson(call.bytes)
  if (!read.ok) return refused(read.fault.code, read.fault.detail)
  const body = read.value
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return inputRefused('body', 'not_an_object')
  for (const [name, value] of Object.entries(body)) {
    if (Object.hasOwn(input, name)) return inputRefused(shownFieldName(name), 'given_twice')
    input[name] = value
  }
  return accepted(input)
}
