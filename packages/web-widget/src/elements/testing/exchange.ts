import type { FakeService } from './fake-service.ts'

/** A call as HTTP brings it, with its body as text. */
export interface HttpCall {
  readonly method: string
  readonly path: string
  readonly header: (name: string) => string | undefined
  readonly text: string
}

export interface HttpReply {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** What the fake service answers to a call; undefined: the connection breaks. */
export function exchange(service: FakeService, { method, path, header, text }: HttpCall): HttpReply | undefined {
  const reply = service.answer({
    method,
    path,
    body: text === '' ? undefined : JSON.parse(text),
    key: header('idempotency-key'),
    session: header('authorization')?.replace('Bearer ', ''),
    ticket: header('tally-ticket'),
    language: header('accept-language'),
  })
  if (!reply) return undefined
  const type = reply.status === 200 ? 'application/json' : 'application/problem+json'
  return { status: reply.status, type, text: JSON.stringify(reply.body) }
}
