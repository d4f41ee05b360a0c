import { bad, type Check, good, unsure, type Verdict } from './verdict.ts'

/** A clock off by more than this makes other things than codes fail. */
const CLOCK_SECONDS = 60

/** Any address: what came, or undefined when nothing did. */
function ask(url: string, init: RequestInit = {}): Promise<Response | undefined> {
  return fetch(url, { cache: 'no-store', ...init }).catch(() => undefined)
}

/** Another server may answer at the address: a portal that passes nothing on, a proxy's error page. */
function isOurs(answer: Response): boolean {
  return answer.headers.has('tally-request-id')
}

async function jsonOf(answer: Response): Promise<Readonly<Record<string, unknown>>> {
  return answer.json().catch(() => ({}))
}

export function serviceChecks(apiBase: string | undefined, sessionFrom: string | undefined): readonly Check[] {
  const health = apiBase === undefined ? undefined : ask(`${apiBase}/v1/health`)
  return [
    { name: 'domain', run: () => domain(apiBase, health) },
    { name: 'session', run: () => session(apiBase, sessionFrom) },
    { name: 'time', run: async () => clock(await health) },
  ]
}

async function domain(apiBase = '', health?: Promise<Response | undefined>): Promise<Verdict> {
  if (!health) return bad('domainUnset')
  const answer = await health
  if (!answer) return bad('domainBad', apiBase)
  if (!isOurs(answer)) return bad('domainOther', apiBase)
  return answer.ok ? good('domainGood', apiBase) : bad('domainSick', `HTTP ${answer.status}`)
}

/** A session of any role will do: only what it is refused for by itself counts. It is shown nowhere. */
async function session(apiBase: string | undefined, sessionFrom: string | undefined): Promise<Verdict> {
  if (sessionFrom === undefined) return unsure('sessionUnset')
  const given = await ask(sessionFrom, { method: 'POST', credentials: 'same-origin' })
  const bearer = given?.ok ? (await jsonOf(given)).session : undefined
  if (typeof bearer !== 'string') return bad('sessionNone', given ? `HTTP ${given.status}` : sessionFrom)
  const tried = await ask(`${apiBase}/v1/vouchers`, { headers: { authorization: `Bearer ${bearer}` } })
  if (!tried || !isOurs(tried)) return unsure('sessionUnchecked')
  const { code } = await jsonOf(tried)
  return tried.status === 401 || code === 'tenant_wrong' ? bad('sessionBad', String(code)) : good('sessionGood')
}

function clock(health: Response | undefined): Verdict {
  const told = Date.parse((health && isOurs(health) && health.headers.get('date')) || '')
  if (Number.isNaN(told)) return unsure('timeUnseen')
  const seconds = Math.round(Math.abs(Date.now() - told) / 1000)
  return seconds <= CLOCK_SECONDS ? good('timeGood', String(seconds)) : bad('timeBad', String(seconds))
}
