export interface HttpOutcome {
  readonly status: number
  readonly body: Record<string, unknown>
}

/** One call as a program in any language would make it. Rejects when no answer came. */
export async function post(url: string, body: unknown, bearer: string, idempotencyKey?: string): Promise<HttpOutcome> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${bearer}`,
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
    },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

export async function get(url: string, bearer: string): Promise<HttpOutcome> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${bearer}` } })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

/** The host's backend mints a session for one of its signed-in people. */
export async function holderSession(url: string, secretKey: string, idNumber: string): Promise<string> {
  const facts = { 'person.registration': '511525' }
  const minted = await post(
    `${url}/v1/sessions`,
    { role: 'holder', person: { idNumber }, facts, ttlSeconds: 900 },
    secretKey,
  )
  if (minted.status !== 200) throw new Error(`No session: ${JSON.stringify(minted)}`)
  return String(minted.body.session)
}
