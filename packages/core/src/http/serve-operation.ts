import type { Actor } from '../kernel/actor.ts'
import { accepted, type Outcome } from '../kernel/outcome.ts'
import { jsonAnswer } from './answer.ts'
import { contentTypeRefusal } from './content-type.ts'
import { type Exchange, refuse } from './exchange.ts'
import type { HttpAnswer, HttpCall } from './http-call.ts'
import { idempotencyKeyOf } from './idempotency-key.ts'
import { identifyCaller } from './identify-caller.ts'
import { gatherInput } from './input/gather-input.ts'
import type { OperationEndpoint } from './routing/operation-endpoint.ts'
import { splitTenant, tenantOf } from './tenant.ts'

export interface OperationCall {
  readonly endpoint: OperationEndpoint
  readonly parameters: Readonly<Record<string, string>>
  readonly query: string
  readonly defaultTenant: string | undefined
  /** Who is at the other end, behind our own proxies; `unknown` where nobody can say. */
  addressOf(call: HttpCall): string
  /** Counts the call against its caller; the answer when that was one too many. */
  count(exchange: Exchange): Promise<HttpAnswer | undefined>
}

/** One call of an operation: cheap refusals first, the body only for callers who may go on, then the host. */
export async function serveOperation(exchange: Exchange, operationCall: OperationCall): Promise<HttpAnswer> {
  const { host, call } = exchange
  const { endpoint, parameters, count, addressOf } = operationCall
  const { operation } = endpoint
  exchange.operation = operation.name
  if (endpoint.method === 'POST') {
    const refusal = contentTypeRefusal(call.header('content-type'), call.header('content-encoding'))
    if (refusal) return refuse(exchange, refusal)
  }
  const caller = identifyCaller(host, call, endpoint.isPublic)
  exchange.actor = caller.ok ? caller.value : undefined
  const tooMany = await count(exchange)
  if (tooMany) return tooMany
  if (!caller.ok) return refuse(exchange, caller)
  const key = idempotencyKeyOf(call.header('idempotency-key'), endpoint.needsKey)
  if (!key.ok) return refuse(exchange, key)
  const { actor, query } = actorAndQuery(caller.value, call, operationCall)
  if (!actor.ok) return refuse(exchange, actor)
  exchange.actor = actor.value
  const input = gatherInput(endpoint, parameters, query, call)
  if (!input.ok) return refuse(exchange, input)
  const outcome = await host.call(operation.name, input.value, withAddress(actor.value, call, addressOf), {
    idempotencyKey: operation.kind === 'write' ? key.value : undefined,
    firstTry: call.header('tally-attempt') === '1' ? true : undefined,
    ticket: operation.crowd ? call.header('tally-ticket') : undefined,
    requestId: exchange.requestId,
  })
  return outcome.ok ? jsonAnswer(200, outcome.value ?? null) : refuse(exchange, outcome)
}

/** Of people only, signed in or not: the address of a till or of a portal's server says nothing about a person. */
function withAddress(actor: Actor, call: HttpCall, addressOf: OperationCall['addressOf']): Actor {
  if (actor.role !== 'holder' && actor.role !== 'public') return actor
  const address = addressOf(call)
  return address === 'unknown' ? actor : { ...actor, address }
}

/** The session's actor, or the public one of the tenant that the call names. */
function actorAndQuery(
  caller: Actor | undefined,
  call: HttpCall,
  { endpoint, query, defaultTenant }: OperationCall,
): { readonly actor: Outcome<Actor>; readonly query: string } {
  if (!endpoint.isPublic || Object.hasOwn(endpoint.fields, 'tenant')) {
    if (caller) return { actor: accepted(caller), query }
  }
  const { tenant: parameter, rest } = splitTenant(query)
  if (caller) return { actor: accepted(caller), query: rest }
  const tenant = tenantOf(call.header('tally-tenant'), parameter, defaultTenant)
  return { actor: tenant.ok ? accepted({ role: 'public', tenant: tenant.value }) : tenant, query: rest }
}
