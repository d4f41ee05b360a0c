import type { CommonRefusalCode } from '../../kernel/refusals/catalogue.ts'
import type { OperationEndpoint } from '../routing/operation-endpoint.ts'

const EVERY: readonly CommonRefusalCode[] = [
  'input_invalid',
  'session_invalid',
  'secret_key_invalid',
  'session_expired',
  'tenant_wrong',
  'rate_limited',
  'overloaded',
  'store_unavailable',
  'internal',
]
const OF_SESSIONS: readonly CommonRefusalCode[] = ['session_missing', 'permission_missing', 'scope_missing']
const OF_BODIES: readonly CommonRefusalCode[] = [
  'json_malformed',
  'json_duplicate_member',
  'json_member_refused',
  'json_number_refused',
  'json_number_imprecise',
  'json_text_refused',
  'body_too_large',
  'body_too_deep',
  'body_already_read',
  'content_type_unsupported',
]
const OF_CROWDS: readonly CommonRefusalCode[] = ['queue_waiting', 'queue_ticket_invalid', 'queue_ticket_expired']
const OF_KEYS: readonly CommonRefusalCode[] = ['idempotency_key_missing', 'idempotency_key_reused']

/** What an operation may be answered besides its own refusals, as far as it can happen there. */
export function transportCodes({
  operation,
  method,
  isPublic,
  needsKey,
}: OperationEndpoint): readonly CommonRefusalCode[] {
  return [
    ...EVERY,
    ...(isPublic ? [] : OF_SESSIONS),
    ...(method === 'POST' ? OF_BODIES : []),
    ...(operation.kind === 'write' ? (['idempotency_key_invalid'] as const) : []),
    ...(needsKey ? OF_KEYS : []),
    ...(operation.crowd ? OF_CROWDS : []),
  ]
}
