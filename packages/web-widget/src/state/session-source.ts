import type { Emit } from './widget-events.ts'

/** The page's way to a session: a short-lived value minted by its own backend for the person who is signed in. */
export type GetSession = (why: 'first' | 'expired') => string | undefined | Promise<string | undefined>

/**
 * Asks the page for sessions, one question at a time. When one has expired the page hears of it first; a page that
 * prevents the default renews in its own way, and until it calls `refresh()` the call stays refused.
 * The session lives in this closure and in the client: never in an attribute, a store or an event.
 */
export function createSessionSource(getSession: GetSession, emit: Emit): GetSession {
  let current: Promise<string | undefined> | undefined
  let renewing: Promise<string | undefined> | undefined
  const ask = (why: 'first' | 'expired') => Promise.resolve().then(() => getSession(why))
  const forgetFailed = (asked: Promise<string | undefined>) => {
    asked.catch(() => {
      if (current === asked) current = undefined
    })
    return asked
  }
  return (why) => {
    if (why === 'first') {
      current ??= forgetFailed(ask('first'))
      return current
    }
    if (renewing) return renewing
    if (!emit('tally-session-expired', {})) return Promise.reject(new Error('The page renews the session itself.'))
    const asked = forgetFailed(ask('expired'))
    current = asked
    renewing = asked
    const done = () => {
      renewing = undefined
    }
    asked.then(done, done)
    return asked
  }
}
