import type { Emit } from './widget-events.ts'

/** The page's way to a session: a short-lived value minted by its own backend for the person who is signed in. */
export type GetSession = (why: 'first' | 'expired') => string | undefined | Promise<string | undefined>

/**
 * Asks the page for a session. Of one that has expired it hears first; undefined, and not asked, where it then prevents the default because
 * it renews in its own way. Rejects where the page fails.
 */
export function askPage(
  getSession: GetSession,
  emit: Emit,
  why: 'first' | 'expired',
): Promise<string | undefined> | undefined {
  if (why === 'expired' && !emit('tally-session-expired', {})) return undefined
  return Promise.resolve().then(() => getSession(why))
}
