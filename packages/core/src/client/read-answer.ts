import { accepted, type Outcome, type Reason, type Refusal } from '../kernel/outcome.ts'
import type { ClientResponse } from './client-options.ts'
import { keepProblemNote } from './problem-note.ts'

/**
 * The outcome in an answer of the API, or undefined when somebody else answered: a gateway's error page, a sign-in form.
 */
export async function readAnswer(response: ClientResponse): Promise<Outcome<unknown> | undefined> {
  const type = response.headers.get('content-type') ?? ''
  const body = parsed(await response.text())
  if (body === undefined) return undefined
  if (response.status === 200 && type.startsWith('application/json')) return accepted(body.value)
  return type.startsWith('application/problem+json') ? refusalOf(body.value, response) : undefined
}

/** Seconds the server asks to wait, if it does. */
export function retryAfterOf(response: ClientResponse): number | undefined {
  const text = response.headers.get('retry-after') ?? ''
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

interface ProblemMembers {
  readonly code?: unknown
  readonly params?: unknown
  readonly reasons?: unknown
  readonly needs?: unknown
  readonly retryable?: unknown
  readonly detail?: unknown
  readonly requestId?: unknown
}

function refusalOf(value: unknown, response: ClientResponse): Refusal | undefined {
  const { code, params, reasons, needs, retryable, detail, requestId } = (value ?? {}) as ProblemMembers
  if (typeof code !== 'string') return undefined
  const refusal: Refusal = {
    ok: false,
    code,
    detail: (params ?? {}) as Refusal['detail'],
    reasons: (reasons ?? []) as readonly Reason[],
    needs: (needs ?? []) as readonly string[],
    retryable: retryable === true,
  }
  keepProblemNote(refusal, {
    sentence: typeof detail === 'string' ? detail : code,
    requestId: typeof requestId === 'string' ? requestId : undefined,
    status: response.status,
    retryAfterSeconds: retryAfterOf(response),
  })
  return refusal
}
