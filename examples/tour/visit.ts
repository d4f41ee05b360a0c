import { createClient, type TallyClient } from '@tallystick/core/client'
import type { Area } from '../web/sign-in.ts'

/** Signs a made-up person in at a portal's own page, over HTTP, and returns the API as that person's page has it. */
export async function visit(portalUrl: string, area: Area, person: string): Promise<TallyClient> {
  const cookie = await signIn(portalUrl, area, person)
  return withSessions(portalUrl, () => sessionFrom(portalUrl, area, cookie))
}

/** The Cookie header of somebody who has pressed their name on the sign-in page. */
export async function signIn(portalUrl: string, area: Area, person: string): Promise<string> {
  const answer = await fetch(`${portalUrl}${area.path}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ person }),
    redirect: 'manual',
  })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (answer.status !== 303 || !cookie) throw new Error(`${person} cannot sign in at ${area.path}: ${answer.status}`)
  return cookie
}

/** What the page's script asks the portal for. */
export async function sessionFrom(portalUrl: string, area: Area, cookie: string): Promise<string> {
  const answer = await fetch(`${portalUrl}${area.path}/tally-session`, { method: 'POST', headers: { cookie } })
  if (!answer.ok) throw new Error(`${area.path} gives no session: ${answer.status}`)
  return ((await answer.json()) as { session: string }).session
}

/** The API with a key of one's own: the portal's backend, the sponsor's system, a partner. */
export function withSecretKey(portalUrl: string, secretKey: string): TallyClient {
  return createClient({ baseUrl: `${portalUrl}/tally`, retries: 0, secretKey })
}

export function withSession(portalUrl: string, session: string): TallyClient {
  return createClient({ baseUrl: `${portalUrl}/tally`, retries: 0, session })
}

/** Sessions are short: the client asks for the next one when the last has expired. */
export function withSessions(portalUrl: string, getSession: () => Promise<string>): TallyClient {
  return createClient({ baseUrl: `${portalUrl}/tally`, retries: 0, getSession })
}
