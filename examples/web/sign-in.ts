import { randomBytes } from 'node:crypto'
import type { Tally } from '@tallystick/core'

/** What the portal says about somebody when it asks for a session: role, identity, verified facts. */
export type SessionRequest = Parameters<Tally['mintSession']>[0]

/** A made-up person, and what the portal vouches for when they are signed in. */
export interface Person {
  readonly key: string
  readonly name: string
  /** Chinese and English. */
  readonly about: readonly [zh: string, en: string]
  readonly session: SessionRequest
}

/** An area of the portal with a sign-in of its own, so that one browser can play several people in several tabs. */
export interface Area {
  readonly path: string
  readonly people: readonly Person[]
}

export interface SignIn {
  /** Who is signed in, by the request's Cookie header. */
  find(cookies: string | undefined, area: Area): Person | undefined
  /** The Set-Cookie header that signs a person in; undefined when there is no such person here. */
  start(key: unknown, area: Area): string | undefined
  end(cookies: string | undefined, area: Area): string
}

const TICKETS_AT_MOST = 1000
const HOURS = 8

/**
 * The portal's own sign-in, in memory. Yours has accounts; what matters is only that the server, not the page, knows who
 * is there when it asks for a session. Cookies do not tell ports apart, so each portal names its own.
 */
export function createSignIn(cookieName: string): SignIn {
  const tickets = new Map<string, { readonly area: string; readonly person: Person }>()
  const ticketIn = (cookies = '') =>
    cookies
      .split('; ')
      .find((cookie) => cookie.startsWith(`${cookieName}=`))
      ?.slice(cookieName.length + 1) ?? ''
  const cookie = (value: string, area: Area, seconds: number) =>
    `${cookieName}=${value}; Path=${area.path}; Max-Age=${seconds}; HttpOnly; SameSite=Strict`
  return {
    find(cookies, area) {
      const found = tickets.get(ticketIn(cookies))
      return found?.area === area.path ? found.person : undefined
    },
    start(key, area) {
      const person = area.people.find((known) => known.key === key)
      if (!person) return undefined
      const ticket = randomBytes(24).toString('base64url')
      const [oldest] = tickets.keys()
      if (tickets.size >= TICKETS_AT_MOST && oldest !== undefined) tickets.delete(oldest)
      tickets.set(ticket, { area: area.path, person })
      return cookie(ticket, area, HOURS * 3600)
    },
    end(cookies, area) {
      tickets.delete(ticketIn(cookies))
      return cookie('', area, 0)
    },
  }
}

/** False for a form or script of another site: it may send a cookie along, but it cannot hide where it comes from. */
export function isOwnPage(headers: Readonly<Record<string, unknown>>): boolean {
  return (headers['sec-fetch-site'] ?? 'same-origin') === 'same-origin'
}
