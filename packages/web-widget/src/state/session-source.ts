import { askPage, type GetSession } from './ask-page.ts'
import type { Emit } from './widget-events.ts'

/**
 * Asks the page for sessions, one question at a time. When one has expired the page hears of it first; a page that
 * prevents the default renews in its own way, and until it calls `refresh()` the call stays refused.
 * The session lives in this closure and in the client: never in an attribute, a store or an event.
 */
export function createSessionSource(getSession: GetSession, emit: Emit): GetSession {
  let current: Promise<string | undefined> | undefined
  let renewing: Promise<string | undefined> | undefined
  return (why) => {
    const known = why === 'first' ? current : renewing
    if (known) return known
    const asked = askPage(getSession, emit, why)
    if (!asked) return Promise.reject(new Error('The page renews the session itself.'))
    current = asked
    if (why === 'expired') renewing = asked
    const done = () => {
      if (renewing === asked) renewing = undefined
    }
    asked.then(done, () => {
      done()
      if (current === asked) current = undefined
    })
    return asked
  }
}
