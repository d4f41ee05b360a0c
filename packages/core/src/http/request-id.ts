import { randomId } from '../values/id.ts'

const SANE = /^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/
const RANDOM_BYTES = 10

/** Random bytes are fetched for so many ids at once: a single fetch costs more than the id. */
const IDS_A_FETCH = 64

/**
 * Names calls. The id under which a help desk finds a call is the caller's own (`Tally-Request-Id`) when it can stand in
 * any log unescaped (threat U3), else a new one that sorts by time.
 */
export function requestIds(random: (bytes: number) => Uint8Array): (given: string | undefined, now: number) => string {
  let pool = new Uint8Array(0)
  let used = 0
  return (given, now) => {
    if (given !== undefined && SANE.test(given)) return given
    if (used === pool.length) {
      pool = Uint8Array.from(random(RANDOM_BYTES * IDS_A_FETCH))
      used = 0
    }
    used += RANDOM_BYTES
    return randomId('req', pool.subarray(used - RANDOM_BYTES, used), now)
  }
}
