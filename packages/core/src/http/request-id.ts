import { randomId } from '../values/id.ts'

const SANE = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/
const RANDOM_BYTES = 10

/**
 * The id under which a help desk finds a call: the caller's own (`Tally-Request-Id`) when it can stand in any log
 * unescaped (threat U3), else a new one that sorts by time.
 */
export function requestIdOf(given: string | undefined, random: (bytes: number) => Uint8Array, now: number): string {
  return given !== undefined && SANE.test(given) ? given : randomId('req', random(RANDOM_BYTES), now)
}
